/**
 * What people typed into a command, to know a question again.
 *
 * @module
 */

/** UTF-16 units that are kept; the newest. */
const MAX_KEPT = 256 * 1024;

/** UTF-16 units of a question by which it is known. */
const KNOWN_BY = 200;

/** Nothing but letters and digits counts: blanks and line breaks are typed in many ways. */
export class TypedText {
  #typed: string;

  /** `command` may hold the first question. */
  constructor(command: readonly string[]) {
    this.#typed = bare(command.join(" "));
  }

  /** Adds what was sent to the command. */
  push(text: string): void {
    this.#typed = (this.#typed + bare(text)).slice(-MAX_KEPT);
  }

  /** Whether `question` was typed, or at least its beginning. */
  has(question: string): boolean {
    const wanted = bare(question).slice(0, KNOWN_BY);
    return wanted !== "" && this.#typed.includes(wanted);
  }
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}
