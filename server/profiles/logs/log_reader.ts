/**
 * What readers of agents' session logs have in common.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";

/**
 * Reads what an agent writes of its conversation: JSON, a value a line. Pure:
 * no clock, no I/O. Reading the same lines again from the first gives the same
 * keys again.
 */
export interface LogReader {
  /**
   * Reads one line, without its line break. One that is no JSON, or of a type
   * that nobody knows, gives nothing.
   */
  read(line: string): Statement[];
  /** No line will follow. */
  end(): Statement[];
}

export type MessageStatement = Extract<Statement, { type: "message" }>;
export type TurnStatement = Extract<Statement, { type: "turn" }>;
