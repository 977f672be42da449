/**
 * The line that is being written, and the bytes of the lines before it.
 *
 * It has three forms, the cheap ones first: bytes that only grow; ASCII bytes
 * with a cursor among them; and {@linkcode Cells}. The bytes are not decoded
 * before they are taken.
 *
 * @module
 */
import { Cells, MAX_COLUMNS } from "./cells.ts";
import { incompleteTail } from "./utf8.ts";

/** Most bytes of a line that only grows; the next one begins a new line. */
export const MAX_LINE = 16_384;

/** A buffer larger than this is given back when its lines are taken. */
const KEEP = 256 * 1024;

const NEWLINE = 0x0a;
const REPLACEMENT = [0xef, 0xbf, 0xbd] as const;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Clean text on its way out. `bytes`, `start` and `end` are for the reader's inner loop. */
export class Line {
  /** Complete lines, then the line that is being written. */
  bytes = new Uint8Array(1024);
  /** Where the line that is being written begins. */
  start = 0;
  /** Where it ends. */
  end = 0;
  /** Whether it has bytes that are not ASCII. */
  wide = false;
  /** The cursor's place in `bytes`; -1 behind the last byte, or in cells. */
  #cursor = -1;
  #cells: Cells | undefined;
  #inCells = false;

  /** Whether the next byte goes to `end`. */
  get appending(): boolean {
    return this.#cursor < 0 && !this.#inCells;
  }

  /** Makes room for `count` bytes, with some to spare for line breaks. */
  reserve(count: number): void {
    const needed = this.end + count + (count >> 12) + 16;
    if (needed <= this.bytes.length) return;
    const bytes = new Uint8Array(needed + (needed >> 1));
    bytes.set(this.bytes.subarray(0, this.end));
    this.bytes = bytes;
  }

  /** Writes one printable byte wherever the cursor is. */
  write(byte: number): void {
    if (this.#cursor >= 0) {
      if (byte < 0x80 && !this.wide) {
        this.bytes[this.#cursor++] = byte;
        if (this.#cursor === this.end) this.#cursor = -1;
        return;
      }
      this.#toCells();
    }
    if (this.#inCells) {
      if (this.#cells!.full) this.newline();
      else return this.#cells!.write(byte);
    }
    this.reserve(1);
    this.bytes[this.end++] = byte;
    if (byte >= 0x80) this.wide = true;
    this.breakLong();
  }

  /** Ends the line. */
  newline(): void {
    this.#toBytes();
    this.reserve(1);
    this.bytes[this.end++] = NEWLINE;
    this.#begin();
  }

  /** Ends the line unless nothing is in it: the cursor goes to another row. */
  leave(): void {
    if (!this.#empty) return this.newline();
    this.end = this.start;
    this.#begin();
  }

  /** Breaks a line that has grown too long, always at the same places. */
  breakLong(): void {
    while (this.end - this.start > MAX_LINE) {
      let cut = this.start + MAX_LINE;
      // Not within a character: three continuation bytes at most.
      for (let back = 0; back < 3 && isContinuation(this.bytes[cut]!); back++) {
        cut--;
      }
      if (isContinuation(this.bytes[cut]!)) cut = this.start + MAX_LINE;
      this.reserve(1);
      this.bytes.copyWithin(cut + 1, cut, this.end);
      this.bytes[cut] = NEWLINE;
      this.end++;
      this.start = cut + 1;
    }
  }

  /** What comes next does not continue a character that is begun. */
  seal(): void {
    if (this.#inCells) return this.#cells!.seal();
    if (!this.wide) return;
    const tail = incompleteTail(this.bytes.subarray(this.start, this.end));
    if (tail === 0) return;
    this.reserve(3);
    this.bytes.set(REPLACEMENT, this.end - tail);
    this.end += REPLACEMENT.length - tail;
    this.breakLong();
  }

  /** Carriage return. */
  home(): void {
    if (this.#empty) this.leave();
    else if (this.#inCells) this.#cells!.moveTo(0);
    else this.#cursor = this.start;
  }

  /** Moves the cursor by `count` columns. */
  moveBy(count: number): void {
    if (this.#inCells || this.wide) this.#moveInCells(count);
    else this.moveTo(this.#column + count);
  }

  /** Moves the cursor to a column, from 0. */
  moveTo(column: number): void {
    if (column <= 0) return this.home();
    if (!this.#inCells && !this.wide && column <= this.end - this.start) {
      this.#cursor = this.start + column;
      if (this.#cursor === this.end) this.#cursor = -1;
      return;
    }
    this.#toCells().moveTo(column);
  }

  /** Erase in line: 0 from the cursor on, 1 up to it, 2 all. */
  erase(how: number): void {
    if (this.appending && (how === 0 || this.#empty)) return;
    const fromHome = how === 2 && this.#cursor === this.start;
    if (!this.#inCells && (how === 0 || fromHome)) this.#truncate();
    else if (how <= 2) this.#toCells().erase(how);
  }

  /** Erase, insert or delete `count` columns at the cursor. */
  edit(what: "blank" | "insert" | "delete", count: number): void {
    if (!this.appending) this.#toCells()[what](count);
  }

  /** The line that is being written, as far as its characters are complete. */
  text(): string {
    if (this.#inCells) return this.#cells!.text();
    const bytes = this.bytes.subarray(this.start, this.end);
    const tail = this.wide ? incompleteTail(bytes) : 0;
    return decoder.decode(bytes.subarray(0, bytes.length - tail));
  }

  /** The complete lines, each with its newline. They are no longer here. */
  take(): string {
    if (this.start === 0) return "";
    const text = decoder.decode(this.bytes.subarray(0, this.start));
    const rest = this.bytes.subarray(this.start, this.end);
    if (this.bytes.length > KEEP) this.bytes = new Uint8Array(rest);
    else this.bytes.copyWithin(0, this.start, this.end);
    if (this.#cursor >= 0) this.#cursor -= this.start;
    this.end -= this.start;
    this.start = 0;
    return text;
  }

  get #empty(): boolean {
    return this.#inCells ? this.#cells!.empty : this.end === this.start;
  }

  /** The cursor's column in a line of ASCII. */
  get #column(): number {
    return (this.#cursor < 0 ? this.end : this.#cursor) - this.start;
  }

  #begin(): void {
    this.start = this.end;
    this.wide = false;
    this.#cursor = -1;
    this.#inCells = false;
  }

  #truncate(): void {
    this.end = this.#cursor;
    this.#cursor = -1;
    if (this.end === this.start) this.wide = false;
  }

  #moveInCells(count: number): void {
    const cells = this.#toCells();
    cells.moveTo(cells.column + count);
  }

  #toCells(): Cells {
    this.#cells ??= new Cells();
    if (this.#inCells) return this.#cells;
    // Nobody edits a line of many rows; it stays as it is and a new one begins.
    if (this.end - this.start > MAX_COLUMNS) this.newline();
    const cursor = this.#cursor;
    this.#cells.load(this.#textWhole());
    if (cursor >= 0) this.#cells.moveTo(cursor - this.start);
    this.#inCells = true;
    this.#cursor = -1;
    this.end = this.start;
    return this.#cells;
  }

  #textWhole(): string {
    return decoder.decode(this.bytes.subarray(this.start, this.end));
  }

  #toBytes(): void {
    if (!this.#inCells) return;
    this.#cells!.seal();
    const bytes = encoder.encode(this.#cells!.text());
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
    this.#inCells = false;
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
