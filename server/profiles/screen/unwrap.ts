/**
 * Lines as they were before they were wrapped to fit the screen.
 *
 * @module
 */
import { widthOf } from "@/shared/width.ts";

/** Columns that agents leave free at the right. */
const MARGIN = 3;

/** Joins rows of which the first has no room for the next one's first word; `cols` is what there is room for. */
export function unwrap(rows: readonly string[], cols: number): string[] {
  if (rows.length < 2) return [...rows];
  const lines: string[] = [];
  let last = "";
  for (const row of rows) {
    const joint = lines.length > 0 ? jointOf(last, row, cols) : undefined;
    if (joint === undefined) lines.push(row);
    else lines[lines.length - 1] += joint + row.trimStart();
    last = row;
  }
  return lines;
}

/** What stood between `row` and `next`; undefined: a line break. */
function jointOf(row: string, next: string, cols: number): string | undefined {
  if (row.trim() === "" || /^\s|^$/.test(next)) return undefined;
  const used = widthOf(row);
  if (isWide(row.at(-1)!) && isWide(next[0]!) && used >= cols - MARGIN) {
    return "";
  }
  const [word = ""] = next.split(/\s/, 1);
  return used + 1 + widthOf(word) > cols - MARGIN ? " " : undefined;
}

function isWide(character: string): boolean {
  return widthOf(character) === 2;
}
