/**
 * Terminal output to the lines that a person would have read.
 *
 * The grammar is that of ECMA-48 with the states of the DEC VT500 parser
 * (https://vt100.net/emu/dec_ansi_parser), C1 controls in their UTF-8 form.
 * Bytes are read, and decoded last, a whole chunk of lines at a time. Whatever
 * comes, the state stays below some 100 KiB besides one chunk, the text is at
 * most about 40 times the input (gaps that cursor movements make), and the
 * time grows with the length of the input only.
 *
 * @module
 */
import { Line, MAX_LINE } from "./line.ts";
import { plainLines } from "./plain_lines.ts";

export interface StripOptions {
  /**
   * Whether escape sequences that move the cursor or erase do so within the
   * line. Otherwise they are only taken out, as simple filters do.
   */
  edits?: boolean;
}

/** States of the parser. A number each, as the inner loop compares them. */
const GROUND = 0;
const ESCAPE = 1;
const ESCAPE_INTERMEDIATE = 2;
const CSI = 3;
/** OSC, which BEL ends too. */
const OSC = 4;
/** DCS, SOS, PM and APC. */
const STRING = 5;

const BEL = 0x07;
const BACKSPACE = 0x08;
const TAB = 0x09;
const NEWLINE = 0x0a;
const VERTICAL_TAB = 0x0b;
const FORM_FEED = 0x0c;
const RETURN = 0x0d;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESC = 0x1b;
const DELETE = 0x7f;
/** The first byte of every C1 control, and of the signs after them. */
const C1_LEAD = 0xc2;
const STRING_TERMINATOR = 0x9c;

/** Bytes that are more than text: C0 without tab, DEL, and the lead of C1. */
const SPECIAL = new Uint8Array(256);
SPECIAL.fill(1, 0, 0x20);
SPECIAL[TAB] = 0;
SPECIAL[DELETE] = 1;
SPECIAL[C1_LEAD] = 1;

/** A parameter above this counts as this. */
const MAX_PARAMETER = 100_000;

/** Reads bytes wherever they are cut. Never throws. */
export class Stripper {
  readonly #line = new Line();
  readonly #edits: boolean;
  #state = GROUND;
  /** The last byte was {@linkcode C1_LEAD}. */
  #lead = false;
  /** The first parameter, and whether its digits still come. */
  #parameter = 0;
  #inParameter = true;
  /** The private prefix or an intermediate byte of the sequence, or 0. */
  #mark = 0;

  constructor({ edits = true }: StripOptions = {}) {
    this.#edits = edits;
  }

  /** Reads on. Returns the lines that are complete now, each with its `\n`. */
  push(input: Uint8Array): string {
    const line = this.#line;
    if (this.#state === GROUND && !this.#lead && line.appending) {
      const lines = plainLines(line, input);
      if (lines !== undefined) return lines;
    }
    let at = 0;
    while (at < input.length) {
      if (this.#lead) at = this.#afterLead(input, at);
      else if (this.#state === GROUND) at = this.#ground(input, at);
      else if (this.#state >= OSC) at = this.#string(input, at);
      else at = this.#sequence(input, at);
    }
    return line.take();
  }

  /** The line that is still being written, as it stands. */
  partial(): string {
    return this.#line.text();
  }

  /** Nothing more comes: closes a character or sequence that is not complete. */
  finish(): void {
    if (this.#lead && this.#state === GROUND) this.#line.write(C1_LEAD);
    this.#line.seal();
    this.#lead = false;
    this.#state = GROUND;
  }

  #ground(input: Uint8Array, at: number): number {
    const next = this.#line.appending
      ? this.#append(input, at)
      : this.#overwrite(input, at);
    if (next === input.length) return next;
    const byte = input[next]!;
    if (SPECIAL[byte] === 0) return next;
    if (byte === C1_LEAD) this.#lead = true;
    else {
      this.#line.seal();
      const behind = byte === ESC ? behindColour(input, next) : 0;
      if (behind > 0) return behind;
      this.#control(byte);
    }
    return next + 1;
  }

  /**
   * The inner loop: copies text, and passes over what logs are full of, colours
   * and `\r\n`. Stops at anything else.
   */
  #append(input: Uint8Array, from: number): number {
    const line = this.#line;
    const length = input.length;
    line.reserve(length - from);
    const bytes = line.bytes;
    let { start, end } = line;
    let seen = line.wide ? 0x80 : 0;
    let at = from;
    for (;;) {
      let byte = 0;
      while (at < length && SPECIAL[byte = input[at]!] === 0) {
        bytes[end++] = byte;
        seen |= byte;
        at++;
      }
      if (at >= length) break;
      if (byte === NEWLINE) {
        if (end - start > MAX_LINE) break;
        bytes[end++] = NEWLINE;
        start = end;
        seen = 0;
        at++;
      } else if (byte === ESC) {
        if (end > start && bytes[end - 1]! >= 0x80) break;
        const behind = behindColour(input, at);
        if (behind === 0) break;
        at = behind;
      } else if (at + 1 >= length) {
        break;
      } else if (byte === RETURN && input[at + 1] === NEWLINE) {
        at++;
      } else if (byte === C1_LEAD && input[at + 1]! >= 0xa0) {
        bytes[end++] = byte;
        seen |= byte;
        at++;
      } else break;
    }
    line.start = start;
    line.end = end;
    line.wide = seen >= 0x80;
    line.breakLong();
    return at;
  }

  #overwrite(input: Uint8Array, from: number): number {
    const line = this.#line;
    let at = from;
    while (at < input.length && SPECIAL[input[at]!] === 0 && !line.appending) {
      line.write(input[at++]!);
    }
    return at;
  }

  /** The byte after {@linkcode C1_LEAD}, which may make a C1 control of it. */
  #afterLead(input: Uint8Array, at: number): number {
    this.#lead = false;
    const byte = input[at]!;
    const control = byte >= 0x80 && byte < 0xa0;
    if (this.#state === GROUND) {
      if (!control) {
        this.#line.write(C1_LEAD);
        if (byte < 0xa0 || byte >= 0xc0) return at;
        this.#line.write(byte);
        return at + 1;
      }
      this.#line.seal();
    }
    if (this.#state >= OSC) {
      if (control && byte === STRING_TERMINATOR) this.#state = GROUND;
      return control ? at + 1 : at;
    }
    if (control) this.#c1(byte);
    return at + 1;
  }

