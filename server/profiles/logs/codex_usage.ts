/**
 * Tokens that codex counts over its whole session, for each turn.
 *
 * @module
 */
import { count, type Json, object } from "./json.ts";

interface Tokens {
  input: number;
  output: number;
}

const NONE: Tokens = { input: 0, output: 0 };

export class CodexUsage {
  /** All of the session; undefined before it is known. */
  #total: Tokens | undefined;
  #atStart: Tokens | undefined;

  /** What the turn has cost so far. */
  get turn(): Tokens {
    const total = this.#total ?? NONE;
    const before = this.#atStart ?? NONE;
    return {
      input: Math.max(0, total.input - before.input),
      output: Math.max(0, total.output - before.output),
    };
  }

  /** A turn begins. */
  begin(): void {
    this.#atStart = this.#total;
  }

  /** Reads the `info` of a `token_count`. */
  count(info: Json): void {
    if (Object.keys(info).length === 0) return;
    const total = tokens(object(info.total_token_usage));
    const last = tokens(object(info.last_token_usage));
    // The beginning of a session that goes on was not read.
    this.#atStart ??= {
      input: total.input - last.input,
      output: total.output - last.output,
    };
    this.#total = total;
  }
}

function tokens(usage: Json): Tokens {
  return {
    input: count(usage.input_tokens),
    output: count(usage.output_tokens),
  };
}
