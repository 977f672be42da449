/**
 * What a benchmark prints: a table for people, or with `--json` one line of
 * JSON a table.
 *
 * @module
 */
import { say } from "../../../scripts/say.ts";
import { formatTable } from "../../../server/commands/format.ts";

/** One measured thing; `values` are in the order of the table's columns. */
export interface Row {
  readonly name: string;
  /** Null: not measured. */
  readonly values: readonly (number | null)[];
  /** What it is to be compared with, and how it compares. */
  readonly remark?: string;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export function report(table: Table): void {
  if (Deno.args.includes("--json")) return say(JSON.stringify(table));
  const { title, columns, rows } = table;
  const lines = rows.map(({ name, values, remark = "" }) => [
    name,
    ...values.map((value) => value === null ? "-" : figure(value)),
    remark,
  ]);
  say(`\n${title}`);
  say(formatTable([["", ...columns, ""], ...lines]).trimEnd());
}

/** How often `value` is `peer`, such as `1.3 × cat`. */
export function ratio(value: number, peer: number, name: string): string {
  return `${(value / peer).toFixed(2)} × ${name}`;
}

/** Whether `value` keeps to `limit`, in words. */
export function against(value: number, limit: number, unit: string): string {
  const verdict = value <= limit ? "within" : "OVER";
  const share = Math.round((value / limit) * 100);
  return `${verdict} the limit of ${limit} ${unit} (${share} %)`;
}

/** The value below which the share `p` of `values` lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.ceil(p * sorted.length) - 1;
  return sorted[Math.max(0, index)] ?? NaN;
}

function figure(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
  return value.toFixed(digits);
}
