/**
 * Puts views together that show one thing growing: a spinner that turns, words
 * that are typed or written. The last of them has all that the others had, so
 * only it is read, and reading a screen costs no more than what happens on it.
 *
 * @module
 */
import type { View, ViewRow } from "@/shared/view.ts";

/** Rows in which two views may differ and be steps of one thing. */
const MAX_CHANGED = 2;

/** Rows that have left the screen in views that were put together. */
const MAX_SCROLLED = 256;

/** Holds the newest view back, until one comes that is another thing. */
export class Steps {
  readonly #isInterface: (row: ViewRow) => boolean;
  #last: View | undefined;

  /** Rows that are `isInterface`, a spinner or a status bar, may change as they like. */
  constructor(isInterface: (row: ViewRow) => boolean) {
    this.#isInterface = isInterface;
  }

  /** Takes `view`. Returns the one before it, if that is to be read by itself. */
  push(view: View): View | undefined {
    const last = this.#last;
    if (last && this.#isStep(last, view)) {
      const { scrolled, redrawn } = last;
      this.#last = { ...view, scrolled, redrawn };
      return undefined;
    }
    this.#last = view;
    return last;
  }

  /** The view that was held back. */
  take(): View | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last;
  }

  #isStep(last: View, next: View): boolean {
    if (next.redrawn || next.scrolled.length > 0) return false;
    if (last.alternate !== next.alternate) return false;
    if (last.scrolled.length > MAX_SCROLLED) return false;
    let changed = Math.abs(last.rows.length - next.rows.length);
    const rows = Math.min(last.rows.length, next.rows.length);
    for (let row = 0; row < rows && changed <= MAX_CHANGED; row++) {
      const one = last.rows[row]!;
      const other = next.rows[row]!;
      if (isSame(one, other)) continue;
      if (!this.#isInterface(one) || !this.#isInterface(other)) changed++;
    }
    return changed <= MAX_CHANGED;
  }
}

function isSame(one: ViewRow, other: ViewRow): boolean {
  return one === other ||
    (one.text === other.text && one.looks === other.looks);
}
