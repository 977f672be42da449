/**
 * Terminal output to the lines that a person would have read.
 *
 * The grammar is that of ECMA-48 with the states of the DEC VT500 parser
 * (https://vt100.net/emu/dec_ansi_parser), C1 controls in their UTF-8 form.
 * Bytes are read, and decoded last, a whole chunk of lines at a time. Whatever
 * comes, the state stays below some 100 KiB besides one chunk, the text is at
 * most about 190 times the input (what sequences repeat), and the
 * time grows with the length of the input only.
 *
 * @module
 */
import { type Kernel, STOP_AT_MOVES, TAKE_OUT } from "./kernel/kernel.ts";
import { Line, MAX_LINE } from "./line.ts";
import { kernel as compiled, SLICE } from "./workbench.ts";

export interface StripOptions {
  /**
   * Whether escape sequences that move the cursor or erase do so within the
   * line. Otherwise they are only taken out, as simple filters do.
   */
  edits?: boolean;
  /**
   * Whether to stop reading before a sequence that is for a whole screen: that
   * goes to another row or switches to the alternate screen.
   */
  stopAtMoves?: boolean;
  /** Whether to use the WebAssembly kernel where there is one. */
  kernel?: boolean;
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

const NONE = -1;

/** Instead of a prefix: the bytes of the sequence are in no valid order. */
const INVALID = 1;

const NOTHING = new Uint8Array();

/** Bytes of a sequence that are kept until the rest of it comes. */
const MAX_SEQUENCE = 256;

/** A parameter above this counts as this. */
const MAX_PARAMETER = 100_000;

/** Reads bytes wherever they are cut. Never throws. */
export class Stripper {
  readonly #line = new Line();
  readonly #edits: boolean;
  readonly #stopAtMoves: boolean;
  readonly #kernel: Kernel | undefined;
  #state = GROUND;
  /** The last byte was {@linkcode C1_LEAD}. */
  #lead = false;
  /** The first parameter, -1 when there is none, and whether its digits still come. */
  #parameter = NONE;
  #inParameter = true;
  /** Where in the input the sequence begins, -1 when that was before it. */
  #start = -1;
  /** Where in the input the slice begins that is being read, and the byte in the slice. */
  #offset = 0;
  #at = 0;
  /** The bytes before this input of the sequence that is not complete. */
  #begun: Uint8Array = NOTHING;
  #stopped = false;
  /** The private prefix or an intermediate byte of the sequence, 0, or {@linkcode INVALID}. */
  #mark = 0;

  constructor(
    { edits = true, stopAtMoves = false, kernel = true }: StripOptions = {},
  ) {
    this.#edits = edits;
    this.#stopAtMoves = stopAtMoves;
    this.#kernel = kernel ? compiled : undefined;
  }

