/**
 * Questions whose choices have no numbers: each in a row of its own, or all of
 * them beside each other.
 *
 * @module
 */
import type { Choice } from "@/shared/domain.ts";
import type { Layout } from "./layout.ts";
import type { Line } from "./line.ts";
import type { Menu } from "./menu.ts";

/** Rows from the first of the question to its choices. */
const MAX_QUESTION = 40;

/** Rows that may stand below the choices. */
const MAX_BELOW = 6;

/** What stands before the rows of a dialogue that has a side and no edges. */
const SIDE = /^\s*[│┃|]? {0,2}/u;

/** Keys that have names, as terminals send them. */
const NAMED_KEYS: Readonly<Record<string, string>> = {
  tab: "\t",
  "shift+tab": "\x1b[z",
  esc: "\x1b",
};

/** Choices of which at most one is marked. */
interface Choices {
  row: number;
  choices: Choice[];
  marked: string | undefined;
}

/** The question at the bottom of `lines` whose choices have no numbers, if there is one. */
export function findList(
  layout: Layout,
  lines: readonly Line[],
  top: number,
): Menu | undefined {
  const found = findRows(layout, lines, top) ?? findBar(layout, lines, top);
  if (!found) return undefined;
  const { row, choices, marked } = found;
  const start = questionRow(layout, lines, { row, top });
  if (start === undefined) return undefined;
  const said = lines.slice(start, row)
    .filter(({ edge }) => edge === undefined)
    .map(({ text }) => text.replace(SIDE, "").trimEnd());
  const shortcuts = new Map(
    choices.flatMap(({ key }): [string, string][] =>
      NAMED_KEYS[key] === undefined ? [] : [[NAMED_KEYS[key], key]]
    ),
  );
  const title = said[0]!.replace(/^[^\p{L}\p{N}]+/u, "");
  const text = [title, ...said.slice(1)].join("\n").trim();
  return { start, title, text, choices, shortcuts, marked, asks: "permission" };
}

/** The row that asks, above the choices in `row`. */
function questionRow(
  { asks }: Layout,
  lines: readonly Line[],
  { row, top }: { row: number; top: number },
): number | undefined {
  const last = Math.max(top, row - MAX_QUESTION);
  for (let at = row - 1; at >= last; at--) {
    if (asks?.test(lines[at]!.text)) return at;
  }
  return undefined;
}

function findRows(
  { choice }: Layout,
  lines: readonly Line[],
  top: number,
): Choices | undefined {
  if (!choice) return undefined;
  const found: RegExpExecArray[] = [];
  let below = 0;
  let row = lines.length - 1;
  for (; row >= top; row--) {
    const { text, blank, edge } = lines[row]!;
    const match = choice.exec(text);
    if (match) found.unshift(match);
    else if (found.length > 0) break;
    else if (!blank && !edge && ++below > MAX_BELOW) return undefined;
  }
  if (found.length < 2) return undefined;
  const choices = found.map(({ groups }, index) => ({
    key: groups!["key"] ?? `${index + 1}`,
    label: groups!["label"]!.trim(),
  }));
  const at = found.findIndex(({ groups }) => groups!["mark"]);
  return { row: row + 1, choices, marked: choices[at]?.key };
}

function findBar(
  { choiceBar }: Layout,
  lines: readonly Line[],
  top: number,
): Choices | undefined {
  if (!choiceBar) return undefined;
  const last = Math.max(top, lines.length - MAX_BELOW);
  for (let row = lines.length - 1; row >= last; row--) {
    const bar = choiceBar.exec(lines[row]!.text)?.groups?.["choices"];
    if (bar === undefined) continue;
    const labels = bar.trim().split(/\s{2,}/);
    const choices = labels.map((label, at) => ({ key: `${at + 1}`, label }));
    const at = oddOneOut(labels.map((label) => lookOf(lines[row]!, label)));
    return { row, choices, marked: choices[at < 0 ? 0 : at]!.key };
  }
  return undefined;
}

function lookOf({ text, looks }: Line, label: string): number {
  return looks === "" ? 0 : looks.charCodeAt(text.indexOf(label));
}

/** The index of the only value of its kind; -1 when there is none. */
function oddOneOut(values: readonly number[]): number {
  return values.findIndex((value) =>
    values.filter((one) => one === value).length === 1
  );
}
