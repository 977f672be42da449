/**
 * Tells the echo of keys from output that means something.
 *
 * @module
 */

/** Milliseconds after a key in which its echo comes. */
const ECHO_WITHIN = 300;

/** Bytes that a line editor prints for one key, and for each character. */
const PER_KEY = 32;
const PER_CHARACTER = 8;

/** How much of the output that comes may be the echo of what was typed. */
export class EchoBudget {
  #bytes = 0;
  #until = 0;

  /** Something was typed. A line that is sent has an answer, not only an echo. */
  typed(text: string, now: number): void {
    const sent = /[\r\n]/.test(text);
    this.#bytes = sent ? 0 : PER_KEY + PER_CHARACTER * text.length;
    this.#until = now + ECHO_WITHIN;
  }

  /** Whether output of so many bytes is no more than echo. */
  covers(bytes: number, now: number): boolean {
    if (now > this.#until || bytes > this.#bytes) return false;
    this.#bytes -= bytes;
    return true;
  }
}
