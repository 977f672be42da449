/**
 * Rows of a screen without the boxes that are drawn around them.
 *
 * @module
 */
import type { ViewRow } from "@/shared/view.ts";
import { widthOf } from "@/shared/width.ts";

/** One row, ready to be read. */
export interface Line {
  /** Within the box, if there is one; without blanks at its end. */
  readonly text: string;
  /** The look of each unit of `text`, see `shared/view.ts`; `""` when all is plain. */
  readonly looks: string;
  readonly blank: boolean;
  /** An edge of a box, or a rule. */
  readonly edge: "top" | "bottom" | "rule" | undefined;
  /** Whether it is within a box. */
  readonly boxed: boolean;
}

/** Most rows that stand between the two edges of a box without sides. */
const MAX_BOX = 200;

/** The look of what has none. */
const PLAIN = "\0";

const TOP = /^\s*[╭┌╔][─━═╌┄-].*[╮┐╗]\s*$|^\s*▄{8,}[█▀]?\s*$/u;
const BOTTOM = /^\s*[╰└╚][─━═╌┄-]{2}.*[╯┘╝]\s*$|^\s*▀{8,}[█▄]?\s*$/u;
const RULE = /^\s*[─━═╌┄▔▁]{8,}\s*$/u;
/** What the upper edge of a box without sides is made of. */
const HALF_BELOW = "▄▄▄▄";
const OPEN_TOP = /^\s*▄{8,}[█▀]?\s*$/u;
const OPEN_BOTTOM = /^\s*▀{8,}[█▄]?\s*$/u;
const SCROLLBARS = "█▄▀▐▕┃║░▒";
const SIDES = /^(\s*[│┃║]\s?)(.*?)\s*[│┃║]\s*$/u;

/** `rows` as lines, and which line each row is in. */
export function linesOf(
  rows: readonly ViewRow[],
  cols: number,
): { lines: Line[]; lineOf(row: number): number } {
  const { whole, places } = joinWrapped(rows, cols);
  const open = openBoxes(whole);
  const lines = whole.map((row, index) => {
    const { free, within } = linesAt(row, cols);
    return open?.[index] ? within : free;
  });
  const lineOf = (row: number) =>
    row >= rows.length ? whole.length : places?.[row] ?? row;
  return { lines, lineOf };
}

/** A row that goes on from the one before is part of its line. */
function joinWrapped(
  rows: readonly ViewRow[],
  cols: number,
): { whole: readonly ViewRow[]; places: readonly number[] | undefined } {
  if (!rows.some((row, index) => row.wrapped && index > 0)) {
    return { whole: rows, places: undefined };
  }
  const whole: ViewRow[] = [];
  const places: number[] = [];
  let before: ViewRow | undefined;
  for (const row of rows) {
    const last = whole.at(-1);
    if (row.wrapped && last && before) {
      const blanks = cols - widthOf(before.text);
      whole[whole.length - 1] = join(last, row, blanks);
    } else whole.push(row);
    places.push(whole.length - 1);
    before = row;
  }
  return { whole, places };
}

/** What rows were joined to last. */
const joints = new WeakMap<
  ViewRow,
  { next: ViewRow; blanks: number; joint: ViewRow }
>();

/** `last`, which `blanks` columns are free behind, and `next`. */
function join(last: ViewRow, next: ViewRow, blanks: number): ViewRow {
  const known = joints.get(last);
  if (known?.next === next && known.blanks === blanks) return known.joint;
  const { text } = last;
  // A character that is too wide for what is free is no gap.
  const gap = blanks > 0 && widthOf(next.text[0] ?? "") < 2
    ? " ".repeat(blanks)
    : "";
  const isPlain = last.looks === "" && next.looks === "";
  const joint = {
    ...last,
    text: text + gap + next.text,
    looks: isPlain ? "" : padded(last.looks, text.length) +
      PLAIN.repeat(gap.length) + padded(next.looks, next.text.length),
  };
  joints.set(last, { next, blanks, joint });
  return joint;
}

function padded(looks: string, length: number): string {
  return looks === "" ? PLAIN.repeat(length) : looks;
}

/** A row by itself, and between the edges of a box without sides. */
interface Lines {
  cols: number;
  free: Line;
  within: Line;
}

/** What rows were when they were last looked at. */
const known = new WeakMap<ViewRow, Lines>();

function linesAt(row: ViewRow, cols: number): Lines {
  const before = known.get(row);
  if (before?.cols === cols) return before;
  const free = unboxed(row, cols);
  const within = free.boxed ? free : { ...free, boxed: true };
  const lines = { cols, free, within };
  known.set(row, lines);
  return lines;
}

function unboxed(row: ViewRow, cols: number): Line {
  const { looks } = row;
  const text = withoutScrollbar(row.text, cols);
  const edge = edgeOf(text);
  const sides = edge ? null : SIDES.exec(text);
  const inside = sides?.[2] ?? text;
  const start = sides?.[1]?.length ?? 0;
  return {
    text: inside,
    looks: looks === "" ? "" : looks.slice(start, start + inside.length),
    blank: inside.trim() === "",
    edge,
    boxed: sides !== null,
  };
}

/** A scroll bar stands in the last column, or beside it. */
function withoutScrollbar(text: string, cols: number): string {
  const last = text.at(-1) ?? "";
  if (text.length < cols - 1 || !SCROLLBARS.includes(last)) return text;
  const rest = text.slice(0, -1);
  return /\s$/.test(rest) ? rest.trimEnd() : text;
}

function edgeOf(text: string): Line["edge"] {
  if (TOP.test(text)) return "top";
  if (BOTTOM.test(text)) return "bottom";
  return RULE.test(text) ? "rule" : undefined;
}

/** Which rows stand between a row of half blocks above and one below, if there are such. */
function openBoxes(rows: readonly ViewRow[]): boolean[] | undefined {
  if (!rows.some(({ text }) => text.includes(HALF_BELOW))) return undefined;
  const inside = rows.map(() => false);
  let top = -1;
  rows.forEach(({ text }, index) => {
    if (OPEN_TOP.test(text)) top = index;
    else if (top >= 0 && OPEN_BOTTOM.test(text)) {
      if (index - top <= MAX_BOX) inside.fill(true, top + 1, index);
      top = -1;
    }
  });
  return inside;
}

/** Whether every letter and digit of `line` has all of `look`. */
export function looks(line: Line, look: number, from = 0): boolean {
  if (line.looks === "") return false;
  let any = false;
  for (let at = from; at < line.text.length; at++) {
    if (!/[\p{L}\p{N}]/u.test(line.text[at]!)) continue;
    any = true;
    if ((line.looks.charCodeAt(at) & look) !== look) return false;
  }
  return any;
}
