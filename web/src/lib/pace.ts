/**
 * Work that may be asked for often and is done once an animation frame, and
 * more seldom the longer it takes, with the drawing that follows from it.
 *
 * @module
 */

/** Part of the time that the work may take: one in so many. */
const SHARE = 5;

export class Pace {
  readonly #work: () => void;
  /** Whether it was asked for since it was last done. */
  #due = false;
  /** Ends the wait for what comes next; null: nothing comes. */
  #cancel: (() => void) | null = null;
  /** Not before this moment, on the clock of `performance.now()`. */
  #rested = 0;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Does the work soon. */
  ask(): void {
    this.#due = true;
    if (!this.#cancel) this.#next();
  }

  /** Leaves undone what was asked for. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #next(): void {
    const rest = this.#rested - performance.now();
    if (rest > 0) this.#after(rest, () => this.#atFrame());
    else this.#atFrame();
  }

  #atFrame(): void {
    const frame = requestAnimationFrame(() => this.#do());
    this.#cancel = () => cancelAnimationFrame(frame);
  }

  #do(): void {
    this.#due = false;
    const began = performance.now();
    this.#work();
    // Timers come when the frame has been drawn.
    this.#after(0, () => this.#done(began));
  }

  #done(began: number): void {
    const now = performance.now();
    this.#rested = now + (now - began) * (SHARE - 1);
    this.#cancel = null;
    if (this.#due) this.#next();
  }

  #after(wait: number, then: () => void): void {
    const timer = setTimeout(then, wait);
    this.#cancel = () => clearTimeout(timer);
  }
}
