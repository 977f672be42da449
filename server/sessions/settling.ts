/**
 * What a program shows counts only once it has held: screens are redrawn in
 * pieces, and between two pieces they show what is not so.
 *
 * @module
 */
import type { Sign } from "../profiles/profile.ts";

/** How long a sign must hold, in milliseconds. */
export interface Patience {
  /** Since the sign and since the last output. */
  quiet: number;
  /** Since the sign, however much is printed. */
  most: number;
}

/** One sign that waits until it counts. Pure: told of the time. */
export class Settling {
  #waiting: { sign: Sign; since: number; patience: Patience } | undefined;

  /** Takes the place of the one that waits. */
  start(sign: Sign, now: number, patience: Patience): void {
    this.#waiting = { sign, since: now, patience };
  }

  cancel(): void {
    this.#waiting = undefined;
  }

  /** When it counts, if nothing more is printed; undefined: nothing waits. */
  deadline(lastOutput: number): number | undefined {
    if (!this.#waiting) return undefined;
    const { since, patience } = this.#waiting;
    return Math.min(
      Math.max(since, lastOutput) + patience.quiet,
      since + patience.most,
    );
  }

  /** The sign and when it was first seen, once, when it has held long enough. */
  take(
    now: number,
    lastOutput: number,
  ): { sign: Sign; since: number } | undefined {
    const deadline = this.deadline(lastOutput);
    if (deadline === undefined || now < deadline) return undefined;
    const settled = this.#waiting;
    this.cancel();
    return settled;
  }
}
