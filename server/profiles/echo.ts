/**
 * What a terminal prints only because somebody typed it.
 *
 * @module
 */

/** Lines entered and not yet echoed that are remembered. */
const MAX_WAITING = 16;

/** Takes the echo of what was typed out of the output. */
export class Echo {
  /** What stood before the cursor when the line was entered; it is in the answer before. */
  #prompt = "";
  #waiting: string[] = [];

  /** `typed` was entered while `partial` was the line on the terminal. Returns what of `partial` is not echo. */
  expect(typed: string, partial: string): string {
    if (this.#waiting.length === 0) this.#prompt = withoutEcho(partial, typed);
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(typed);
    return this.#prompt;
  }

  /** What of complete `lines` is output. */
  strip(lines: string): string {
    let rest = lines;
    while (this.#waiting.length > 0 && rest !== "") {
      const end = rest.indexOf("\n");
      const line = rest.slice(0, end);
      if (!this.#isEcho(line)) {
        rest = this.#withoutPrompt(rest);
        this.#waiting = [];
        break;
      }
      this.#waiting.shift();
      rest = rest.slice(end + 1);
      this.#prompt = "";
    }
    return rest;
  }

  /** What of the line that is being written is output. It may become an echo. */
  stripPartial(partial: string): string {
    const [typed] = this.#waiting;
    if (typed === undefined) return partial;
    const whole = this.#prompt + typed;
    if (whole.startsWith(partial) || this.#isEcho(partial)) return "";
    return this.#withoutPrompt(partial);
  }

  #isEcho(line: string): boolean {
    const typed = this.#waiting[0]!.trimEnd();
    const text = line.trimEnd();
    if (!text.endsWith(typed)) return false;
    const before = text.slice(0, text.length - typed.length);
    const prompt = this.#prompt.trimEnd();
    // Without a prompt before, any may come with the echo.
    if (prompt === "") return !/[\p{L}\p{N}]$/u.test(before);
    return before.startsWith(prompt) &&
      before.slice(prompt.length).trim() === "";
  }

  #withoutPrompt(text: string): string {
    return text.startsWith(this.#prompt)
      ? text.slice(this.#prompt.length)
      : text;
  }
}

/** `partial` without the keystrokes that were echoed before Enter was. */
function withoutEcho(partial: string, typed: string): string {
  const text = partial.trimEnd();
  const echo = typed.trimEnd();
  return text.endsWith(echo)
    ? text.slice(0, text.length - echo.length)
    : partial;
}
