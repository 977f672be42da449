/**
 * Output to views: the screen whenever a program has finished drawing on it.
 *
 * @module
 */
import type { OutputStream, Size } from "@/shared/domain.ts";
import type { Reading } from "../profiles/profile.ts";
import type { View, ViewRow } from "@/shared/view.ts";
import type { Frames } from "./frames.ts";
import { PipeLines } from "./pipe_lines.ts";
import type { Readings } from "./readings.ts";
import type { Row } from "./row.ts";
import type { ShownRows } from "./shown_rows.ts";
import { TextScreen, type TextScreenOptions } from "./text_screen.ts";

/** Rows that may wait; only a line without an end leads to so many. */
const MAX_SCROLLED = 4096;

/** Bytes drawn at a time: no more rows can leave the screen than that. */
const SLICE = 4096;

/** Reads the output of a program that draws. Only after `loadTerminal()` has settled. */
export class Views implements Readings {
  readonly #options: TextScreenOptions;
  /** A command in a terminal has no standard error of its own, a recording may. */
  readonly #errors = new PipeLines();
  #size: Size;
  #screen: TextScreen;
  #frames: Frames;
  #shown: ShownRows;
  #views: Reading[] = [];
  /** The rows of the last view, and where the cursor was. */
  #seen: { rows: ViewRow[]; row: number; column: number } = {
    rows: [],
    row: 0,
    column: 0,
  };

  /** Goes on with `screen` if there is one, from what it shows. */
  constructor(
    size: Size,
    options: TextScreenOptions = {},
    screen?: TextScreen,
  ) {
    this.#size = size;
    this.#options = options;
    this.#screen = screen ?? TextScreen.create(size, options);
    this.#shown = this.#screen.watchRows();
    this.#frames = this.#screen.watchFrames(() => this.#see());
    if (screen) this.#see();
  }

  read(stream: OutputStream, data: Uint8Array): Reading[] {
    if (stream === 2) {
      const text = this.#errors.push(data);
      return text === "" ? [] : [{ type: "lines", text }];
    }
    for (let from = 0; from < data.length; from += SLICE) {
      this.#screen.write(data.subarray(from, from + SLICE));
      if (this.#screen.scrolledCount > MAX_SCROLLED) this.#see();
    }
    return this.#take();
  }

  settle(): Reading[] {
    if (this.#frames.takeDrawn() || this.#hasChanged()) this.#see();
    return [...this.#take(), { type: "rest" }];
  }

  pause(): Reading[] {
    // What is half drawn is no view.
    return this.#frames.isSynchronized ? [] : this.settle();
  }

  resize(size: Size): Reading[] {
    const readings = this.settle();
    this.#size = size;
    this.#screen.resize(size);
    // The program draws it anew.
    this.#seen.rows = this.#shown.rows();
    return readings;
  }

  break(): Reading[] {
    const readings = this.end();
    this.#screen[Symbol.dispose]();
    this.#screen = TextScreen.create(this.#size, this.#options);
    this.#shown = this.#screen.watchRows();
    this.#frames = this.#screen.watchFrames(() => this.#see());
    return readings;
  }

  end(): Reading[] {
    this.#screen.finish();
    return this.settle();
  }

  [Symbol.dispose](): void {
    this.#screen[Symbol.dispose]();
    this.#errors[Symbol.dispose]();
  }

  /** Programs put the cursor into its place after they have drawn, or erase what they have. */
  #hasChanged(): boolean {
    const { row, column } = this.#screen.cursor;
    const seen = this.#seen;
    if (row !== seen.row || column !== seen.column) return true;
    const rows = this.#shown.rows();
    return rows.length !== seen.rows.length ||
      rows.some((each, index) => each !== seen.rows[index]);
  }

  #see(): void {
    this.#frames.takeDrawn();
    const screen = this.#screen;
    const rows = this.#shown.rows();
    this.#seen = { rows, ...screen.cursor };
    const view: View = {
      size: this.#size,
      alternate: screen.alternate,
      scrolled: screen.takeScrolled().map(viewRow),
      rows,
      cursor: { ...screen.cursor, shown: screen.cursorShown },
      redrawn: this.#frames.takeErased(),
    };
    this.#views.push({ type: "view", view });
  }

  #take(): Reading[] {
    const views = this.#views;
    this.#views = [];
    return views;
  }
}

/** Rows that scrolled before views were made have no looks. */
function viewRow(row: Row): ViewRow {
  return isViewRow(row)
    ? row
    : { text: row.text.trimEnd(), wrapped: row.wrapped, looks: "" };
}

function isViewRow(row: Row): row is ViewRow {
  return row.looks !== undefined;
}
