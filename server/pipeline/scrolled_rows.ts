/**
 * The rows that leave a screen at its top, each exactly once.
 *
 * @module
 */
import {
  type BufferLine,
  type PinnedTerminal,
  resizeTerminal,
} from "./terminal.ts";
import { placeCursor, placeOfCursor } from "./cursor_place.ts";
import { isWrapped, type Row, rowAt, rowsFrom, startOfLine } from "./row.ts";
import type { ShownRows } from "./shown_rows.ts";
import type { Size } from "@/shared/domain.ts";
import type { ViewRow } from "@/shared/view.ts";

/**
 * Rows kept above the screen, in screens: what a screen that grows shows again.
 */
const KEPT_SCREENS = 2;

/** Between what was given and what was not: so many UTF-16 units of the line that begins with `line` were. */
interface Place {
  line: BufferLine;
  given: number;
}

/**
 * Gathers the rows of the normal screen when they leave it. A bigger screen
 * shows rows again that were given; they are not given a second time, unless
 * they have changed.
 */
export class ScrolledRows {
  readonly #terminal: PinnedTerminal;
  #shown: ShownRows | undefined;
  #rows: Row[] = [];
  /** Rows that are on the screen again, and what was given of their text. */
  readonly #given = new Map<BufferLine, string>();
  /** Rows on the screen that were given as lines, and their text. */
  readonly #settled = new Map<BufferLine, string>();
  #calmLines = 0;
  /** Line feeds on the normal screen since the cursor was moved. */
  #lineFeeds = 0;
  /** Where the cursor was before that, and the line feeds until then if it was moved to the first cell. */
  #before = { row: 0, lineFeeds: 0 };

  constructor(terminal: PinnedTerminal) {
    this.#terminal = terminal;
    this.#keep(KEPT_SCREENS * terminal.rows);
    this.#watch();
    this.#scrollUp();
    const { buffers } = terminal._core;
    terminal.onLineFeed(() => {
      if (buffers.active === buffers.normal) this.#lineFeeds++;
    });
  }

  /** Line feeds at the bottom of the normal screen since {@linkcode ScrolledRows.moved}. */
  get calmLines(): number {
    return this.#calmLines;
  }

  /** The cursor goes to another row, `home` to the first cell, by something else than a line feed. */
  moved(home = false): void {
    const { normal } = this.#terminal._core.buffers;
    this.#before = { row: normal.y, lineFeeds: home ? this.#lineFeeds : 0 };
    this.#lineFeeds = 0;
    this.#calmLines = 0;
  }

