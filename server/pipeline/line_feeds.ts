/**
 * What a line feed without a carriage return means in terminal output whose
 * origin is not known.
 *
 * In a file or out of a pipe it ends a line. A terminal has put a carriage
 * return before each line feed of simple programs; one that comes alone there
 * is from a program that draws, and only moves the cursor down.
 *
 * @module
 */
import type { Terminal } from "@xterm/headless";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Sequences that place the cursor in a row: CUP, HVP, VPA and scroll regions. */
const PLACING = ["H", "f", "d", "r"];

/** Modes of the alternate screen. */
const ALTERNATE = [47, 1047, 1049];

/** Decides at the first line feed that comes alone. */
export class LineFeeds {
  /** Whether it is not decided yet. */
  open = true;
  /** Some line feed had its carriage return. */
  #returned = false;
  #placed = false;
  #last = 0;

  /** Watches what `terminal` draws. */
  constructor(terminal: Terminal) {
    for (const final of PLACING) {
      terminal.parser.registerCsiHandler({ final }, () => this.#place());
    }
    terminal.parser.registerCsiHandler(
      { prefix: "?", final: "h" },
      (modes) => modes.some(isAlternate) && this.#place(),
    );
  }

  /** Where the first line feed that comes alone is; -1 when there is none. */
  find(data: Uint8Array): number {
    let at = data.indexOf(NEWLINE);
    while (at >= 0) {
      if ((at > 0 ? data[at - 1] : this.#last) !== RETURN) return at;
      this.#returned = true;
      at = data.indexOf(NEWLINE, at + 1);
    }
    this.#last = data.at(-1) ?? this.#last;
    return -1;
  }

  /** Whether it ends a line, judged by what was drawn before it. Holds from then on. */
  decide(): boolean {
    this.open = false;
    return !(this.#returned && this.#placed);
  }

  #place(): false {
    this.#placed = true;
    return false;
  }
}

/** Whether the mode switches to the alternate screen and back. */
export function isAlternate(mode: number | number[]): boolean {
  return typeof mode === "number" && ALTERNATE.includes(mode);
}
