/**
 * The line that is being written, and the bytes of the lines before it.
 *
 * It has three forms, the cheap ones first: bytes that only grow; bytes that
 * grow over those of the same line before a carriage return, as progress bars
 * write them; and {@linkcode Cells}. The bytes are not decoded before the lines
 * are taken.
 *
 * All lines work in one piece of memory, one at a time. What is left there of
 * a line stays until another one needs the place.
 *
 * @module
 */
import { Cells, MAX_COLUMNS, MAX_GAP } from "./cells.ts";
import { type Kernel, LEAD } from "./kernel/kernel.ts";
import { columnsOfSimple } from "./simple_text.ts";
import { incompleteTail } from "./utf8.ts";
import { OUTPUT, REGISTERS } from "./workbench.ts";

/** Most bytes of a line that only grows; the next one begins a new line. */
export const MAX_LINE = 16_384;

const TAB = 0x09;
const SPACE = 0x20;
const NEWLINE = 0x0a;
const REPLACEMENT = [0xef, 0xbf, 0xbd] as const;

/** A character, its marks, and what goes before and behind them. */
const SPARE = 64;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

const NOTHING = new Uint8Array();

/** Whose text is in the common memory. */
let owner: Line | undefined;

/** Clean text on its way out. */
export class Line {
  /** Complete lines, then the line that is being written. */
  readonly bytes = OUTPUT;
  /** Where the line that is being written begins. */
  start = 0;
  /** Where its text since the last carriage return begins; before that is what it is written over. */
  over = 0;
  /** Where it ends. */
  end = 0;
  /** Columns between its end and the cursor; -1 when the cursor is on its last character, which is ASCII. */
  gap = 0;
  /** Whether its text from `over` on has bytes that are not ASCII. */
  wide = false;
  /** Whether a control came after what was written last. */
  sealed = false;
  /** Columns of what is written over; -1 when only {@linkcode Cells} could tell. */
  underColumns = 0;
  /** The blanks that were last put into a gap: where they begin, and where what was written behind them does. */
  filled = 0;
  behindFilled = 0;

  /** What there is of the line while another one has the memory. */
  #rest: Uint8Array = NOTHING;
  /** Complete lines that did not fit into the bytes any more. */
  #taken = "";
  #cells: Cells | undefined;
  #inCells = false;

