/**
 * Whether a session that comes to rest has done something that people waited
 * for, or has only shown a prompt.
 *
 * @module
 */

/** Milliseconds of output that somebody may have waited for. */
const WORTH_WAITING = 5_000;

/** What was done since the last rest. */
export class Effort {
  #asked: boolean;
  #since: number | undefined;

  /** `asked`: it was at work when this begins. */
  constructor(asked: boolean) {
    this.#asked = asked;
  }

  /** A question was asked. */
  ask(): void {
    this.#asked = true;
  }

  /** It is at work. */
  work(now: number): void {
    this.#since ??= now;
  }

  /** It rests: whether that is worth telling. */
  rest(lastOutput: number): boolean {
    const worked = this.#since !== undefined &&
      lastOutput - this.#since >= WORTH_WAITING;
    const worth = this.#asked || worked;
    this.#asked = false;
    this.#since = undefined;
    return worth;
  }
}
