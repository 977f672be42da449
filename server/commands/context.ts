/**
 * What every command is given.
 *
 * @module
 */
import type { Command } from "commander";

export interface Context {
  /** The caller's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the exit code of the process; without it, 0. */
  exit(code: number): void;
  /** Writes text to standard output, to its end. */
  print(text: string): Promise<void>;
  /** Writes one line to standard error. */
  warn(message: string): void;
}

/** A command of the command line: adds itself to the program. */
export type Define = (program: Command, context: Context) => void;
