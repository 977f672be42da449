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
      if (!isEcho(line, this.#waiting[0]!, this.#prompt)) {
        rest = without(this.#prompt, rest);
        this.#waiting = [];
        break;
      }
      this.#waiting.shift();
      rest = rest.slice(end + 1);
      this.#prompt = "";
    }
    return rest;
  }

  /**
   * What of the line that is being written is output. It may become an echo.
   * On a screen that is drawn on, `partial` is rows, and may begin with some.
   */
  stripPartial(partial: string): string {
    let rest = partial;
    let prompt = this.#prompt;
    for (const typed of this.#waiting) {
      const end = rest.indexOf("\n");
      if (end < 0) {
        const echo = (prompt + typed).startsWith(rest) ||
          isEcho(rest, typed, prompt);
        return echo ? "" : without(prompt, rest);
      }
      if (!isEcho(rest.slice(0, end), typed, prompt)) {
        return without(prompt, rest);
      }
      rest = rest.slice(end + 1);
      prompt = "";
    }
    return rest;
  }
}

/** Whether `line` is nothing but `prompt` and `typed`, or what a shell makes of it. */
function isEcho(line: string, typed: string, prompt: string): boolean {
  const text = line.trimEnd();
  const end = typed.trimEnd();
  if (!text.endsWith(end)) return false;
  const before = text.slice(0, text.length - end.length);
  const start = prompt.trimEnd();
  // Without a prompt before, any may come with the echo.
  if (start === "") return !/[\p{L}\p{N}]$/u.test(before);
  return before.startsWith(start) && before.slice(start.length).trim() === "";
}

function without(prompt: string, text: string): string {
  return text.startsWith(prompt) ? text.slice(prompt.length) : text;
}

/** `partial` without the keystrokes that were echoed before Enter was. */
function withoutEcho(partial: string, typed: string): string {
  const text = partial.trimEnd();
  const echo = typed.trimEnd();
  return text.endsWith(echo)
    ? text.slice(0, text.length - echo.length)
    : partial;
}
