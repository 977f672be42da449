/**
 * Notices that nobody has needed the server for a while.
 *
 * @module
 */

/** Longest time between two looks, in milliseconds. */
const LOOK_EVERY = 10_000;

export interface IdleOptions {
  /** How long nobody must have needed it, in milliseconds. */
  patience: number;
  isIdle(): boolean;
  leave(): void;
}

/** Calls `leave` once it has been idle for so long. Stops looking when disposed. */
export class IdleWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor({ patience, isIdle, leave }: IdleOptions) {
    let idleSince: number | undefined;
    this.#timer = setInterval(() => {
      idleSince = isIdle() ? idleSince ?? Date.now() : undefined;
      if (idleSince !== undefined && Date.now() - idleSince >= patience) {
        leave();
      }
    }, Math.min(LOOK_EVERY, patience / 2));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