  /** Passes over a string to what ends it. */
  #string(input: Uint8Array, from: number): number {
    let at = from;
    while (at < input.length && SPECIAL[input[at]!] === 0) at++;
    if (at === input.length) return at;
    const byte = input[at]!;
    if (byte === C1_LEAD) this.#lead = true;
    else if (byte === ESC) this.#begin(ESCAPE);
    else if (byte === CANCEL || byte === SUBSTITUTE) this.#state = GROUND;
    else if (byte === BEL && this.#state === OSC) this.#state = GROUND;
    return at + 1;
  }

  /** One byte of an escape or control sequence. */
  #sequence(input: Uint8Array, at: number): number {
    const byte = input[at]!;
    if (byte < 0x20) {
      // C0 controls act in the midst of a sequence, which then goes on.
      if (byte === CANCEL || byte === SUBSTITUTE) this.#state = GROUND;
      else this.#control(byte);
    } else if (byte >= 0x80) {
      this.#state = GROUND;
      return at;
    } else if (byte !== DELETE) {
      if (this.#state === CSI) this.#csi(byte);
      else this.#escape(byte);
    }
    return at + 1;
  }

  #control(byte: number): void {
    switch (byte) {
      case ESC:
        return this.#begin(ESCAPE);
      case NEWLINE:
      case VERTICAL_TAB:
      case FORM_FEED:
        return this.#line.newline();
      case RETURN:
        return this.#line.home();
      case BACKSPACE:
        return this.#line.moveBy(-1);
      case TAB: // Only within a sequence; elsewhere it is text.
        return this.#line.write(TAB);
    }
  }

  #c1(byte: number): void {
    this.#state = GROUND;
    switch (byte) {
      case 0x84: // IND
      case 0x85: // NEL
      case 0x8d: // RI
        if (this.#edits) this.#line.leave();
        return;
      case 0x90: // DCS
      case 0x98: // SOS
      case 0x9e: // PM
      case 0x9f: // APC
        return this.#begin(STRING);
      case 0x9b:
        return this.#begin(CSI);
      case 0x9d:
        return this.#begin(OSC);
    }
  }

  #escape(byte: number): void {
    if (this.#state === ESCAPE_INTERMEDIATE) {
      if (byte >= 0x30) this.#state = GROUND;
    } else if (byte < 0x30) this.#state = ESCAPE_INTERMEDIATE;
    // ESC and 0x40 to 0x5f is the seven-bit form of C1.
    else if (byte >= 0x40 && byte < 0x60) this.#c1(byte + 0x40);
    else this.#state = GROUND;
  }

  #csi(byte: number): void {
    if (byte >= 0x40) {
      this.#state = GROUND;
      if (this.#edits) this.#edit(byte);
    } else if (byte >= 0x30 && byte <= 0x39) {
      if (this.#inParameter && this.#parameter < MAX_PARAMETER) {
        this.#parameter = this.#parameter * 10 + byte - 0x30;
      }
    } else {
      if (byte === 0x3a || byte === 0x3b) this.#inParameter = false;
      else this.#mark = byte;
    }
  }

  /** What a control sequence does to the line, by its final byte. */
  #edit(final: number): void {
    const line = this.#line;
    const parameter = this.#parameter;
    if (this.#mark !== 0) return this.#privateMode(final);
    switch (String.fromCharCode(final)) {
      case "K":
        return line.erase(parameter);
      case "G":
      case "`":
        return line.moveTo((parameter || 1) - 1);
      case "C":
      case "a":
        return line.moveBy(parameter || 1);
      case "D":
        return line.moveBy(-(parameter || 1));
      case "X":
        return line.edit("blank", parameter || 1);
      case "@":
        return line.edit("insert", parameter || 1);
      case "P":
        return line.edit("delete", parameter || 1);
      case "J":
        return parameter === 0 ? line.erase(0) : line.leave();
      case "A":
      case "B":
      case "E":
      case "F":
      case "H":
      case "d":
      case "e":
      case "f":
        return line.leave();
    }
  }

  /** The alternate screen is another place: the line ends. */
  #privateMode(final: number): void {
    const set = final === 0x68 || final === 0x6c; // h, l
    if (!set || this.#mark !== 0x3f) return;
    if ([47, 1047, 1049].includes(this.#parameter)) this.#line.leave();
  }

  #begin(state: number): void {
    this.#state = state;
    this.#parameter = 0;
    this.#inParameter = true;
    this.#mark = 0;
  }
}

/** The index behind the SGR sequence at `at`, or 0 when it is something else or goes on in the next chunk. */
function behindColour(input: Uint8Array, at: number): number {
  const length = input.length;
  let end = at + 2;
  if (end >= length || input[at + 1] !== 0x5b) return 0;
  let byte = input[end]!;
  while (byte >= 0x30 && byte <= 0x3f) {
    if (++end >= length) return 0;
    byte = input[end]!;
  }
  return byte === 0x6d ? end + 1 : 0;
}
