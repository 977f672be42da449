/**
 * A terminal whose screen can be read as text at any moment.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { isAlternate, LineFeeds } from "./line_feeds.ts";
import { Frames } from "./frames.ts";
import { joinRows, type Row, rowsFrom, startOfLine } from "./row.ts";
import { ScrolledRows } from "./scrolled_rows.ts";
import { ShownRows } from "./shown_rows.ts";
import {
  createTerminal,
  loadTerminal,
  type PinnedTerminal,
} from "./terminal.ts";

export { joinRows, loadTerminal, type Row };

/** What a {@linkcode TextScreen} can be told. */
export interface TextScreenOptions {
  /**
   * Whether a line feed returns to the first column too: output that came
   * through a pipe. `auto` finds out, see `line_feeds.ts`.
   */
  convertEol?: boolean | "auto";
  /**
   * Whether lines that were printed, and not drawn, are given as scrolled when
   * a program clears the screen. Terminals forget them.
   */
  keepCleared?: boolean;
}

/** The parser's state between two sequences. */
const GROUND = 0;

/** Bytes drawn at a time: xterm keeps four times as much for each terminal. */
const SLICE = 4096;

/** Commands of which only a title, a colour or a link come: nothing of the text, and up to 10 MB each to be kept. */
const UNUSED_OSC = [0, 1, 2, 4, 8, 10, 11, 12, 104, 110, 111, 112];

/**
 * One terminal. It answers no queries: its replies go nowhere. All of it
 * happens within the call, by xterm's `writeSync`, which is only unreliable
 * with handlers that return promises; there are none here.
 *
 * It keeps its screens, two screens of rows above, and the rows that nobody
 * has taken yet. What an input holds beside text is not kept.
 */
export class TextScreen implements Disposable {
  readonly #terminal: PinnedTerminal;
  readonly #scrolled: ScrolledRows;
  readonly #lineFeeds: LineFeeds | undefined;
  /** xterm's own drops what is not valid, and characters that come in pieces. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #lastAlternate: Row[] | undefined;

  private constructor(
    terminal: PinnedTerminal,
    { auto }: { auto: boolean },
  ) {
    this.#terminal = terminal;
    this.#scrolled = new ScrolledRows(terminal);
    this.#lineFeeds = auto ? new LineFeeds(terminal) : undefined;
    this.#keepAlternate();
    this.#watchMoves();
    dropUnused(terminal);
  }

  /** A screen of `size`, at most 1,000 by 500 cells and at least 2 columns wide. */
  static async open(
    size: Size,
    options?: TextScreenOptions,
  ): Promise<TextScreen> {
    await loadTerminal();
    return TextScreen.create(size, options);
  }

  /** As {@linkcode TextScreen.open}, at once: after `loadTerminal()` has settled. */
  static create(
    size: Size,
    { convertEol = false, keepCleared = false }: TextScreenOptions = {},
  ): TextScreen {
    const terminal = createTerminal(size, {
      convertEol: convertEol !== false,
      reflowCursorLine: true,
    });
    const auto = convertEol === "auto";
    const screen = new TextScreen(terminal, { auto });
    if (keepCleared) screen.#keepCleared();
    return screen;
  }

  /** Draws `data`. Rows may leave the screen then: as many as `data` has bytes, or some more. */
  write(data: Uint8Array): void {
    for (let from = 0; from < data.length; from += SLICE) {
      this.#draw(data.subarray(from, from + SLICE));
    }
  }

  /** Nothing more comes: an incomplete character becomes U+FFFD. */
  finish(): void {
    this.#put();
  }

  /**
   * The rows that have left the top of the normal screen since this was last
   * asked, each once. To be asked after each write, as they wait until then.
   * Rows that leave a scroll region below the top, are erased, or are of the
   * alternate screen are not among them.
   */
  takeScrolled(): Row[] {
    return this.#scrolled.take();
  }

  /**
   * The rows of the normal screen above the line of the cursor that were not
   * given yet. They count as given now, until they change.
   */
  takeAbove(): Row[] {
    return this.#scrolled.takeAbove();
  }

  /**
   * The rows of the normal screen that {@linkcode TextScreen.takeScrolled} has
   * not given: with them, its text is complete.
   */
  ungiven(): Row[] {
    return this.#scrolled.ungiven();
  }

  /** The rows of the active screen, to the last that is not blank. */
  rows(): Row[] {
    const { buffer } = this.#terminal._core;
    return rowsFrom(buffer, buffer.ybase);
  }

