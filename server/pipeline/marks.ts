/**
 * Finds the marks in terminal output: what a program tells the terminal in
 * operating system commands (OSC, ECMA-48 section 8.3.89), and its bell.
 *
 * The output stays as it is. It is only cut behind each mark, so that whoever
 * reads it knows where in the text the mark stands.
 *
 * @module
 */
import type { Mark } from "../profiles/profile.ts";
import { isBinary } from "./binary.ts";
import { OscReader } from "./osc.ts";
import { kernel, SLICE } from "./workbench.ts";

/** Bytes of a command after which it is ignored. */
const MAX_COMMAND = 4096;

/** Bells that follow one another within so many bytes are one. */
const BELL_DISTANCE = 64;

const TEXT = 0;
const ESCAPED = 1;
const COMMAND = 2;
/** DCS, SOS, PM or APC, in which BEL means nothing. */
const STRING = 3;

const BEL = 0x07;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESC = 0x1b;
const BACKSLASH = 0x5c;
const STRING_TERMINATOR = 0x9c;
/** The first byte of a C1 control in UTF-8. */
const C1_LEAD = 0xc2;

const decoder = new TextDecoder();

/** Cuts one stream of output behind its marks, which are the same wherever its chunks end. */
export class MarkSplitter {
  readonly #osc = new OscReader();
  /** Made when there is a command. */
  #command: Uint8Array | undefined;
  /** Bytes of the command, also of those that did not fit. */
  #length = 0;
  #state = TEXT;
  /** The byte before, within a command or a string. */
  #previous = 0;
  /** Bytes before the chunk. */
  #offset = 0;
  /** Where the last bell was that was told. */
  #lastBell = -BELL_DISTANCE;
  #found: Mark | undefined;
  /** The chunk that was last looked at as a whole, and whether it is no text. */
  #judged: Uint8Array | undefined;
  #binary = false;

  /** `data` in order: bytes up to the end of a mark, then the mark, and so on. */
  split(data: Uint8Array): (Uint8Array | Mark)[] {
    const begun = this.#offset;
    this.#offset += data.length;
    if (this.#state === TEXT && !mayMark(data)) return [data];
    const parts: (Uint8Array | Mark)[] = [];
    let start = 0;
    let at = 0;
    while (at < data.length) {
      at = this.#advance(data, at, begun);
      if (this.#found === undefined) continue;
      parts.push(data.subarray(start, at), this.#found);
      this.#found = undefined;
      start = at;
    }
    if (start < data.length) parts.push(data.subarray(start));
    this.#judged = undefined;
    return parts;
  }

  /** Reads on from `at`, at most to the end of a mark. Returns how far. */
  #advance(data: Uint8Array, at: number, begun: number): number {
    switch (this.#state) {
      case TEXT:
        return this.#text(data, at, begun);
      case ESCAPED:
        return this.#escaped(data, at);
      default:
        return this.#string(data, at);
    }
  }

  #text(data: Uint8Array, from: number, begun: number): number {
    let at = from;
    while (at < data.length && data[at] !== ESC && data[at] !== BEL) at++;
    if (data[at] === ESC) this.#state = ESCAPED;
    else if (data[at] === BEL) this.#ring(data, begun + at);
    return Math.min(at + 1, data.length);
  }

  #ring(data: Uint8Array, place: number): void {
    if (place - this.#lastBell < BELL_DISTANCE || this.#isBinary(data)) return;
    this.#lastBell = place;
    this.#found = { type: "bell" };
  }

  /** Bytes that are no text ring no bell. */
  #isBinary(data: Uint8Array): boolean {
    if (this.#judged !== data) {
      this.#judged = data;
      this.#binary = isBinary(data, false);
    }
    return this.#binary;
  }

  #escaped(data: Uint8Array, at: number): number {
    const byte = data[at]!;
    if (byte === ESC) return at + 1;
    this.#state = stateBehind(byte);
    this.#length = 0;
    this.#previous = 0;
    // A control character acts within a sequence as it does in text.
    return this.#state === TEXT ? at : at + 1;
  }

  #string(data: Uint8Array, from: number): number {
    for (let at = from; at < data.length; at++) {
      const byte = data[at]!;
      const end = this.#endAt(byte);
      if (end === "goes on") this.#keep(byte);
      else {
        if (end === "complete") this.#complete(byte);
        this.#state = end === "sequence" ? ESCAPED : TEXT;
        // What follows ESC may begin the next string.
        return end === "sequence" ? at : at + 1;
      }
    }
    return data.length;
  }

  #endAt(byte: number): "goes on" | "complete" | "cancelled" | "sequence" {
    if (this.#previous === ESC) {
      return byte === BACKSLASH ? "complete" : "sequence";
    }
    switch (byte) {
      case BEL:
        return this.#state === COMMAND ? "complete" : "goes on";
      case CANCEL:
      case SUBSTITUTE:
        return "cancelled";
      case STRING_TERMINATOR:
        return this.#previous === C1_LEAD ? "complete" : "goes on";
      default:
        return "goes on";
    }
  }

  #keep(byte: number): void {
    this.#previous = byte;
    if (this.#state !== COMMAND) return;
    this.#command ??= new Uint8Array(MAX_COMMAND);
    if (this.#length < MAX_COMMAND) this.#command[this.#length] = byte;
    this.#length++;
  }

  #complete(last: number): void {
    // The first byte of a terminator of two is no part of the command.
    const length = last === BEL ? this.#length : this.#length - 1;
    if (this.#state !== COMMAND || length > MAX_COMMAND) return;
    const bytes = this.#command?.subarray(0, length);
    this.#found = this.#osc.read(decoder.decode(bytes));
  }
}

/** Whether anything in `data` can be a mark or the beginning of one. */
function mayMark(data: Uint8Array): boolean {
  if (kernel === undefined || data.length > SLICE) return searchMark(data);
  if (data.length === 0) return false;
  kernel.input.set(data);
  return kernel.mayMark(data.length);
}

/** Where there is no kernel. */
function searchMark(data: Uint8Array): boolean {
  if (data.includes(BEL)) return true;
  const { length } = data;
  let at = data.indexOf(ESC);
  // Where there is one there are many: a loop is faster than further searches.
  for (; at >= 0 && at < length; at++) {
    if (data[at] !== ESC) continue;
    if (at + 1 === length || stateBehind(data[at + 1]!) !== TEXT) return true;
  }
  return false;
}

/** What ESC and `byte` begin. */
function stateBehind(byte: number): number {
  switch (byte) {
    case 0x5d:
      return COMMAND;
    case 0x50:
    case 0x58:
    case 0x5e:
    case 0x5f:
      return STRING;
    default:
      return TEXT;
  }
}
