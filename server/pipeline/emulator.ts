/**
 * The terminal emulator behind a {@linkcode Screen}: `@xterm/headless`, kept
 * from harm, and what it takes to draw its state again elsewhere.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import {
  type Attributes,
  createTerminal,
  loadTerminal,
  type PinnedTerminal,
  resizeTerminal,
} from "./terminal.ts";

/** Lines above the screen that are kept. */
export const SCROLLBACK = 1000;

const MAX_TITLE = 1000;

/** Bytes of an escape sequence that may be continued behind a snapshot. */
const MAX_UNFINISHED = 1024;

/** The parser's state between two sequences. */
const GROUND = 0;

/** What an {@linkcode Emulator} does besides drawing. */
export interface EmulatorOptions {
  /** Whether `\n` returns to the first column too: output that came through a pipe. */
  convertEol: boolean;
}

/** One terminal. It answers no queries: its replies go nowhere. */
export class Emulator implements Disposable {
  readonly #terminal: PinnedTerminal;
  readonly #serialize: (options: object) => string;
  #title = "";
  /** The newest bytes. */
  #newest = new Uint8Array();

  private constructor(
    terminal: PinnedTerminal,
    serialize: (options: object) => string,
  ) {
    this.#terminal = terminal;
    this.#serialize = serialize;
    terminal.onTitleChange((title) => {
      this.#title = title.slice(0, MAX_TITLE);
    });
  }

  /** Loads xterm, which nothing needs before somebody watches. */
  static async open(size: Size, options: EmulatorOptions): Promise<Emulator> {
    const [{ SerializeAddon }] = await Promise.all([
      import("@xterm/addon-serialize/lib/addon-serialize.mjs"),
      loadTerminal(),
    ]);
    const terminal = createTerminal(size, {
      ...options,
      scrollback: SCROLLBACK,
    });
    const addon = new SerializeAddon();
    // The addon is typed for the terminal of browsers.
    terminal.loadAddon(addon as never);
    return new Emulator(terminal, (options) => addon.serialize(options));
  }

  /** Draws `chunks`. Settles when all are drawn; xterm yields every 12 ms. */
  write(chunks: readonly Uint8Array[]): Promise<void> {
    return new Promise((resolve) => {
      for (const chunk of chunks) {
        this.#terminal.write(chunk);
        this.#newest = lastBytes(this.#newest, chunk);
      }
      this.#terminal.write("", resolve);
    });
  }

  resize(size: Size): void {
    resizeTerminal(this.#terminal, size);
  }

  /** Escape sequences that make a new terminal of the same size look and behave like this one. */
  snapshot(): string {
    // The addon leaves the cursor's colours on before it switches to the
    // alternate screen, and draws that as if they were off.
    const drawn = this.#serialize({
      scrollback: SCROLLBACK,
      excludeModes: true,
    }).replace("\x1b[?1049h", "\x1b[m\x1b[?1049h");
    return this.#titleSequence() + drawn + this.#cursor() + this.#modes() +
      this.#charset() + this.#unfinished();
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }

  #titleSequence(): string {
    // deno-lint-ignore no-control-regex
    const title = this.#title.replace(/[\x00-\x1f\x7f-\x9f]/g, "");
    return title === "" ? "" : `\x1b]0;${title}\x07`;
  }

  /**
   * The saved cursor, the scroll region and origin mode, which the addon leaves
   * out or sets too late. Each of them moves the cursor, so it is placed last.
   */
  #cursor(): string {
    const { buffer } = this.#terminal._core;
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    const { rows, modes } = this.#terminal;
    const savedRow = buffer.savedY - buffer.ybase;
    const saved = savedRow > 0 || buffer.savedX > 0
      ? moveTo(Math.max(savedRow, 0), buffer.savedX) + "\x1b7"
      : "";
    const { scrollTop, scrollBottom } = buffer;
    const region = scrollTop > 0 || scrollBottom < rows - 1
      ? `\x1b[${scrollTop + 1};${scrollBottom + 1}r`
      : "";
    const origin = modes.originMode ? "\x1b[?6h" : "";
    const last = this.#lastCell();
    if (saved + region + origin + last === "") return "";
    const row = modes.originMode ? cursorY - scrollTop : cursorY;
    return saved + region + origin + moveTo(row, cursorX - last.length) + last;
  }

  /**
   * The character in the last column when the next one is to wrap: only
   * printing it brings the cursor there. Empty when it has another colour than
   * the cursor, as it would change its own, or takes other than one column.
   */
  #lastCell(): string {
    const { cols, _core: core } = this.#terminal;
    const { active } = this.#terminal.buffer;
    if (active.cursorX < cols) return "";
    const line = active.getLine(active.baseY + active.cursorY);
    const cell = line?.getCell(cols - 1);
    if (cell?.getWidth() !== 1 || cell.getChars().length !== 1) return "";
    const { fg, bg } = cell as unknown as Attributes;
    const { _curAttrData: now } = core._inputHandler;
    return fg === now.fg && bg === now.bg ? cell.getChars() : "";
  }

  #modes(): string {
    const { modes, _core: core } = this.#terminal;
    const mouse = { none: 0, x10: 9, vt200: 1000, drag: 1002, any: 1003 };
    const encoding = core.coreMouseService.activeEncoding;
    const set: [boolean, string][] = [
      [modes.applicationCursorKeysMode, "?1h"],
      [modes.applicationKeypadMode, "?66h"],
      [modes.bracketedPasteMode, "?2004h"],
      [modes.insertMode, "4h"],
      [modes.reverseWraparoundMode, "?45h"],
      [modes.sendFocusMode, "?1004h"],
      [!modes.wraparoundMode, "?7l"],
      [core.coreService.isCursorHidden, "?25l"],
      [
        modes.mouseTrackingMode !== "none",
        `?${mouse[modes.mouseTrackingMode]}h`,
      ],
      [encoding === "SGR", "?1006h"],
      [encoding === "SGR_PIXELS", "?1016h"],
    ];
    return set.map(([on, mode]) => on ? `\x1b[${mode}` : "").join("");
  }

  /** Line drawing, which old programs switch to and from around every box. */
  #charset(): string {
    const { glevel, _charsets: charsets } =
      this.#terminal._core._charsetService;
    const drawn = ["(", ")"].map((set, index) =>
      charsets[index] ? `\x1b${set}0` : ""
    );
    return drawn.join("") + (glevel === 1 ? "\x0e" : "");
  }

  /** The beginning of an escape sequence, the rest of which is yet to come. */
  #unfinished(): string {
    const { currentState } = this.#terminal._core._inputHandler._parser;
    const start = this.#newest.lastIndexOf(0x1b);
    return currentState === GROUND || start < 0
      ? ""
      : new TextDecoder().decode(this.#newest.subarray(start));
  }
}

/** The last bytes of `before` and `chunk`, as many as are needed. */
function lastBytes(
  before: Uint8Array<ArrayBuffer>,
  chunk: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const added = chunk.slice(-MAX_UNFINISHED);
  const room = MAX_UNFINISHED - added.length;
  const kept = before.subarray(Math.max(0, before.length - room));
  const joined = new Uint8Array(kept.length + added.length);
  joined.set(kept);
  joined.set(added, kept.length);
  return joined;
}

function moveTo(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}
