/**
 * Rows of a terminal as text.
 *
 * @module
 */
import type { Buffer } from "./terminal.ts";

/** One row of a screen. */
export interface Row {
  /**
   * Without the blanks at its end, unless the next row continues it: then they
   * are within a line.
   */
  readonly text: string;
  /** Whether it continues the row before, which ended at the right edge. */
  readonly wrapped: boolean;
  /** See {@linkcode ViewRow}; only of screens whose rows are read with them. */
  readonly looks?: string;
}

/**
 * The row of `buffer` at `index`, which counts from the oldest row above the
 * screen. `continued` is for a row that the next one is about to continue.
 */
export function rowAt(buffer: Buffer, index: number, continued = false): Row {
  const line = buffer.lines.get(index)!;
  const wrapped = line.isWrapped;
  if (!continued && !isWrapped(buffer, index + 1)) {
    return { text: line.translateToString(true).trimEnd(), wrapped };
  }
  const end = cellsOf(buffer, index);
  return { text: line.translateToString(false, 0, end), wrapped };
}

/** How many cells of a row are its line's: a wide character that has no place at the edge leaves a blank there. */
export function cellsOf({ lines }: Buffer, index: number): number {
  const line = lines.get(index)!;
  const next = index + 1 < lines.length ? lines.get(index + 1) : undefined;
  const last = line.length - 1;
  const pushed = !line.hasContent(last) && line.getWidth(last) === 1 &&
    (next === undefined || next.getWidth(0) === 2);
  return pushed ? last : last + 1;
}

/** Whether there is such a row and it continues the one before. */
export function isWrapped({ lines }: Buffer, index: number): boolean {
  return index < lines.length && lines.get(index)!.isWrapped;
}

/** The index of the first row of the line that the cursor is in. */
export function startOfLine(buffer: Buffer): number {
  let at = buffer.ybase + buffer.y;
  while (at > buffer.ybase && isWrapped(buffer, at)) at--;
  return at;
}

/** The rows of `buffer` from `from` to the last one that is not blank. */
export function rowsFrom(buffer: Buffer, from: number): Row[] {
  const rows: Row[] = [];
  for (let at = from; at < buffer.lines.length; at++) {
    rows.push(rowAt(buffer, at));
  }
  return dropBlankEnd(rows);
}

/** Takes the blank rows at their end off `rows`. */
export function dropBlankEnd<R extends Row>(rows: R[]): R[] {
  while (rows.at(-1)?.text.trimEnd() === "") rows.pop();
  return rows;
}

/**
 * The lines that `rows` make, each with `\n`: rows that continue others are
 * joined to them. What the first row continues is not known here.
 */
export function joinRows(rows: readonly Row[]): string {
  let text = "";
  rows.forEach((row, index) => {
    if (index > 0 && !row.wrapped) text += "\n";
    text += row.text;
  });
  return rows.length > 0 ? text + "\n" : "";
}
