/**
 * A line in columns, for edits that bytes cannot express: overwriting wide
 * characters, gaps, inserting and deleting.
 *
 * @module
 */
import { columnsOf, EMOJI_STYLE, joins, widens } from "@/shared/width.ts";

/** Columns that a line can have. */
export const MAX_COLUMNS = 4096;

/** Columns of a line that can carry marks, and UTF-16 units of marks on one. */
const MAX_MARKED = 512;
const MAX_MARKS = 16;

/** A move to the right stops here unless the line itself is longer. */
export const MAX_GAP = 256;

/** Most blanks that one sequence inserts, and characters that one repeats. */
const MAX_COUNT = 256;

const TAB = 0x09;
const TAB_WIDTH = 8;
const BLANK = 0x20;
const REPLACEMENT = 0xfffd;

/** A column that belongs to the character left of it: a wide one's right half, the rest of a tab. */
const HALF = 0xffff_ffff;

/** One line and the cursor in it. */
export class Cells {
  #column = 0;
  #length = 0;
  #codes = new Uint32Array(256);
  /** Characters without a width of their own that stand before everything. */
  #lead = "";
  /** Characters without a width of their own, by the column they sit on. */
  readonly #marks = new Map<number, string>();
  // The character whose bytes have not all come.
  #need = 0;
  #code = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Takes the place of what was there, with the cursor behind `text`. */
  load(text: string): void {
    this.#column = 0;
    this.#length = 0;
    this.#lead = "";
    this.#marks.clear();
    this.#need = 0;
    this.writeText(text);
  }

  /** Writes characters that are complete. */
  writeText(text: string): void {
    for (const char of text) this.#type(char.codePointAt(0)!);
  }

  get column(): number {
    return this.#column;
  }

  /** Whether no character is begun. */
  get isWhole(): boolean {
    return this.#need === 0;
  }

  get empty(): boolean {
    return this.#length === 0 && this.#lead === "";
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
    if (byte < 0x80) this.#type(byte);
    else this.#begin(byte);
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
    else if (how === 2) {
      this.#drop(0);
      this.#lead = "";
    }
  }

  /** Erase characters (ECH, section 8.3.38) from the cursor on. */
  blank(count: number): void {
    this.#blank(this.#column, Math.min(this.#column + count, this.#length));
  }

  /** Insert blanks (ICH, section 8.3.64) at the cursor. */
  insert(count: number): void {
    const at = this.#column;
    if (at >= this.#length) return;
    const shift = Math.min(count, MAX_COUNT, MAX_COLUMNS - this.#length);
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

  /** Repeat the character before the cursor (REP, section 8.3.103). */
  repeat(count: number): void {
    if (this.#column > this.#length) return;
    const text = this.#before();
    for (let i = Math.min(count, MAX_COUNT); i > 0 && !this.full; i--) {
      this.writeText(text);
    }
  }

  /** The line as text. A character that is not complete is not in it. */
  text(): string {
    let text = this.#lead;
    for (let at = 0; at < this.#length; at++) {
      if (this.#codes[at] !== HALF) text += this.#charAt(at);
    }
    return text;
  }

  #begin(byte: number): void {
    // The bounds exclude overlong forms, surrogates and what is above U+10FFFF.
    if (byte >= 0xc2 && byte <= 0xdf) this.#expect(1, byte & 0x1f);
    else if (byte >= 0xe0 && byte <= 0xef) {
      if (byte === 0xe0) this.#low = 0xa0;
      if (byte === 0xed) this.#high = 0x9f;
      this.#expect(2, byte & 0xf);
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      if (byte === 0xf0) this.#low = 0x90;
      if (byte === 0xf4) this.#high = 0x8f;
      this.#expect(3, byte & 0x7);
    } else this.#put(REPLACEMENT);
  }

  #expect(need: number, code: number): void {
    this.#need = need;
    this.#code = code;
  }

  #type(code: number): void {
    if (code === TAB) this.#tab();
    else this.#put(code);
  }

  #put(code: number): void {
    this.#low = 0x80;
    this.#high = 0xbf;
    const columns = columnsOf(code);
    if (columns === 0 || this.#joins(code)) this.#mark(code);
    else this.#place(code, columns);
  }

  #joins(code: number): boolean {
    // Without a mark nothing is joined, but for skin tones.
    if (this.#marks.size === 0 && code < 0x1f000) return false;
    return joins(this.#before(), code);
  }

  /** Puts a character at the cursor, in place of what is there. */
  #place(code: number, columns: number): void {
    const at = this.#column;
    this.#room(at + columns);
    this.#fillGap();
    this.#split(at);
    this.#split(at + columns);
    this.#clearMarks(at, at + columns);
    this.#codes[at] = code;
    this.#codes.fill(HALF, at + 1, at + columns);
    this.#column = at + columns;
    this.#length = Math.max(this.#length, this.#column);
  }

  /** Within the line a tab moves; behind it, it is a character up to the next stop. */
  #tab(): void {
    const stop = (Math.floor(this.#column / TAB_WIDTH) + 1) * TAB_WIDTH;
    if (stop <= this.#length) {
      this.#column = stop;
      return;
    }
    this.#column = Math.max(this.#column, this.#length);
    this.#place(TAB, stop - this.#column);
  }

  /** Adds what has no width to the character before the cursor. */
  #mark(code: number): void {
    const char = String.fromCodePoint(code);
    if (this.#column === 0) {
      if (this.#lead.length < MAX_MARKS) this.#lead += char;
      return;
    }
    this.#fillGap();
    const at = this.#start(this.#column - 1);
    const marks = this.#marks.get(at) ?? "";
    if (marks.length >= MAX_MARKS) return;
    if (marks === "" && this.#marks.size >= MAX_MARKED) return;
    if (code === EMOJI_STYLE && at === this.#column - 1) this.#widen(at);
    this.#marks.set(at, marks + char);
  }

  /** The emoji in the column before the cursor takes the cursor's column too. */
  #widen(at: number): void {
    const next = at + 1;
    // The second half of a wide character has been passed over.
    if (this.#codes[next] === HALF && next < this.#length) return;
    if (!widens(this.#charAt(at))) return;
    this.#room(next + 1);
    this.#split(next + 1);
    this.#clearMarks(next, next + 1);
    this.#codes[next] = HALF;
    this.#column = next + 1;
    this.#length = Math.max(this.#length, this.#column);
  }

  /** The character before the cursor, marks and all. */
  #before(): string {
    const at = this.#column - 1;
    if (at < 0) return "";
    return at < this.#length ? this.#charAt(this.#start(at)) : " ";
  }

  #charAt(at: number): string {
    const char = String.fromCodePoint(this.#codes[at]!);
    return this.#marks.size > 0 ? char + (this.#marks.get(at) ?? "") : char;
  }

  /** Where the character that has the column `at` begins. */
  #start(at: number): number {
    while (this.#codes[at] === HALF) at--;
    return at;
  }

  #fillGap(): void {
    if (this.#length >= this.#column) return;
    this.#room(this.#column);
    this.#codes.fill(BLANK, this.#length, this.#column);
    this.#length = this.#column;
  }

  /** A character that `at` would cut in two becomes blanks. */
  #split(at: number): void {
    if (at <= 0 || at >= this.#length || this.#codes[at] !== HALF) return;
    const start = this.#start(at);
    let end = at + 1;
    while (end < this.#length && this.#codes[end] === HALF) end++;
    this.#codes.fill(BLANK, start, end);
    this.#marks.delete(start);
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
