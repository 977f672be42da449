/**
 * One line of a terminal in the plainest way: an array with the character of
 * each column. It has no bounds, and nothing in it is fast.
 *
 * @module
 */
import { columnsOf, joins } from "@/shared/width.ts";

/** A character with its marks. The same object stands in each column that it takes. */
interface Cell {
  text: string;
  columns: number;
}

const TAB = 0x09;
const TAB_WIDTH = 8;
const EMOJI_STYLE = "\ufe0f";

/** Columns that the cursor can always go to, however short the line is. */
const REACH = 256;

/** Most blanks that are inserted, and repetitions that are written, at once. */
const MOST = 256;

export class ReferenceRow {
  /** Marks that have no character to stand on. */
  #lead = "";
  #cells: Cell[] = [];
  #column = 0;

  /** The cursor's, from 0. */
  get column(): number {
    return this.#column;
  }

  get empty(): boolean {
    return this.#cells.length === 0 && this.#lead === "";
  }

  /** Each character once, however many columns it takes. */
  get #characters(): Cell[] {
    return this.#cells.filter((cell, at) => cell !== this.#cells[at - 1]);
  }

  text(): string {
    return this.#lead + this.#characters.map(({ text }) => text).join("");
  }

  /** Columns, cells with marks, and the UTF-16 units of the most marked one. */
  measure(): { columns: number; marked: number; marks: number } {
    const marks = this.#characters
      .map(({ text }) =>
        text.length - String.fromCodePoint(text.codePointAt(0)!).length
      )
      .filter((units) => units > 0);
    return {
      columns: this.#cells.length,
      marked: marks.length,
      marks: Math.max(this.#lead.length, ...marks, 0),
    };
  }

  /** Writes a printable character or a tab at the cursor. */
  write(code: number): void {
    const char = String.fromCodePoint(code);
    const columns = columnsOf(code);
    const before = this.#cells[this.#column - 1]?.text ?? "";
    if (code === TAB) this.#tab();
    else if (columns === 0 || joins(before, code)) this.#join(char);
    else this.#place({ text: char, columns });
  }

  /** To a column from 0. */
  moveTo(column: number): void {
    const last = Math.max(REACH, this.#cells.length);
    this.#column = Math.max(0, Math.min(column, last));
  }

  /** To the right, or to the left of a negative number. */
  moveBy(columns: number): void {
    this.moveTo(this.#column + columns);
  }

  backspace(): void {
    this.#column = Math.max(0, this.#column - 1);
  }

  /** EL. */
  erase(how: number): void {
    if (how === 0) this.delete(Infinity);
    if (how === 1) this.#blank(0, this.#column + 1);
    if (how === 2) {
      this.#lead = "";
      this.#cells = [];
    }
  }

  /** ECH. */
  blank(count: number): void {
    this.#blank(this.#column, this.#column + count);
  }

  /** ICH. */
  insert(count: number): void {
    if (this.#column >= this.#cells.length) return;
    this.#cutAt(this.#column);
    const blanks = Array.from({ length: Math.min(count, MOST) }, newBlank);
    this.#cells.splice(this.#column, 0, ...blanks);
  }

  /** DCH. */
  delete(count: number): void {
    this.#cutAt(this.#column);
    this.#cutAt(this.#column + count);
    this.#cells.splice(this.#column, count);
  }

  /** REP. */
  repeat(count: number): void {
    const text = this.#cells[this.#column - 1]?.text ?? "";
    for (let times = Math.min(count, MOST); times > 0; times--) {
      for (const char of text) this.write(char.codePointAt(0)!);
    }
  }

  #tab(): void {
    const stop = (Math.floor(this.#column / TAB_WIDTH) + 1) * TAB_WIDTH;
    if (stop <= this.#cells.length) {
      this.#column = stop;
    } else {
      this.#column = Math.max(this.#column, this.#cells.length);
      this.#place({ text: "\t", columns: stop - this.#column });
    }
  }

  /** Puts a character in place of what is in its columns. */
  #place(cell: Cell): void {
    this.#fillGap();
    this.#cover(this.#column, cell);
    this.#column += cell.columns;
  }

  /** Adds what has no columns to the character before the cursor. */
  #join(char: string): void {
    this.#fillGap();
    const cell = this.#cells[this.#column - 1];
    if (cell === undefined) {
      this.#lead += char;
      return;
    }
    if (char === EMOJI_STYLE && isNarrowEmoji(cell)) {
      cell.columns = 2;
      this.#cover(this.#column - 1, cell);
      this.#column++;
    }
    cell.text += char;
  }

  #fillGap(): void {
    while (this.#cells.length < this.#column) this.#cells.push(newBlank());
  }

  /** What is cut at either end of the cell becomes blanks. */
  #cover(from: number, cell: Cell): void {
    const end = from + cell.columns;
    this.#cutAt(from);
    this.#cutAt(end);
    for (let at = from; at < end; at++) this.#cells[at] = cell;
  }

  #blank(from: number, to: number): void {
    const end = Math.min(to, this.#cells.length);
    if (from >= end) return;
    this.#cutAt(from);
    this.#cutAt(end);
    for (let at = from; at < end; at++) this.#cells[at] = newBlank();
  }

  /** Makes blanks of a character that has columns on both sides of `at`. */
  #cutAt(at: number): void {
    const cut = this.#cells[at];
    if (cut === undefined || cut !== this.#cells[at - 1]) return;
    this.#cells = this.#cells.map((cell) => cell === cut ? newBlank() : cell);
  }
}

function newBlank(): Cell {
  return { text: " ", columns: 1 };
}

function isNarrowEmoji({ text, columns }: Cell): boolean {
  return columns === 1 && /^\p{Emoji}/u.test(text) &&
    text.codePointAt(0)! > 0x7f;
}
