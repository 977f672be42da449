/**
 * Puts views together that show one thing growing: a spinner that turns, words
 * that are typed or written, lines that push others up. The last of them has
 * all that the others had, so only it is read, and reading a screen costs no
 * more than what happens on it.
 *
 * @module
 */
import type { View, ViewRow } from "@/shared/view.ts";

/** Rows in which two views may differ and be steps of one thing. */
const MAX_CHANGED = 2;

/** Rows that have left the screen in views that were put together. */
const MAX_SCROLLED = 256;

/** Views that are put together at most, or text that is written without a pause would not be read. */
const MAX_STEPS = 24;

/** Holds the newest view back, until one comes that is another thing. */
export class Steps {
  readonly #isInterface: (row: ViewRow) => boolean;
  #last: View | undefined;
  /** Views that `#last` was put together from. */
  #count = 0;

  /** Rows that are `isInterface`, a spinner or a status bar, may change as they like. */
  constructor(isInterface: (row: ViewRow) => boolean) {
    this.#isInterface = isInterface;
  }

  /** Takes `view`. Returns the one before it, if that is to be read by itself. */
  push(view: View): View | undefined {
    const last = this.#last;
    if (last && this.#count < MAX_STEPS && this.#isStep(last, view)) {
      const { scrolled, redrawn } = last;
      this.#last = {
        ...view,
        scrolled: join(scrolled, view.scrolled),
        redrawn,
      };
      this.#count += 1;
      return undefined;
    }
    this.#last = view;
    this.#count = 1;
    return last;
  }

  /** The view that was held back. */
  take(): View | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last;
  }

  #isStep(last: View, next: View): boolean {
    if (next.redrawn || last.alternate !== next.alternate) return false;
    if (last.scrolled.length + next.scrolled.length > MAX_SCROLLED) {
      return false;
    }
    const rows = join(next.scrolled, next.rows);
    return this.#changed(last.rows, rows) <= MAX_CHANGED ||
      this.#areKept(last.rows, rows);
  }

  /** How many rows are others now, where they stand. */
  #changed(before: readonly ViewRow[], after: readonly ViewRow[]): number {
    let count = Math.abs(before.length - after.length);
    const most = Math.min(before.length, after.length);
    for (let at = 0; at < most && count <= MAX_CHANGED; at++) {
      const one = before[at]!;
      const other = after[at]!;
      if (isSame(one, other)) continue;
      if (!this.#isInterface(one) || !this.#isInterface(other)) count++;
    }
    return count;
  }

  /** Whether every row is still there, or has grown, when others may have come between them. */
  #areKept(before: readonly ViewRow[], after: readonly ViewRow[]): boolean {
    let from = 0;
    for (const row of before) {
      if (row.text === "" || this.#isInterface(row)) continue;
      const at = indexOf(after, row, from);
      if (at < 0) return false;
      from = at + 1;
    }
    return true;
  }
}

function join<Row>(one: readonly Row[], other: readonly Row[]): readonly Row[] {
  if (one.length === 0) return other;
  return other.length === 0 ? one : [...one, ...other];
}

function indexOf(
  rows: readonly ViewRow[],
  row: ViewRow,
  from: number,
): number {
  for (let at = from; at < rows.length; at++) {
    if (rows[at]!.text.startsWith(row.text)) return at;
  }
  return -1;
}

function isSame(one: ViewRow, other: ViewRow): boolean {
  return one === other ||
    (one.text === other.text && one.looks === other.looks);
}
