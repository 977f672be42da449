/**
 * A terminal of `@xterm/headless`, kept from harm: what every emulator here
 * starts from.
 *
 * @module
 */
import type { ITerminalOptions, Terminal } from "@xterm/headless";
import type { Size } from "@/shared/domain.ts";
import {
  type Mendable,
  mendAlternate,
  mendErase,
} from "@/shared/mend_xterm.ts";
import { REPEAT_LIMITS } from "@/shared/repeat_limits.ts";
import { UNICODE_WIDTHS } from "@/shared/unicode_widths.ts";

/** A terminal of more cells than a wall of monitors has would only cost memory. */
const MAX_SIZE: Size = { cols: 1000, rows: 500 };

/** xterm cannot do with one column: wide characters would have no place. */
const MIN_COLS = 2;

/** Colours and styles, packed. */
export interface Attributes {
  fg: number;
  bg: number;
}

/** One row of cells. */
export interface BufferLine {
  /** Whether it goes on where the row before it ended at the right edge. */
  isWrapped: boolean;
  readonly length: number;
  translateToString(trimRight?: boolean, from?: number, to?: number): string;
  getWidth(column: number): number;
  getString(column: number): string;
  /** Colours and styles, packed, see `looks.ts`. */
  getFg(column: number): number;
  getBg(column: number): number;
  /** Whether the cell holds more than one code point; not 0 when it does. */
  isCombined(column: number): number;
  /** Whether anything was written there since it was erased. */
  hasContent(column: number): number;
}

/** The normal or the alternate screen, with what is above it. */
export interface Buffer {
  /** Position of the cursor on the screen, from 0; `x` may be one beyond the right edge. */
  x: number;
  y: number;
  /** Rows above the screen. */
  ybase: number;
  /** First and last row that scroll, from the top of the screen. */
  scrollTop: number;
  scrollBottom: number;
  savedX: number;
  savedY: number;
  lines: {
    readonly length: number;
    get(index: number): BufferLine | undefined;
  };
  clear(): void;
}

/** What xterm's parser calls. */
export interface InputHandler {
  _curAttrData: Attributes;
  _eraseAttrData(): Attributes;
  _parser: {
    currentState: number;
    clearOscHandler(ident: number): void;
    clearDcsHandler(id: { intermediates: string; final: string }): void;
  };
  print(data: Uint32Array, start: number, end: number): void;
  eraseInDisplay: Editing;
  eraseInLine: Editing;
  eraseChars: Editing;
  insertChars: Editing;
  deleteChars: Editing;
  scrollLeft: Editing;
  scrollRight: Editing;
  insertColumns: Editing;
  deleteColumns: Editing;
  screenAlignmentPattern: Editing;
}

/** Does what a sequence with these numbers says; `spare` leaves protected cells. */
type Editing = (
  params?: { readonly params: readonly number[] },
  spare?: boolean,
) => boolean;

/** What is not in xterm's public interface; the version is pinned. */
export interface Internals {
  _core: {
    buffer: Buffer;
    buffers: { active: Buffer; normal: Buffer; alt: Buffer };
    coreService: { isCursorHidden: boolean };
    coreMouseService: { activeEncoding: string };
    writeSync(text: string): void;
    _bufferService: {
      scroll(attributes: Attributes, isWrapped?: boolean): void;
    };
    _charsetService: { glevel: number; _charsets: unknown[] };
    _inputHandler: InputHandler;
  };
}

/** A terminal of the pinned version. */
export type PinnedTerminal = Terminal & Internals & Mendable;

type TerminalClass = new (options: ITerminalOptions) => Terminal;

let loaded: TerminalClass | undefined;

/** Loads xterm, which nothing needs before there is something to draw. */
export async function loadTerminal(): Promise<void> {
  const { Terminal } = await import(
    "@xterm/headless/lib-headless/xterm-headless.mjs"
  );
  loaded = Terminal;
}

/**
 * A new terminal, at most 1,000 by 500 cells. Only after
 * {@linkcode loadTerminal} has settled.
 */
export function createTerminal(
  size: Size,
  options: ITerminalOptions,
): PinnedTerminal {
  if (!loaded) throw new Error("Cannot make a terminal: xterm is not loaded");
  const terminal = new loaded({
    ...clamp(size),
    ...options,
    allowProposedApi: true,
    logLevel: "off",
  }) as PinnedTerminal;
  terminal.unicode.register(UNICODE_WIDTHS);
  terminal.unicode.activeVersion = UNICODE_WIDTHS.version;
  limitRepeats(terminal);
  mendErase(terminal);
  return terminal;
}

/** Changes the size, within the bounds of {@linkcode createTerminal}. */
export function resizeTerminal(terminal: PinnedTerminal, size: Size): void {
  const { cols, rows } = clamp(size);
  terminal.resize(cols, rows);
  mendAlternate(terminal);
}

function limitRepeats(terminal: PinnedTerminal): void {
  for (const [final, most] of Object.entries(REPEAT_LIMITS)) {
    terminal.parser.registerCsiHandler(
      { final },
      ([count]) => Number(count) > most,
    );
  }
}

function clamp({ cols, rows }: Size): Size {
  return {
    cols: Math.min(Math.max(cols, MIN_COLS), MAX_SIZE.cols),
    rows: Math.min(rows, MAX_SIZE.rows),
  };
}
