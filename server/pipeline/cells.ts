/**
 * A line in columns, for edits that bytes cannot express: overwriting wide
 * characters, gaps, inserting and deleting.
 *
 * @module
 */
import { columnsOf } from "./width.ts";

/** Columns that a line can have. */
export const MAX_COLUMNS = 4096;

/** Columns of a line that can carry marks, and UTF-16 units of marks on one. */
const MAX_MARKED = 512;
const MAX_MARKS = 16;

/** A move to the right stops here unless the line itself is longer. */
const MAX_GAP = 256;

const BLANK = 0x20;
const REPLACEMENT = 0xfffd;

/** The right half of a wide character. */
const HALF = 0xffff_ffff;

/** One line and the cursor in it. */
export class Cells {
  #column = 0;
  #length = 0;
  #codes = new Uint32Array(256);
  /** Characters without a width of their own, by the column they sit on. */
  readonly #marks = new Map<number, string>();
  // The character whose bytes have not all come.
  #need = 0;
  #code = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Takes the place of what was there, with the cursor behind `text`, of which only what fits is kept. */
  load(text: string): void {
    this.clear();
    for (const char of text) this.#put(char.codePointAt(0)!);
  }

  clear(): void {
    this.#column = 0;
    this.#length = 0;
    this.#marks.clear();
    this.#need = 0;
  }

  get column(): number {
    return this.#column;
  }

  get empty(): boolean {
    return this.#length === 0;
  }

  /** Whether another character might not fit. */
  get full(): boolean {
    return this.#column >= MAX_COLUMNS - 1 && this.#need === 0;
  }