  /** Takes the common memory, until the next line is opened. */
  open(): void {
    if (owner === this) return;
    if (owner !== undefined) owner.#moveOut();
    owner = this;
    this.bytes.set(this.#rest);
    this.#rest = NOTHING;
  }

  /** The lines that are complete, each with its newline. They are no longer here. */
  take(): string {
    this.#flush();
    const lines = this.#taken;
    this.#taken = "";
    return lines;
  }

  /** Whether it has become {@linkcode Cells}. */
  get inCells(): boolean {
    return this.#inCells;
  }

  /** Makes {@linkcode Cells} of it. */
  toCells(): Cells {
    // Nobody edits a line of many rows; it stays as it is and a new one begins.
    if (!this.#inCells && this.end - this.start > MAX_COLUMNS) this.newline();
    return this.#toCells();
  }

  /**
   * Takes ASCII without control characters but tabs and newlines, as a whole:
   * the kernel's `input`. False, and nothing has happened, when the line is not
   * made for that.
   */
  appendPlain(length: number, { input, leadAndInput }: Kernel): boolean {
    const { start, over, end, gap, wide } = this;
    if (this.#inCells || wide || gap !== 0 || over > start) return false;
    const plain = input.subarray(0, length);
    if (!linesFit(end - start, plain)) return false;
    const behind = plain.lastIndexOf(NEWLINE) + 1;
    if (behind > 0) {
      this.#flush();
      const from = LEAD - this.end;
      leadAndInput.set(this.bytes.subarray(0, this.end), from);
      this.#taken += decoder.decode(
        leadAndInput.subarray(from, LEAD + behind),
      );
      this.end = 0;
      this.#begin();
    } else this.reserve(length);
    this.bytes.set(plain.subarray(behind), this.end);
    this.end += length - behind;
    return true;
  }

  /** Whether no character is begun at its end. */
  get isWhole(): boolean {
    if (this.#inCells) return this.#cells!.isWhole;
    if (!this.wide || this.sealed) return true;
    const bytes = owner === this ? this.bytes : this.#rest;
    const text = bytes.subarray(this.over, this.end);
    return incompleteTail(text) === 0;
  }

  /** Makes room for `count` bytes, with some to spare. */
  reserve(count: number): void {
    if (this.end + count + SPARE > this.bytes.length) this.#flush();
  }

  /** Bytes that fit into the line before it must be broken. */
  get room(): number {
    return MAX_LINE - (this.end - this.over);
  }

  /** Hands the line over to the kernel. */
  store(): void {
    REGISTERS[0] = this.start;
    REGISTERS[1] = this.over;
    REGISTERS[2] = this.end;
    REGISTERS[3] = this.gap;
    REGISTERS[4] = this.wide ? 1 : 0;
    REGISTERS[5] = this.underColumns;
    REGISTERS[6] = this.filled;
    REGISTERS[7] = this.behindFilled;
  }

  /** Takes it back. */
  load(): void {
    this.start = REGISTERS[0]!;
    this.over = REGISTERS[1]!;
    this.end = REGISTERS[2]!;
    this.gap = REGISTERS[3]!;
    this.wide = REGISTERS[4] !== 0;
    this.underColumns = REGISTERS[5]!;
    this.filled = REGISTERS[6]!;
    this.behindFilled = REGISTERS[7]!;
  }

  /** Writes one printable byte or tab wherever the cursor is. */
  write(byte: number): void {
    if (byte === TAB && this.over > this.start) this.toCells();
    if (!this.#inCells) this.closeGap(byte);
    if (this.#inCells) {
      if (!this.#cells!.full) return this.#cells!.write(byte);
      this.newline();
    }
    this.unseal(byte);
    if (this.room <= 0) this.break(byte);
    this.reserve(1);
    this.bytes[this.end++] = byte;
    if (byte >= 0x80) this.wide = true;
  }

  /**
   * Brings the end of the line to the cursor, as `next` is to be written there.
   * False when it has become {@linkcode Cells} for that.
   */
  closeGap(next: number): boolean {
    if (this.underColumns < 0) {
      this.toCells();
      return false;
    }
    if (this.gap < 0) {
      if (next < SPACE || next >= 0x7f) {
        this.toCells();
        return false;
      }
      this.end += this.gap;
      this.gap = 0;
    }
    if (this.gap === 0) return true;
    this.filled = this.end;
    while (this.gap > 0) {
      if (this.room <= 0) {
        this.break(SPACE);
        this.filled = this.end;
      }
      const count = Math.min(this.gap, this.room);
      this.reserve(count);
      this.bytes.fill(SPACE, this.end, this.end + count);
      this.end += count;
      this.gap -= count;
    }
    this.behindFilled = this.end;
    return true;
  }

  /** Begins a new line because `next` does not fit; not within a character. */
  break(next: number): void {
    let tail = 0;
    if (isContinuation(next)) {
      const bytes = this.bytes.subarray(this.over, this.end);
      tail = incompleteTail(bytes);
    }
    const begun = this.bytes.slice(this.end - tail, this.end);
    this.end -= tail;
    this.newline();
    this.reserve(tail);
    this.bytes.set(begun, this.end);
    this.end += tail;
    this.wide = tail > 0;
  }

  /** Ends the line. */
  newline(): void {
    this.#settle();
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

  /** What comes next does not continue a character that is begun. */
  seal(): void {
    if (this.#inCells) this.#cells!.seal();
    else this.sealed = this.wide;
  }

  /** `next` is text. A character that is begun and sealed must not join it. */
  unseal(next: number): void {
    if (!this.sealed) return;
    this.sealed = false;
    if (!isContinuation(next)) return;
    const tail = incompleteTail(this.bytes.subarray(this.over, this.end));
    if (tail === 0) return;
    this.reserve(REPLACEMENT.length);
    this.bytes.set(REPLACEMENT, this.end - tail);
    this.end += REPLACEMENT.length - tail;
  }

  /** Carriage return. */
  home(): void {
    this.gap = 0;
    if (this.#empty) return this.leave();
    if (this.#inCells) return this.#cells!.moveTo(0);
    if (this.end === this.over) return;
    const columns = columnsOfSimple(this.bytes, this.over, this.end);
    if (columns < 0 && this.over > this.start) return this.toCells().moveTo(0);
    if (columns >= this.underColumns) this.#dropUnder();
    else if (this.#mergeAscii(columns)) return;
    else if (columns >= 0) return this.toCells().moveTo(0);
    this.over = this.end;
    this.underColumns = columns;
    this.wide = false;
  }

  /** Moves the cursor by `count` columns. */
  moveBy(count: number): void {
    if (!this.#inCells && this.#moveGap(count)) return;
    const cells = this.toCells();
    cells.moveTo(cells.column + count);
  }

  /** Moves the cursor to a column, from 0. */
  moveTo(column: number): void {
    if (column <= 0) this.home();
    else if (!this.#moveGapTo(column)) this.toCells().moveTo(column);
  }

  /** Erase in line: 0 from the cursor on, 1 up to it, 2 all. */
  erase(how: number): void {
    if (this.#inCells) this.#eraseInCells(how);
    else if (how === 0) this.#eraseBehind();
    else if (how === 2) this.#eraseAll();
    else if (how === 1) this.toCells().erase(how);
  }

  /** What is behind the cursor goes. */
  #eraseBehind(): void {
    if (this.underColumns < 0) {
      this.toCells();
      return this.#eraseInCells(0);
    }
    if (this.gap < 0) {
      this.end += this.gap;
      this.gap = 0;
    }
    this.#dropUnder();
  }

  /** An empty line is bytes again. */
  #eraseInCells(how: number): void {
    const cells = this.#cells!;
    cells.erase(how);
    if (!cells.empty || cells.column > MAX_GAP) return;
    this.#begin();
    this.gap = cells.column;
  }

  /** Erase, insert, delete or repeat `count` columns at the cursor. */
  edit(what: "blank" | "insert" | "delete" | "repeat", count: number): void {
    this.toCells()[what](count);
  }

  /** The line that is being written, as far as its characters are complete. */
  text(): string {
    if (this.#inCells) return this.#cells!.text();
    const bytes = owner === this ? this.bytes : this.#rest;
    const under = bytes.subarray(this.start, this.over);
    const text = bytes.subarray(this.over, this.end);
    const tail = this.wide && !this.sealed ? incompleteTail(text) : 0;
    // The blanks before a character are there when it is.
    const blanks = tail > 0 && this.behindFilled === this.end - tail &&
        this.filled >= this.over
      ? this.behindFilled - this.filled
      : 0;
    const written = text.subarray(0, text.length - tail - blanks);
    if (under.length === 0) return decoder.decode(written);
    if (written.length === 0) return decoder.decode(under);
    const columns = columnsOfSimple(written, 0, written.length);
    if (columns >= this.underColumns) return decoder.decode(written);
    return this.#laidOver(under, written).text();
  }

  get #empty(): boolean {
    return this.#inCells ? this.#cells!.empty : this.end === this.start;
  }

  #moveOut(): void {
    this.#flush();
    this.#rest = this.end === 0 ? NOTHING : this.bytes.slice(0, this.end);
  }

  #begin(): void {
    this.start = this.end;
    this.over = this.end;
    this.gap = 0;
    this.wide = false;
    this.sealed = false;
    this.underColumns = 0;
    this.filled = this.end;
    this.behindFilled = this.end;
    this.#inCells = false;
  }

  /** Takes the complete lines as text, and what is left to the beginning of the memory. */
  #flush(): void {
    const { start } = this;
    if (start === 0) return;
    this.#taken += decoder.decode(this.bytes.subarray(0, start));
    this.bytes.copyWithin(0, start, this.end);
    this.end -= start;
    this.over -= start;
    this.filled -= start;
    this.behindFilled -= start;
    this.start = 0;
  }

  /** What is written over is gone. */
  #dropUnder(): void {
    if (this.over === this.start) return;
    this.bytes.copyWithin(this.start, this.over, this.end);
    this.end -= this.over - this.start;
    this.over = this.start;
    this.underColumns = 0;
    this.#forgetFilled();
  }

  #forgetFilled(): void {
    this.filled = this.start;
    this.behindFilled = this.start;
  }

  /** Puts ASCII over the beginning of ASCII. False when it is something else. */
  #mergeAscii(columns: number): boolean {
    const { start, over, end } = this;
    if (this.underColumns !== over - start || columns !== end - over) {
      return false;
    }
    this.bytes.copyWithin(start, over, end);
    this.end = over;
    return true;
  }

  /** Whether the cursor is, after moving by `count` columns, still behind the end. */
  #moveGap(count: number): boolean {
    const gap = this.gap + count;
    if (gap === -1) return this.#stepBack();
    if (gap < 0 || this.over > this.start) return false;
    if (count > 0) {
      const text = this.bytes.subarray(this.start, this.end);
      if (text.length + gap > MAX_GAP || text.includes(TAB)) return false;
    }
    this.gap = gap;
    return true;
  }

  /** Onto the last character, if that is of one byte and the line of few rows. */
  #stepBack(): boolean {
    const { start, over, end } = this;
    const last = this.bytes[end - 1]!;
    if (end === over || end - start > MAX_COLUMNS) return false;
    if (last < SPACE || last >= 0x7f) return false;
    this.gap = -1;
    return true;
  }

  /** Whether the column lies behind the end of a short line. */
  #moveGapTo(column: number): boolean {
    const { start, over, end } = this;
    if (this.#inCells || over > start) return false;
    if (column > MAX_GAP || end - start > MAX_GAP) return false;
    const columns = columnsOfSimple(this.bytes, start, end);
    if (columns < 0 || column < columns) return false;
    this.gap = column - columns;
    return true;
  }

  #eraseAll(): void {
    const columns = columnsOfSimple(this.bytes, this.over, this.end);
    if (columns < 0 || columns + this.gap > MAX_GAP) {
      this.toCells();
      return this.#eraseInCells(2);
    }
    this.gap += columns;
    this.end = this.start;
    this.over = this.start;
    this.underColumns = 0;
    this.wide = false;
    this.#forgetFilled();
  }

  #toCells(): Cells {
    if (this.#inCells) return this.#cells!;
    const { bytes, start, over, end, gap } = this;
    const cells = this.#laidOver(
      bytes.subarray(start, over),
      bytes.subarray(over, end),
    );
    if (gap !== 0) cells.moveTo(cells.column + gap);
    this.end = start;
    this.#begin();
    this.#inCells = true;
    return cells;
  }

  /** The cells with `text` written over `under`. */
  #laidOver(under: Uint8Array, text: Uint8Array): Cells {
    const cells = this.#cells ??= new Cells();
    cells.load(decoder.decode(under));
    if (under.length > 0) cells.moveTo(0);
    cells.writeText(decoder.decode(text));
    return cells;
  }

  /** Makes bytes that only grow of the line, whatever its form. */
  #settle(): void {
    this.gap = 0;
    if (!this.#inCells) {
      if (this.over === this.start) return;
      if (this.end === this.over) {
        this.over = this.start;
        return;
      }
      const columns = columnsOfSimple(this.bytes, this.over, this.end);
      if (columns >= this.underColumns) return this.#dropUnder();
      if (columns >= 0 && this.#mergeAscii(columns)) return;
      this.#toCells();
    }
    this.#cells!.seal();
    const bytes = encoder.encode(this.#cells!.text());
    this.#inCells = false;
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }
}

/** Whether no line becomes too long, the first having `before` bytes already. */
function linesFit(before: number, input: Uint8Array): boolean {
  let start = -before;
  while (input.length - start > MAX_LINE) {
    const last = start + MAX_LINE;
    if (last < 0) return false;
    const newline = input.lastIndexOf(NEWLINE, last);
    if (newline < Math.max(start, 0)) return false;
    start = newline + 1;
  }
  return true;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
