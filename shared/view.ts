/**
 * A terminal's screen as profiles see it: rows with their styles.
 *
 * @module
 */
import type { Size } from "./domain.ts";

/** How a cell looks; a cell's look is the sum of those that hold. */
export const LOOK = {
  bold: 1,
  dim: 2,
  italic: 4,
  /** Its own background, or inverse. */
  filled: 8,
  /** A foreground colour of its own. */
  coloured: 16,
  /** A foreground that is grey: its red, green and blue lie close together. */
  grey: 32,
} as const;

/** One row of the screen. */
export interface ViewRow {
  /** Without the blanks at its end. */
  readonly text: string;
  /** Whether it continues the row before, which ended at the right edge. */
  readonly wrapped: boolean;
  /** The look of each UTF-16 unit of `text`, see {@linkcode LOOK}; `""` when all of it is plain. */
  readonly looks: string;
}

/** The screen at a moment when a program has finished drawing on it. */
export interface View {
  readonly size: Size;
  /** Whether it is the alternate screen. */
  readonly alternate: boolean;
  /** Rows that have left the screen at its top since the last view, each once. */
  readonly scrolled: readonly ViewRow[];
  /** The rows of the screen, to the last that is not blank. */
  readonly rows: readonly ViewRow[];
  /** Where the cursor is, from 0, and whether it is shown. */
  readonly cursor: { row: number; column: number; shown: boolean };
  /** Whether the screen was erased as a whole since the last view: what is on it may be there again. */
  readonly redrawn: boolean;
}
