/**
 * One timer for several deadlines.
 *
 * @module
 */

/** Calls back at the earliest time it was set to; none is pending while nothing is expected. */
export class Alarm implements Disposable {
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Infinity;

  /** `ring` has to look what is due, and to set the alarm again. */
  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** Rings at `at` or before it; undefined: nothing is expected. */
  set(at: number | undefined): void {
    // One that rings too early is set again then; this costs less than a new timer.
    if (at === undefined || at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => {
      this.#at = Infinity;
      this.#timer = undefined;
      this.#ring();
    }, Math.max(1, at - Date.now()));
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
