/**
 * Keystrokes to the lines that somebody entered.
 *
 * @module
 */

/** Most UTF-16 units of a line; what is typed beyond this is left out. */
const MAX_LINE = 64 * 1024;

/**
 * What is not text, as far as it has come: a mouse report of the old kind, a
 * control sequence, a function key, a terminal's reply, Alt with a key.
 */
const SEQUENCE =
  // deno-lint-ignore no-control-regex
  /^\x1b(?:\[M[^]{3}|\[(?!M)[0-?]*[ -/]*[@-~]|O[^]|[\]PX^_](?:[^\x07\x1b]|\x1b[^\\])*(?:\x07|\x1b\\)|[^[O\]PX^_])/u;

/** A sequence that has not ended by then is none. */
const MAX_SEQUENCE = 4096;

/** Follows a person at the keyboard, as the terminal's line editor does. */
export class TypedLine {
  #line = "";
  /** The beginning of a sequence whose end has not come. */
  #pending = "";

  /** Reads on. Returns the lines that were entered. */
  push(text: string): string[] {
    const keys = this.#pending + text;
    this.#pending = "";
    const entered: string[] = [];
    let at = 0;
    while (at < keys.length) {
      const key = keyAt(keys, at);
      if (key === undefined) {
        this.#pending = keys.slice(at);
        break;
      }
      at += key.length;
      this.#press(key, entered);
    }
    return entered;
  }

  #press(key: string, entered: string[]): void {
    switch (key) {
      case "\r":
      case "\n":
        entered.push(this.#line);
        this.#line = "";
        return;
      case "\b":
      case "\x7f":
        this.#line = withoutCharacter(this.#line);
        return;
      case "\x15": // Ctrl-U
      case "\x03": // Ctrl-C
        this.#line = "";
        return;
      case "\x17": // Ctrl-W
        this.#line = withoutWord(this.#line);
        return;
      default:
        if (key >= " " && this.#line.length < MAX_LINE) this.#line += key;
    }
  }
}

/** The key that was pressed, or undefined when more of it is to come. */
function keyAt(keys: string, at: number): string | undefined {
  if (keys[at] !== "\x1b") return String.fromCodePoint(keys.codePointAt(at)!);
  const rest = keys.slice(at, at + MAX_SEQUENCE);
  return SEQUENCE.exec(rest)?.[0] ??
    (rest.length < MAX_SEQUENCE ? undefined : "\x1b");
}

function withoutCharacter(line: string): string {
  const pair = /[\ud800-\udbff][\udc00-\udfff]/.test(line.slice(-2));
  return line.slice(0, pair ? -2 : -1);
}

function withoutWord(line: string): string {
  let end = line.trimEnd().length;
  while (end > 0 && line[end - 1]!.trim() !== "") end--;
  return line.slice(0, end);
}
