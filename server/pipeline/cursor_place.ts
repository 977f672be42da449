/**
 * The cursor's place in its line. When lines are made to fit another width,
 * xterm 6.0.0 leaves the cursor where it was on the screen, which is within
 * other text then.
 *
 * @module
 */
import { cellsOf, isWrapped } from "./row.ts";
import type { Buffer, BufferLine } from "./terminal.ts";

/** So many cells behind the start of a line. */
export interface CursorPlace {
  line: BufferLine;
  cells: number;
}

/** Where the cursor is. */
export function placeOfCursor(buffer: Buffer): CursorPlace {
  let at = buffer.ybase + buffer.y;
  let cells = buffer.x;
  while (at > 0 && isWrapped(buffer, at)) cells += cellsOf(buffer, --at);
  return { line: buffer.lines.get(at)!, cells };
}

/** Brings the cursor to where it was in its line, if that is still on the screen. */
export function placeCursor(buffer: Buffer, place: CursorPlace): void {
  const { lines, ybase } = buffer;
  let at = lines.length - 1;
  while (at >= 0 && lines.get(at) !== place.line) at--;
  if (at < 0) return;
  let { cells } = place;
  while (isWrapped(buffer, at + 1) && cells >= cellsOf(buffer, at)) {
    cells -= cellsOf(buffer, at++);
  }
  if (at < ybase) return;
  buffer.y = at - ybase;
  buffer.x = Math.min(cells, lines.get(at)!.length);
}
