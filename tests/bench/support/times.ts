/**
 * How old the times in some output are when it is read.
 *
 * @module
 */
import { makeClock } from "./clock.ts";

/** Collects the ages, in milliseconds, of what `emitter.ts` prints. */
export class Times {
  readonly list: number[] = [];
  readonly #clock = makeClock();
  #text = "";

  read(data: Uint8Array): void {
    const now = this.#clock();
    this.#text += new TextDecoder().decode(data);
    for (const [, time] of this.#text.matchAll(/@([\d.]+)\r?\n/g)) {
      this.list.push(now - Number(time));
    }
    this.#text = this.#text.slice(this.#text.lastIndexOf("\n") + 1);
  }
}
