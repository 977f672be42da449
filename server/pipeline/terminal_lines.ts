/**
 * The text of a terminal, whatever the program in it does: lines that go by, or
 * a screen that it draws on.
 *
 * It begins with the {@linkcode Stripper}, which is many times faster. The
 * first sequence that is for a whole screen (it moves to another row, scrolls,
 * switches to the alternate screen) makes it a {@linkcode TextScreen}, on which
 * the last lines are as they were on the terminal. When a whole screen full of
 * lines has gone by without such a sequence, it is the stripper's again. What
 * was given out as lines is not given out again unless it changed.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { Stripper } from "./strip.ts";
import { joinRows, type Row, TextScreen } from "./text_screen.ts";
import type { TextReader } from "./text_reader.ts";

const NEWLINE = 0x0a;

/** UTF-16 units of a line that goes on over many rows, after which it is given out. */
const MAX_HELD = 16_384;

const encoder = new TextEncoder();

/** Reads what a program writes to its terminal. Only after `loadTerminal()` has settled. */
export class TerminalLines implements TextReader {
  #size: Size;
  #stripper = newStripper();
  #screen: TextScreen | undefined;
  /** The last lines that were given out, as many as a screen may show. */
  #recent: string[] = [];
  /** The partial line, or the rows of the screen that were not given out. */
  #partial = "";
  #left: string | undefined;
  /** A line of which not all rows have left the screen. */
  #held = "";
  #holds = false;

  constructor(size: Size) {
    this.#size = size;
  }

  push(data: Uint8Array): string {
    if (this.#screen) return this.#draw(data, this.#screen);
    const lines = this.#stripper.push(data);
    this.#remember(lines);
    const unread = this.#stripper.unread;
    if (unread !== undefined) return lines + this.#draw(unread, this.#open());
    this.#partial = this.#stripper.partial();
    return lines;
  }

  get partial(): string {
    return this.#partial;
  }

  get alternate(): string | undefined {
    return this.#screen?.alternate ? joinRows(this.#screen.rows()) : undefined;
  }

  takeLeft(): string | undefined {
    const left = this.#left;
    this.#left = undefined;
    return left;
  }

  settle(): string {
    const screen = this.#screen;
    if (!screen || screen.alternate) return "";
    let lines = this.#join(screen.takeAbove());
    if (!screen.ungiven()[0]?.wrapped) lines += this.#takeHeld();
    this.#partial = this.#unfinished(screen);
    return lines;
  }

  resize(size: Size): void {
    this.#size = size;
    this.#screen?.resize(size);
  }

  /** The terminal as it is, for who reads it from here on: nothing is read here any more. */
  handOver(): TextScreen {
    const screen = this.#screen ?? this.#open();
    this.#screen = undefined;
    return screen;
  }

  finish(): void {
    if (this.#screen) return;
    this.#stripper.finish();
    this.#partial = this.#stripper.partial();
  }

  [Symbol.dispose](): void {
    this.#screen?.[Symbol.dispose]();
  }

  #draw(data: Uint8Array, screen: TextScreen): string {
    let lines = "";
    let rest = data;
    while (rest.length > 0) {
      const end = endOfLines(rest, this.#size.rows - screen.calmLines);
      const before = screen.lastAlternate();
      screen.write(rest.subarray(0, end));
      const left = screen.lastAlternate();
      if (left && left !== before) this.#left = joinRows(left);
      rest = rest.subarray(end);
      lines += this.#join(screen.takeScrolled());
      const last = this.#isCalm(screen) ? screen.lastLine() : undefined;
      if (last) return lines + this.#close(screen, last) + this.push(rest);
    }
    this.#partial = this.#unfinished(screen);
    return lines;
  }

  #isCalm(screen: TextScreen): boolean {
    return screen.calmLines >= this.#size.rows && screen.atRest;
  }

  /** A screen on which the last lines and the one that is being written are. */
  #open(): TextScreen {
    const screen = TextScreen.create(this.#size, { keepCleared: true });
    const before = this.#recent.map((line) => `${line}\r\n`).join("");
    screen.write(encoder.encode(before));
    screen.takeScrolled();
    screen.takeAbove();
    const partial = this.#stripper.partial();
    const column = this.#stripper.column();
    const place = column < this.#size.cols ? `\x1b[${column + 1}G` : "";
    screen.write(encoder.encode(partial + place));
    this.#screen = screen;
    this.#stripper = newStripper();
    this.#recent = [];
    return screen;
  }

  /** Gives out what is above the cursor, and goes on with its line. */
  #close(
    screen: TextScreen,
    { text, column }: { text: string; column: number },
  ): string {
    const rows = screen.takeAbove();
    const lines = this.#join(rows) + this.#takeHeld();
    this.#remember(joinRows(rows));
    screen[Symbol.dispose]();
    this.#screen = undefined;
    this.#stripper.push(encoder.encode(`${text}\x1b[${column + 1}G`));
    this.#partial = this.#stripper.partial();
    return lines;
  }

  /** The lines that `rows` complete. The last row may go on with the next. */
  #join(rows: readonly Row[]): string {
    let lines = "";
    for (const { text, wrapped } of rows) {
      if (!wrapped || this.#held.length > MAX_HELD) lines += this.#takeHeld();
      this.#held += text;
      this.#holds = true;
    }
    return lines;
  }

  /** The line that was held back, if any: it does not go on. */
  #takeHeld(): string {
    const line = this.#holds ? `${this.#held}\n` : "";
    this.#held = "";
    this.#holds = false;
    return line;
  }

  /** The line that may go on, and the rows that were not given out. */
  #unfinished(screen: TextScreen): string {
    const rest = screen.ungiven();
    const text = joinRows(rest).slice(0, -1);
    if (!this.#holds || rest.length === 0) return this.#held + text;
    return this.#held + (rest[0]!.wrapped ? "" : "\n") + text;
  }

  #remember(lines: string): void {
    if (lines === "") return;
    const most = this.#size.rows;
    let start = lines.length - 1;
    for (let count = 0; count < most && start >= 0; count++) {
      start = lines.lastIndexOf("\n", start - 1);
      if (start < 0) break;
    }
    const newest = lines.slice(start + 1, -1).split("\n");
    this.#recent = [...this.#recent, ...newest].slice(-most);
  }
}

function newStripper(): Stripper {
  return new Stripper({ stopAtMoves: true });
}

/** The end of so many lines in `data`, or of `data`. */
function endOfLines(data: Uint8Array, count: number): number {
  let end = 0;
  for (let found = 0; found < Math.max(count, 1); found++) {
    const newline = data.indexOf(NEWLINE, end);
    if (newline < 0) return data.length;
    end = newline + 1;
  }
  return end;
}
