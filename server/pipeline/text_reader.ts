/**
 * What readers of output have in common: bytes in, lines out.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";

/** Reads one stream of output. Pure: no clock, no I/O. */
export interface TextReader extends Disposable {
  /** Reads on. Returns the lines that are complete now, each with its `\n`. */
  push(data: Uint8Array): string;
  /**
   * What is still being written, as it stands: a line or, on a screen that a
   * program draws on, the rows that may still change.
   */
  readonly partial: string;
  /** The alternate screen's text as it stands, while a program uses it. */
  readonly alternate: string | undefined;
  /** The text of the alternate screen as it was when a program left it since this was last asked. */
  takeLeft(): string | undefined;
  /** Somebody has answered: what stands above the cursor is complete. Returns it as lines. */
  settle(): string;
  resize(size: Size): void;
  /** Nothing more comes: a character that is not complete is closed. */
  finish(): void;
}
