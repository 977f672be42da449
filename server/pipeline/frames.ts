/**
 * When a program has finished drawing, known from its output alone.
 *
 * What is on the screen is complete when a synchronized update ends (mode
 * 2026), and just before something that was printed is drawn over: when the
 * cursor goes up again, or rows are erased; and now and then while lines go
 * by. So it does not matter how the output is cut into chunks.
 *
 * @module
 */
import type { PinnedTerminal } from "./terminal.ts";

/** DEC private mode of synchronized updates. */
const SYNCHRONIZED = 2026;

/** Line feeds after which what goes by is looked at. */
const MOST_LINE_FEEDS = 256;

/** Sequences after which the cursor is in a row above, or rows have moved. */
const BACK = ["A", "F", "L", "M", "T", "r", "u"];

/** Tells when the screen of a terminal is complete. */
export class Frames {
  readonly #terminal: PinnedTerminal;
  readonly #complete: () => void;
  /** Whether anything was drawn since the last time. */
  #drawn = false;
  /** The row that was printed in last. */
  #row = 0;
  #synchronized = false;
  #erased = false;
  #lineFeeds = 0;

  /** `complete` is called while the screen still is as it was. */
  constructor(terminal: PinnedTerminal, complete: () => void) {
    this.#terminal = terminal;
    this.#complete = complete;
    this.#watchPrinting();
    this.#watchModes();
    this.#watchMoves();
    this.#watchErasing();
    terminal.onLineFeed(() => {
      if (++this.#lineFeeds >= MOST_LINE_FEEDS) complete();
    });
  }

  /** Whether a synchronized update is under way. */
  get isSynchronized(): boolean {
    return this.#synchronized;
  }

  /** Whether anything was drawn since this was last asked. */
  takeDrawn(): boolean {
    const drawn = this.#drawn;
    this.#drawn = false;
    this.#lineFeeds = 0;
    return drawn;
  }

  /** Whether the whole screen was erased since this was last asked. */
  takeErased(): boolean {
    const erased = this.#erased;
    this.#erased = false;
    return erased;
  }

  #end(): void {
    if (this.#drawn && !this.#synchronized) this.#complete();
  }

  /** xterm has no event for it. */
  #watchPrinting(): void {
    const { _inputHandler: handler } = this.#terminal._core;
    const print = handler.print.bind(handler);
    handler.print = (data, start, end) => {
      this.#drawn = true;
      print(data, start, end);
      this.#row = this.#terminal._core.buffer.y;
    };
  }

  #watchModes(): void {
    const { parser } = this.#terminal;
    parser.registerCsiHandler({ prefix: "?", final: "h" }, (modes) => {
      this.#end();
      if (modes.includes(SYNCHRONIZED)) this.#synchronized = true;
      return false;
    });
    parser.registerCsiHandler({ prefix: "?", final: "l" }, (modes) => {
      if (modes.includes(SYNCHRONIZED)) this.#synchronized = false;
      this.#end();
      return false;
    });
  }

  #watchMoves(): void {
    const { parser } = this.#terminal;
    const back = () => {
      this.#end();
      return false;
    };
    for (const final of BACK) parser.registerCsiHandler({ final }, back);
    for (const final of "8Mc") parser.registerEscHandler({ final }, back);
    for (const final of "Hfd") {
      parser.registerCsiHandler({ final }, ([row]) => {
        const { y } = this.#terminal._core.buffer;
        if (Math.max(Number(row), 1) - 1 < y) this.#end();
        return false;
      });
    }
  }

  #watchErasing(): void {
    const { parser } = this.#terminal;
    parser.registerCsiHandler({ final: "J" }, ([how]) => {
      this.#end();
      const { x, y } = this.#terminal._core.buffer;
      if (Number(how) >= 2 || (how === 0 && x === 0 && y === 0)) {
        this.#erased = true;
        this.#drawn = true;
      }
      return false;
    });
    parser.registerCsiHandler({ final: "K" }, ([how]) => {
      const { x, y } = this.#terminal._core.buffer;
      if ((how === 2 || x === 0) && y === this.#row) this.#end();
      return false;
    });
  }
}