  /**
   * The rows of the active screen as views have them. From here on, rows that
   * scroll are given like them. To be asked for once.
   */
  watchRows(): ShownRows {
    const shown = new ShownRows(this.#terminal);
    this.#scrolled.show(shown);
    return shown;
  }

  /** How many rows {@linkcode TextScreen.takeScrolled} would give. */
  get scrolledCount(): number {
    return this.#scrolled.count;
  }

  /** Calls `complete` whenever a program has finished drawing, see `frames.ts`. */
  watchFrames(complete: () => void): Frames {
    return new Frames(this.#terminal, complete);
  }

  /** Whether the cursor is shown. */
  get cursorShown(): boolean {
    return !this.#terminal._core.coreService.isCursorHidden;
  }

  /** Whether the alternate screen is shown. */
  get alternate(): boolean {
    const { active, alt } = this.#terminal._core.buffers;
    return active === alt;
  }

  /** The rows of the alternate screen as they were when it was last left. */
  lastAlternate(): Row[] | undefined {
    return this.#lastAlternate;
  }

  /** Where the next character is written, from 0. Behind the last column it goes to the next row. */
  get cursor(): { row: number; column: number } {
    const { x, y } = this.#terminal._core.buffer;
    return { row: y, column: x };
  }

  /** Whether no sequence is begun. */
  get atRest(): boolean {
    return this.#terminal._core._inputHandler._parser.currentState === GROUND;
  }

  /**
   * Lines that have gone by on the normal screen since something else than a
   * line feed moved the cursor to another row.
   */
  get calmLines(): number {
    return this.#scrolled.calmLines;
  }

  /**
   * The line of the cursor and the cursor's column in it, in case there is
   * nothing on the screen but lines, this one the last; otherwise undefined.
   */
  lastLine(): { text: string; column: number } | undefined {
    const { normal } = this.#terminal._core.buffers;
    const { cols, rows, modes } = this.#terminal;
    const scrollsWhole = normal.scrollTop === 0 &&
      normal.scrollBottom === rows - 1 && !modes.originMode;
    if (this.alternate || !scrollsWhole) return undefined;
    const start = startOfLine(normal);
    const below = rowsFrom(normal, start);
    if (below.slice(1).some(({ wrapped }) => !wrapped)) return undefined;
    const text = joinRows(below).slice(0, -1);
    const column = (normal.ybase + normal.y - start) * cols + normal.x;
    return { text, column };
  }

  /** Changes the size. Lines are wrapped anew, as terminals do. */
  resize(size: Size): void {
    const { cols, rows } = this.#terminal;
    if (size.cols !== cols || size.rows !== rows) this.#scrolled.resize(size);
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }

  #watchMoves(): void {
    const scrolled = this.#scrolled;
    const moved = () => {
      scrolled.moved();
      return false;
    };
    const { parser } = this.#terminal;
    for (const final of "ABEFLMSTdekrsu") {
      parser.registerCsiHandler({ final }, moved);
    }
    for (const final of "Hf") {
      parser.registerCsiHandler({ final }, ([row, column]) => {
        scrolled.moved(Number(row) <= 1 && Number(column ?? 1) <= 1);
        return false;
      });
    }
    parser.registerCsiHandler(
      { final: "J" },
      ([how]) => Number(how) > 0 && moved(),
    );
    for (const final of "78DMc") parser.registerEscHandler({ final }, moved);
    parser.registerCsiHandler(
      { prefix: "?", final: "h" },
      (modes) => modes.some(isAlternate) && moved(),
    );
  }

  #keepCleared(): void {
    const cleared = () => {
      this.#scrolled.cleared();
      return false;
    };
    const { parser } = this.#terminal;
    parser.registerCsiHandler(
      { final: "J" },
      ([how]) => (how === 2 || (how === 0 && this.#atHome)) && cleared(),
    );
    parser.registerEscHandler({ final: "c" }, cleared);
  }

  get #atHome(): boolean {
    const { x, y } = this.#terminal._core.buffer;
    return x === 0 && y === 0;
  }

  #draw(data: Uint8Array): void {
    const alone = this.#lineFeeds?.open ? this.#lineFeeds.find(data) : -1;
    if (alone < 0) return this.#put(data);
    this.#put(data.subarray(0, alone));
    this.#terminal.options.convertEol = this.#lineFeeds!.decide();
    this.#put(data.subarray(alone));
  }

  /** Without `data`: closes a character that is not complete. */
  #put(data?: Uint8Array): void {
    const text = this.#decoder.decode(data, { stream: data !== undefined });
    if (text !== "") this.#terminal._core.writeSync(text);
  }

  /** Both ways to leave the alternate screen empty it. */
  #keepAlternate(): void {
    const keep = () => {
      if (this.alternate) this.#lastAlternate = this.rows();
      return false;
    };
    const { parser } = this.#terminal;
    parser.registerEscHandler({ final: "c" }, keep);
    parser.registerCsiHandler(
      { prefix: "?", final: "l" },
      (modes) => modes.some(isAlternate) && keep(),
    );
  }
}

function dropUnused({ _core }: PinnedTerminal): void {
  const { _parser: parser } = _core._inputHandler;
  for (const ident of UNUSED_OSC) parser.clearOscHandler(ident);
  parser.clearDcsHandler({ intermediates: "$", final: "q" });
}
