/**
 * What the stripper must yield, in the plainest program for it: one code point
 * at a time, no speed and no bounds.
 *
 * The grammar is that of the DEC VT500 (https://vt100.net/emu/dec_ansi_parser),
 * with C1 controls as the code points U+0080 to U+009F.
 *
 * @module
 */
import { ReferenceRow } from "./reference_row.ts";

type State =
  | "text"
  | "escape"
  | "escape with intermediates"
  | "control sequence"
  | "OSC"
  | "other string";

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const DEL = 0x7f;
const STRING_TERMINATOR = 0x9c;

/** A control sequence that does something: private prefix, first parameter, and others. */
const SEQUENCE = /^(\??)(\d*)(?:[:;][\d:;]*)?$/;

/** A parameter above this counts as this. */
const MAX_PARAMETER = 100_000;

export class ReferenceLines {
  readonly #edits: boolean;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #state: State = "text";
  /** Parameters and intermediates of the control sequence. */
  #parameters = "";
  #lines = "";
  #row = new ReferenceRow();

  constructor({ edits = true }: { edits?: boolean } = {}) {
    this.#edits = edits;
  }

  /** The line that is being written. */
  get row(): ReferenceRow {
    return this.#row;
  }

  /** Reads on. Returns the lines that are complete now, each with its `\n`. */
  push(bytes: Uint8Array): string {
    this.#readText(this.#decoder.decode(bytes, { stream: true }));
    const lines = this.#lines;
    this.#lines = "";
    return lines;
  }

  partial(): string {
    return this.#row.text();
  }

  /** Nothing more comes. */
  finish(): void {
    this.#readText(this.#decoder.decode());
  }

  #readText(text: string): void {
    for (const char of text) this.#read(char.codePointAt(0)!);
  }

  #read(code: number): void {
    if (code === ESC) this.#state = "escape";
    else if (code === CAN || code === SUB) this.#state = "text";
    else if (this.#state === "OSC" || this.#state === "other string") {
      this.#string(code);
    } else if (code < 0x20) this.#control(code);
    else if (code === DEL) return;
    else if (code >= 0x80 || this.#state === "text") this.#text(code);
    else if (this.#state === "control sequence") this.#sequence(code);
    else this.#escape(code);
  }

  #string(code: number): void {
    const bell = code === BEL && this.#state === "OSC";
    if (bell || code === STRING_TERMINATOR) this.#state = "text";
  }

  #control(code: number): void {
    switch (String.fromCharCode(code)) {
      case "\b":
        return this.#row.backspace();
      case "\t":
        return this.#row.write(code);
      case "\n":
      case "\v":
      case "\f":
        return this.#completeLine();
      case "\r":
        return this.#row.moveTo(0);
    }
  }

  /** Ends a sequence that has not come to its end, too. */
  #text(code: number): void {
    this.#state = "text";
    if (code >= 0x80 && code <= 0x9f) this.#c1(code);
    else this.#row.write(code);
  }

  #c1(code: number): void {
    this.#state = "text";
    switch (code) {
      case 0x84: // IND
      case 0x85: // NEL
      case 0x8d: // RI
        if (this.#edits) this.#leave();
        return;
      case 0x90: // DCS
      case 0x98: // SOS
      case 0x9e: // PM
      case 0x9f: // APC
        this.#state = "other string";
        return;
      case 0x9b: // CSI
        this.#state = "control sequence";
        this.#parameters = "";
        return;
      case 0x9d:
        this.#state = "OSC";
        return;
    }
  }

  #escape(code: number): void {
    const first = this.#state === "escape";
    if (code < 0x30) this.#state = "escape with intermediates";
    else if (first && code >= 0x40 && code <= 0x5f) this.#c1(code + 0x40);
    else this.#state = "text";
  }

  #sequence(code: number): void {
    const char = String.fromCharCode(code);
    if (code < 0x40) {
      this.#parameters += char;
      return;
    }
    this.#state = "text";
    if (this.#edits) this.#perform(char);
  }

  /** What the control sequence of this final byte does. */
  #perform(final: string): void {
    const match = SEQUENCE.exec(this.#parameters);
    if (match === null) return;
    const [, prefix, digits] = match;
    const parameter = Math.min(Number(digits), MAX_PARAMETER);
    if (prefix === "") this.#edit(final, parameter);
    else if ("hl".includes(final) && [47, 1047, 1049].includes(parameter)) {
      this.#leave();
    }
  }

  #edit(final: string, parameter: number): void {
    const row = this.#row;
    const count = Math.max(parameter, 1);
    switch (final) {
      case "K":
        return row.erase(parameter);
      case "G":
      case "`":
        return row.moveTo(count - 1);
      case "C":
      case "a":
        return row.moveBy(count);
      case "D":
      case "j":
        return row.moveBy(-count);
      case "X":
        return row.blank(count);
      case "@":
        return row.insert(count);
      case "P":
        return row.delete(count);
      case "b":
        return row.repeat(count);
      case "J":
        if (parameter === 0) return row.erase(0);
        return parameter <= 3 ? this.#leave() : undefined;
      case "A":
      case "B":
      case "E":
      case "F":
      case "H":
      case "f":
      case "d":
      case "e":
      case "k":
        return this.#leave();
    }
  }

  /** The cursor goes to another row. */
  #leave(): void {
    if (this.#row.empty) this.#row.moveTo(0);
    else this.#completeLine();
  }

  #completeLine(): void {
    this.#lines += this.#row.text() + "\n";
    this.#row = new ReferenceRow();
  }
}
