/**
 * The rows of a screen with their looks, each read again only when it has
 * changed. Rows with the same in them are the same object, wherever they stand.
 *
 * xterm has no event for rows that change. They change by printing, by the few
 * functions named here, and when they leave the top and come back empty at the
 * bottom; all else moves whole rows, or makes new ones.
 *
 * @module
 */
import type { ViewRow } from "@/shared/view.ts";
import { looksOf } from "./looks.ts";
import { dropBlankEnd } from "./row.ts";
import type { BufferLine, PinnedTerminal } from "./terminal.ts";

/** Functions of xterm's input handler that change cells in the cursor's row. */
const IN_ROW = [
  "eraseInLine",
  "eraseChars",
  "insertChars",
  "deleteChars",
] as const;

/** Those that change cells in any row. */
const IN_ALL_ROWS = [
  "scrollLeft",
  "scrollRight",
  "insertColumns",
  "deleteColumns",
  "screenAlignmentPattern",
] as const;

/** Rows that are kept by their text. */
const MAX_ROWS = 1024;

/** A row of a terminal, and what was read of it: a `WeakMap` would be asked for every row of every screen. */
interface ShownLine extends BufferLine {
  shown?: {
    row: ViewRow;
    /** Whether its cells may be others now. */
    changed: boolean;
    /** Who has read it, in which of its times. */
    time: object;
  };
}

/** Reads the rows of one terminal. */
export class ShownRows {
  readonly #terminal: PinnedTerminal;
  /** Another object whenever all rows are to be read again. */
  #time = {};
  /** Rows by their text. */
  readonly #rows = new Map<string, ViewRow>();
  /** The first row that what is being printed stands in. */
  #printedFrom: number | undefined;

  /** For a terminal whose scrolling nothing else watches from here on. */
  constructor(terminal: PinnedTerminal) {
    this.#terminal = terminal;
    this.#watchPrinting();
    this.#watchScrolling();
    const bottom = () => terminal.rows - 1;
    const cursor = () => terminal._core.buffer.y;
    for (const name of IN_ROW) this.#watch(name, cursor, cursor);
    for (const name of IN_ALL_ROWS) this.#watch(name, () => 0, bottom);
    this.#watch(
      "eraseInDisplay",
      (how) => how === 0 ? cursor() : 0,
      bottom,
    );
  }

  /** The rows of the active screen, to the last that is not blank. */
  rows(): ViewRow[] {
    const { lines, ybase } = this.#terminal._core.buffer;
    const rows: ViewRow[] = [];
    for (let at = ybase; at < lines.length; at++) {
      rows.push(this.rowOf(lines.get(at)!));
    }
    return dropBlankEnd(rows);
  }

  /** One row, on the screen or just before it leaves it. */
  rowOf(line: ShownLine): ViewRow {
    const { shown } = line;
    // Not all that joins rows and parts them changes cells.
    if (
      shown?.time === this.#time && !shown.changed &&
      shown.row.wrapped === line.isWrapped
    ) return shown.row;
    const row = this.#read(line);
    line.shown = { row, changed: false, time: this.#time };
    return row;
  }

  /** A program that scrolls by drawing puts the same rows elsewhere: they are the same objects. */
  #read(line: BufferLine): ViewRow {
    const text = line.translateToString(false, 0, endOf(line)).trimEnd();
    const looks = looksOf(line, text);
    const wrapped = line.isWrapped;
    const known = this.#rows.get(text);
    if (known && known.wrapped === wrapped && known.looks === looks) {
      return known;
    }
    if (this.#rows.size >= MAX_ROWS) this.#rows.clear();
    const row = { text, wrapped, looks };
    this.#rows.set(text, row);
    return row;
  }

  /** The terminal has another size: xterm has put other cells into its rows. */
  forget(): void {
    this.#time = {};
  }

  #watchPrinting(): void {
    const { _core } = this.#terminal;
    const { _inputHandler: handler } = _core;
    const print = handler.print.bind(handler);
    handler.print = (data, start, end) => {
      this.#printedFrom = _core.buffer.y;
      print(data, start, end);
      this.#change(this.#printedFrom, _core.buffer.y);
      this.#printedFrom = undefined;
    };
  }

  #watchScrolling(): void {
    const { _core } = this.#terminal;
    const { _bufferService: service } = _core;
    const scroll = service.scroll.bind(service);
    service.scroll = (attributes, wraps) => {
      const { buffer } = _core;
      if (this.#printedFrom !== undefined) {
        this.#change(this.#printedFrom, buffer.y);
        // Of the row that is full, the last cell may still be erased.
        this.#printedFrom = buffer.y - 1;
      }
      scroll(attributes, wraps);
      this.#change(buffer.scrollBottom, buffer.scrollBottom);
    };
  }

  /** Where the cursor is, and so which rows change, is only certain afterwards. */
  #watch(
    name: (typeof IN_ROW | typeof IN_ALL_ROWS)[number] | "eraseInDisplay",
    first: (how: number | undefined) => number,
    last: () => number,
  ): void {
    const { _inputHandler: handler } = this.#terminal._core;
    const edit = handler[name].bind(handler);
    handler[name] = (given, spare) => {
      const done = edit(given, spare);
      this.#change(first(given?.params[0]), last());
      return done;
    };
  }

  /** Rows from `first` to `last` of the screen, -1 being the one above it. */
  #change(first: number, last: number): void {
    const { lines, ybase } = this.#terminal._core.buffer;
    for (let at = Math.max(ybase + first, 0); at <= ybase + last; at++) {
      const line: ShownLine | undefined = lines.get(at);
      if (line?.shown) line.shown.changed = true;
    }
  }
}

/** Where the blank cells at its end begin; xterm's own end leaves a mark out that stands by itself. */
function endOf(line: BufferLine): number {
  let end = line.length;
  while (end > 0 && !line.hasContent(end - 1)) end--;
  return end;
}