  moveTo(column: number): void {
    const last = Math.max(MAX_GAP, this.#length);
    this.#column = Math.max(0, Math.min(column, last, MAX_COLUMNS - 1));
  }

  /** Writes one byte of UTF-8, decoded as the Encoding Standard says. */
  write(byte: number): void {
    if (this.#need > 0) {
      if (byte >= this.#low && byte <= this.#high) {
        this.#low = 0x80;
        this.#high = 0xbf;
        this.#code = (this.#code << 6) | (byte & 0x3f);
        if (--this.#need === 0) this.#put(this.#code);
        return;
      }
      this.seal();
    }
    if (byte < 0x80) this.#put(byte);
    else this.#lead(byte);
  }

  /** What comes next does not continue the character that is begun. */
  seal(): void {
    if (this.#need === 0) return;
    this.#need = 0;
    this.#put(REPLACEMENT);
  }

  /** Erase in line (EL, ECMA-48 section 8.3.41): 0 after, 1 before, 2 all. */
  erase(how: number): void {
    if (how === 0) this.#truncate();
    else if (how === 1) this.#blank(0, this.#column + 1);
    else if (how === 2) this.#drop(0);
  }

  /** Erase characters (ECH, section 8.3.38) from the cursor on. */
  blank(count: number): void {
    this.#blank(this.#column, Math.min(this.#column + count, this.#length));
  }

  /** Insert blanks (ICH, section 8.3.64) at the cursor. */
  insert(count: number): void {
    const at = this.#column;
    if (at >= this.#length) return;
    const shift = Math.min(count, MAX_GAP, MAX_COLUMNS - this.#length);
    if (shift <= 0) return;
    this.#split(at);
    this.#room(this.#length + shift);
    this.#codes.copyWithin(at + shift, at, this.#length);
    this.#codes.fill(BLANK, at, at + shift);
    this.#length += shift;
    this.#shiftMarks(at, shift);
  }

  /** Delete characters (DCH, section 8.3.26) from the cursor on. */
  delete(count: number): void {
    const at = this.#column;
    if (at >= this.#length) return;
    const end = Math.min(at + count, this.#length);
    this.#split(at);
    this.#split(end);
    this.#clearMarks(at, end);
    this.#codes.copyWithin(at, end, this.#length);
    this.#length -= end - at;
    this.#shiftMarks(end, at - end);
  }

  /** The line as text. A character that is not complete is not in it. */
  text(): string {
    let text = "";
    for (let at = 0; at < this.#length; at++) {
      const code = this.#codes[at]!;
      if (code === HALF) continue;
      text += String.fromCodePoint(code);
      if (this.#marks.size > 0) text += this.#marks.get(at) ?? "";
    }
    return text;
  }

  #lead(byte: number): void {
    // The bounds exclude overlong forms, surrogates and what is above U+10FFFF.
    if (byte >= 0xc2 && byte <= 0xdf) this.#begin(1, byte & 0x1f);
    else if (byte >= 0xe0 && byte <= 0xef) {
      if (byte === 0xe0) this.#low = 0xa0;
      if (byte === 0xed) this.#high = 0x9f;
      this.#begin(2, byte & 0xf);
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      if (byte === 0xf0) this.#low = 0x90;
      if (byte === 0xf4) this.#high = 0x8f;
      this.#begin(3, byte & 0x7);
    } else this.#put(REPLACEMENT);
  }

  #begin(need: number, code: number): void {
    this.#need = need;
    this.#code = code;
  }

  #put(code: number): void {
    this.#low = 0x80;
    this.#high = 0xbf;
    const columns = columnsOf(code);
    if (columns === 0) return this.#mark(code);
    const at = this.#column;
    this.#room(at + columns);
    if (this.#length < at) this.#codes.fill(BLANK, this.#length, at);
    this.#split(at);
    this.#split(at + columns);
    this.#clearMarks(at, at + columns);
    this.#codes[at] = code;
    if (columns === 2) this.#codes[at + 1] = HALF;
    this.#column = at + columns;
    this.#length = Math.max(this.#length, this.#column);
  }

  /** Adds what has no width to the character before the cursor, if any. */
  #mark(code: number): void {
    let at = this.#column - 1;
    if (at < 0 || at >= this.#length) return;
    if (this.#codes[at] === HALF) at--;
    const marks = this.#marks.get(at) ?? "";
    if (marks.length >= MAX_MARKS) return;
    if (marks === "" && this.#marks.size >= MAX_MARKED) return;
    this.#marks.set(at, marks + String.fromCodePoint(code));
  }

  /** A wide character that `at` would cut in two becomes blanks. */
  #split(at: number): void {
    if (at <= 0 || at >= this.#length || this.#codes[at] !== HALF) return;
    this.#codes[at - 1] = BLANK;
    this.#codes[at] = BLANK;
    this.#clearMarks(at - 1, at);
  }

  #truncate(): void {
    if (this.#column >= this.#length) return;
    this.#split(this.#column);
    this.#drop(this.#column);
  }

  #drop(length: number): void {
    this.#clearMarks(length, this.#length);
    this.#length = length;
  }

  #blank(from: number, to: number): void {
    const end = Math.min(to, this.#length);
    if (from >= end) return;
    this.#split(from);
    this.#split(end);
    this.#clearMarks(from, end);
    this.#codes.fill(BLANK, from, end);
  }

  #clearMarks(from: number, to: number): void {
    if (this.#marks.size === 0) return;
    if (to - from <= 2) {
      for (let at = from; at < to; at++) this.#marks.delete(at);
      return;
    }
    for (const at of this.#marks.keys()) {
      if (at >= from && at < to) this.#marks.delete(at);
    }
  }

  #shiftMarks(from: number, by: number): void {
    if (this.#marks.size === 0) return;
    const moved = [...this.#marks].filter(([at]) => at >= from);
    for (const [at] of moved) this.#marks.delete(at);
    for (const [at, marks] of moved) this.#marks.set(at + by, marks);
  }

  #room(columns: number): void {
    if (columns <= this.#codes.length) return;
    const codes = new Uint32Array(Math.max(columns, this.#codes.length * 2));
    codes.set(this.#codes.subarray(0, this.#length));
    this.#codes = codes;
  }
}