  /**
   * Reads on. Returns the lines that are complete now, each with its `\n`. What
   * comes after it has stopped is not read: see {@linkcode unread}.
   */
  push(input: Uint8Array): string {
    this.#line.open();
    this.#start = -1;
    this.#offset = 0;
    if (input.length <= SLICE) this.#read(input);
    else this.#readSlices(input);
    if (this.#stopAtMoves) this.#keepSequence(input);
    return this.#line.take();
  }

  /** When it has stopped: what it stopped at, and everything behind. */
  get unread(): Uint8Array | undefined {
    return this.#stopped ? this.#begun : undefined;
  }

  /** Whether no character or sequence is begun. */
  get atRest(): boolean {
    return this.#state === GROUND && !this.#lead && this.#line.isWhole;
  }

  /** The cursor's column in the line that is being written, from 0. It cannot read on after that. */
  column(): number {
    this.#line.open();
    return this.#line.toCells().column;
  }

  /** The line that is still being written, as it stands. */
  partial(): string {
    return this.#line.text();
  }

  /** Nothing more comes: closes a character or sequence that is not complete. */
  finish(): void {
    this.#line.open();
    if (this.#lead && this.#state === GROUND) this.#line.write(C1_LEAD);
    this.#line.seal();
    this.#lead = false;
    this.#state = GROUND;
  }

  #readSlices(input: Uint8Array): void {
    for (let from = 0; from < input.length && !this.#stopped; from += SLICE) {
      this.#offset = from;
      this.#read(input.subarray(from, from + SLICE));
    }
  }

  #read(input: Uint8Array): void {
    if (this.#readPlain(input)) return;
    let at = 0;
    while (at < input.length && !this.#stopped) {
      this.#at = at;
      if (this.#lead) at = this.#afterLead(input, at);
      else if (this.#state === GROUND) at = this.#ground(input, at);
      else if (this.#state >= OSC) at = this.#string(input, at);
      else at = this.#sequence(input, at);
    }
  }

  /** Keeps the beginning of a sequence, or all from the one that it stopped at on. */
  #keepSequence(input: Uint8Array): void {
    const inSequence = this.#lead ||
      (this.#state !== GROUND && this.#state < OSC);
    if (!inSequence && !this.#stopped) {
      this.#begun = NOTHING;
      return;
    }
    if (this.#lead && this.#state === GROUND) this.#start = input.length - 1;
    const before = this.#start < 0 ? this.#begun : NOTHING;
    const now = input.subarray(Math.max(this.#start, 0));
    const kept = new Uint8Array(before.length + now.length);
    kept.set(before);
    kept.set(now, before.length);
    // A longer one is no sequence that anybody means.
    this.#begun = this.#stopped ? kept : kept.slice(0, MAX_SEQUENCE);
  }

  /** Hands the input over to the kernel. True when there was nothing in it but plain text, and it is read. */
  #readPlain(input: Uint8Array): boolean {
    const kernel = this.#kernel;
    if (kernel === undefined) return false;
    kernel.input.set(input);
    return this.#state === GROUND && !this.#lead &&
      kernel.isPlain(input.length) &&
      this.#line.appendPlain(input.length, kernel);
  }

  #ground(input: Uint8Array, from: number): number {
    const at = this.#simple(input, from);
    if (at === input.length) return at;
    this.#at = at;
    const byte = input[at]!;
    if (byte === C1_LEAD) {
      this.#line.seal();
      this.#lead = true;
    } else if (SPECIAL[byte] === 0) this.#line.write(byte);
    else {
      this.#line.seal();
      this.#control(byte);
    }
    return at + 1;
  }

  /** Reads what is easy, which is nearly everything. Returns where it stops. */
  #simple(input: Uint8Array, from: number): number {
    const line = this.#line;
    if (line.inCells) return this.#overwrite(input, from);
    if (line.sealed && SPECIAL[input[from]!] === 0) line.unseal(input[from]!);
    const kernel = this.#kernel;
    if (kernel === undefined) {
      const at = this.#append(input, from);
      if (at > from) line.sealed = false;
      return at;
    }
    line.store();
    const how = (this.#edits ? 0 : TAKE_OUT) |
      (this.#stopAtMoves ? STOP_AT_MOVES : 0);
    const at = kernel.run(from, input.length, how);
    line.load();
    if (at > from) line.sealed = false;
    return at;
  }

  /**
   * Copies text, and passes over what logs are full of, colours and `\r\n`.
   * Stops at anything else.
   */
  #append(input: Uint8Array, from: number): number {
    const line = this.#line;
    if (line.gap !== 0 || line.over > line.start) {
      return this.#appendText(input, from);
    }
    line.reserve(input.length - from);
    const { bytes } = line;
    let { start, end } = line;
    let seen = line.wide ? 0x80 : 0;
    let at = from;
    for (;;) {
      let byte = 0;
      const stop = Math.min(input.length, at + MAX_LINE - (end - start));
      while (at < stop && SPECIAL[byte = input[at]!] === 0) {
        bytes[end++] = byte;
        seen |= byte;
        at++;
      }
      if (at >= stop) break;
      if (byte === NEWLINE) {
        bytes[end++] = NEWLINE;
        start = end;
        seen = 0;
        at++;
      } else if (byte === ESC) {
        if (end > start && bytes[end - 1]! >= 0x80) break;
        const behind = behindColour(input, at);
        if (behind === 0) break;
        at = behind;
      } else if (at + 1 >= input.length) {
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
    line.over = start;
    line.end = end;
    line.wide = seen >= 0x80;
    return at;
  }

  /** Copies text behind a gap, or over other text. */
  #appendText(input: Uint8Array, from: number): number {
    const line = this.#line;
    const first = input[from]!;
    if (SPECIAL[first] !== 0 || !line.closeGap(first)) return from;
    line.reserve(input.length - from);
    const { bytes } = line;
    const stop = Math.min(input.length, from + line.room);
    let { end } = line;
    let seen = 0;
    let at = from;
    let byte = 0;
    // A tab over other text moves.
    while (
      at < stop && SPECIAL[byte = input[at]!] === 0 &&
      (byte !== TAB || line.over === line.start)
    ) {
      bytes[end++] = byte;
      seen |= byte;
      at++;
    }
    line.end = end;
    if (seen >= 0x80) line.wide = true;
    return at;
  }

  #overwrite(input: Uint8Array, from: number): number {
    const line = this.#line;
    let at = from;
    while (at < input.length && SPECIAL[input[at]!] === 0 && line.inCells) {
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
      this.#start = this.#offset + at - 1;
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
    else if (byte === ESC) {
      this.#at = at;
      this.#begin(ESCAPE);
    } else if (byte === CANCEL || byte === SUBSTITUTE) this.#state = GROUND;
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
      case 0x8d: // RI
        return this.#leave();
      case 0x85: // NEL
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
    else {
      this.#state = GROUND;
      // DECSC, DECRC and RIS.
      if (byte === 0x37 || byte === 0x38 || byte === 0x63) this.#stop();
    }
  }

  #csi(byte: number): void {
    if (byte >= 0x40) {
      this.#state = GROUND;
      if (this.#edits) this.#edit(byte);
    } else if (byte >= 0x30 && byte <= 0x39) {
      if (this.#inParameter && this.#parameter < MAX_PARAMETER) {
        this.#parameter = Math.max(this.#parameter, 0) * 10 + byte - 0x30;
      }
    } else if (byte === 0x3a || byte === 0x3b) this.#inParameter = false;
    else if (byte < 0x30 || this.#isFirst) this.#mark = byte;
    else this.#mark = INVALID;
  }

  /** Whether nothing has come behind the introducer of the sequence. */
  get #isFirst(): boolean {
    return this.#parameter === NONE && this.#inParameter && this.#mark === 0;
  }

  /** What a control sequence does to the line, by its final byte. */
  #edit(final: number): void {
    const line = this.#line;
    const parameter = Math.max(this.#parameter, 0);
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
      case "j":
        return line.moveBy(-(parameter || 1));
      case "X":
        return line.edit("blank", parameter || 1);
      case "@":
        return line.edit("insert", parameter || 1);
      case "P":
        return line.edit("delete", parameter || 1);
      case "b":
        return line.edit("repeat", parameter || 1);
      case "J":
        if (parameter > 3) return;
        return parameter === 0 ? line.erase(0) : this.#leave();
      case "A":
      case "B":
      case "E":
      case "F":
      case "H":
      case "d":
      case "e":
      case "f":
      case "k":
        return this.#leave();
      case "L":
      case "M":
      case "S":
      case "T":
      case "r":
      case "s":
      case "u":
        return this.#stop();
    }
  }

  /** The alternate screen is another place: the line ends. */
  #privateMode(final: number): void {
    const set = final === 0x68; // h
    if (!set && final !== 0x6c || this.#mark !== 0x3f) return; // l, ?
    if (![47, 1047, 1049].includes(this.#parameter)) return;
    if (set) this.#leave();
    else this.#line.leave();
  }

  /** The cursor goes to another row. */
  #leave(): void {
    if (!this.#edits) return;
    if (this.#stopAtMoves) this.#stop();
    else this.#line.leave();
  }

  #stop(): void {
    this.#stopped = this.#stopAtMoves;
  }

  #begin(state: number): void {
    if (state === ESCAPE) this.#start = this.#offset + this.#at;
    this.#state = state;
    this.#parameter = NONE;
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
