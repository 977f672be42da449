/**
 * How one agent lays out a conversation on its terminal.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";

/** One reading of the terminal, without escape codes. */
export type Reading =
  /** Lines that are complete, each with its `\n`. They take the place of the last `partial`. */
  | { type: "lines"; text: string }
  /**
   * What is still being written, as it stands; empty when it was erased. It
   * takes the place of the last one. More than one line when standard output
   * and standard error both have one that is not complete, or when a program
   * draws on the screen: then these are the rows that may still change.
   */
  | { type: "partial"; text: string }
  /**
   * The alternate screen, which a program draws on, as it stands: rows, each
   * with its `\n`. It takes the place of the last one, until one says that it
   * was `left`.
   */
  | { type: "screen"; text: string; left: boolean }
  /** What people typed, as it was sent to the process. */
  | { type: "typed"; text: string }
  /** Output that is not text, in bytes. */
  | { type: "binary"; bytes: number };

/** Turns readings into message patches. Pure: no clock, no streams, no I/O. */
export interface Segmenter {
  read(reading: Reading): MessagePatch[];
  /** The session has ended: closes what is open. */
  end(): MessagePatch[];
}

/** Where a segmenter goes on when a session is taken up again. */
export interface SegmenterStart {
  /** The last message id in use, 0 for a new session. */
  lastId: number;
  /** The last turn, 0 for a new session. */
  turn: number;
}

/** One agent. One file each, listed in `registry.ts`. */
export interface Profile {
  readonly name: string;
  /** Whether `command` starts this agent. */
  matches(command: readonly string[]): boolean;
  segmenter(start: SegmenterStart): Segmenter;
}