  /**
   * The whole screen is about to be erased: what was printed on it as lines,
   * and not drawn, is given. A program that clears its screen goes to the first
   * cell before or afterwards.
   */
  cleared(): void {
    const { active, normal } = this.#terminal._core.buffers;
    if (active !== normal) return;
    const { row, lineFeeds } = this.#lineFeeds > 0
      ? { row: normal.y, lineFeeds: this.#lineFeeds }
      : this.#before;
    if (lineFeeds > 0) {
      const first = normal.ybase + Math.max(row - lineFeeds, 0);
      const rows = rowsFrom(normal, first).slice(0, lineFeeds + 1);
      rows.forEach((each, index) => {
        const left = this.#leftOf(normal.lines.get(first + index)!, each);
        if (left) this.#rows.push(left);
      });
    }
    this.moved();
    this.#given.clear();
    this.#settled.clear();
  }

  /** From here on, rows that leave are those of `shown`. */
  show(shown: ShownRows): void {
    this.#shown = shown;
  }

  /** How many rows wait to be taken. */
  get count(): number {
    return this.#rows.length;
  }

  /** The rows that have left since this was last asked. */
  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /**
   * The rows of the normal screen above the line of the cursor that were not
   * given. They are now, until they change.
   */
  takeAbove(): Row[] {
    const { normal } = this.#terminal._core.buffers;
    const rows: Row[] = [];
    for (let at = normal.ybase; at < startOfLine(normal); at++) {
      const line = normal.lines.get(at)!;
      const row = rowAt(normal, at);
      const left = this.#leftOf(line, row);
      if (left) rows.push(left);
      this.#settled.set(line, row.text);
    }
    return rows;
  }

  /** The rows of the normal screen that were not given, to the last that is not blank. */
  ungiven(): Row[] {
    const { normal } = this.#terminal._core.buffers;
    const rows = rowsFrom(normal, normal.ybase);
    const last = rows[normal.y];
    if (last) rows[normal.y] = { ...last, text: this.#toCursor(last.text) };
    return rows.flatMap((row, index) =>
      this.#leftOf(normal.lines.get(normal.ybase + index)!, row) ?? []
    );
  }

  /** The text of the cursor's row, with the blanks before the cursor. */
  #toCursor(text: string): string {
    const { normal } = this.#terminal._core.buffers;
    const line = normal.lines.get(normal.ybase + normal.y)!;
    const before = line.translateToString(false, 0, normal.x);
    return before.length > text.length ? before : text;
  }

  /** Gives the terminal another size. */
  resize(size: Size): void {
    const place = this.#place();
    const { normal } = this.#terminal._core.buffers;
    const cursor = placeOfCursor(normal);
    this.#keep(this.#mostRows(size));
    resizeTerminal(this.#terminal, size);
    this.#shown?.forget();
    placeCursor(normal, cursor);
    this.#continueAt(place);
    const { x } = normal;
    this.#keep(KEPT_SCREENS * this.#terminal.rows);
    // It may wait behind the last column, from where xterm has taken it.
    normal.x = x;
  }

  /** Sees every row before it leaves the screen; xterm has no event for it. */
  #watch(): void {
    const { buffers, _bufferService: service } = this.#terminal._core;
    const scroll = service.scroll.bind(service);
    service.scroll = (attributes, wraps = false) => {
      const { active, normal } = buffers;
      if (active === normal && normal.scrollTop === 0) {
        // The only row of a screen is continued by one that does not exist yet.
        const continued = normal.scrollBottom === 0 && wraps;
        this.#give(normal.ybase, continued);
        if (!wraps) this.#calmLines++;
      }
      scroll(attributes, wraps);
    };
  }

  /** SU lets rows leave the screen as a line feed does; xterm.js would drop them. */
  #scrollUp(): void {
    const { buffers, _bufferService, _inputHandler } = this.#terminal._core;
    this.#terminal.parser.registerCsiHandler({ final: "S" }, ([count]) => {
      const { active, normal } = buffers;
      if (active !== normal || normal.scrollTop > 0) return false;
      const times = Math.min(Number(count) || 1, normal.scrollBottom + 1);
      for (let time = 0; time < times; time++) {
        _bufferService.scroll(_inputHandler._eraseAttrData());
      }
      return true;
    });
  }

  #give(index: number, continued = false): void {
    const { normal } = this.#terminal._core.buffers;
    const line = normal.lines.get(index)!;
    const row = rowAt(normal, index, continued);
    const left = this.#leftOf(line, row);
    this.#given.delete(line);
    this.#settled.delete(line);
    if (!left) return;
    const shown = this.#shown?.rowOf(line);
    const given = row.text.length - left.text.length;
    this.#rows.push(shown ? withoutStart(shown, given) : left);
  }

  /** What of a row was not given; undefined when all of it was. */
  #leftOf(line: BufferLine, row: Row): Row | undefined {
    if (this.#settled.get(line) === row.text) return undefined;
    const given = this.#given.get(line);
    if (given === undefined) return row;
    const isSame = given.trimEnd() === row.text.trimEnd();
    if (isSame && given.length >= row.text.length) return undefined;
    if (given === "" || !row.text.startsWith(given)) return row;
    return { text: row.text.slice(given.length), wrapped: true };
  }

  /** Where what was not given begins. Line and text stay when rows are made to fit another width. */
  #place(): Place {
    const { normal } = this.#terminal._core.buffers;
    const { lines } = normal;
    let at = normal.ybase;
    let given = 0;
    for (; at < lines.length; at++) {
      const row = rowAt(normal, at);
      const left = this.#leftOf(lines.get(at)!, row);
      given = row.text.length - (left?.text.length ?? 0);
      if (left) break;
    }
    if (at === lines.length) {
      at -= 1;
      given = Infinity;
    }
    while (at > 0 && isWrapped(normal, at)) {
      given += rowAt(normal, --at).text.length;
    }
    return { line: lines.get(at)!, given };
  }

  /** Gives what has left the screen behind `place`, and knows again what was given of the rest. */
  #continueAt(place: Place): void {
    const { normal } = this.#terminal._core.buffers;
    const { lines, ybase } = normal;
    this.#given.clear();
    this.#settled.clear();
    const first = this.#indexOf(place.line);
    let at = ybase;
    while (at < first) this.#know(at++, Infinity);
    let { given } = place;
    for (at = first; given > 0 && at < lines.length; at++) {
      if (at > first && !isWrapped(normal, at)) break;
      const { length } = rowAt(normal, at).text;
      this.#know(at, given);
      if (given < length) break;
      given -= length;
    }
    for (; at < ybase; at++) this.#give(at);
    // Above the screen, xterm makes new rows of old ones.
    for (at = 0; at < ybase; at++) this.#given.delete(lines.get(at)!);
  }

  /** Notes that the first `length` units of a row were given, with the blanks at its end. */
  #know(index: number, length: number): void {
    const { lines } = this.#terminal._core.buffers.normal;
    const line = lines.get(index)!;
    this.#given.set(line, line.translateToString(false).slice(0, length));
  }

  #indexOf(line: BufferLine): number {
    const { lines } = this.#terminal._core.buffers.normal;
    let at = 0;
    while (at < lines.length && lines.get(at) !== line) at++;
    return at;
  }

  #keep(rows: number): void {
    this.#terminal.options.scrollback = rows;
  }

  /** How many rows there may be when those of now are made to fit, each row a wide character at the least. */
  #mostRows({ cols, rows }: Size): number {
    const { lines } = this.#terminal._core.buffers.normal;
    const pieces = Math.ceil(this.#terminal.cols / Math.max(cols - 1, 1)) + 1;
    return rows + lines.length * pieces;
  }
}

/** What follows the first `length` units of a row; the row itself when there are none. */
function withoutStart(row: ViewRow, length: number): ViewRow {
  if (length === 0) return row;
  const { text, looks } = row;
  return {
    text: text.slice(length),
    wrapped: true,
    looks: looks.slice(length),
  };
}
