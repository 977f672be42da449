/**
 * What a turn has cost so far.
 *
 * @module
 */
import type { TurnFigures } from "@/shared/domain.ts";
import type { TurnStatement } from "./log_reader.ts";

/** From a question to the end of its answer. */
export class OpenTurn {
  readonly #key: string;
  readonly #from: number | null;
  readonly #tokens = new Map<string, { input: number; output: number }>();

  /** `from` is when it began, in milliseconds since the epoch. */
  constructor(key: string, from: number | null) {
    this.#key = key;
    this.#from = from;
  }

  /** What the reply called `id` has cost; said again, it takes the place of what was said before. */
  count(id: string, tokens: { input: number; output: number }): void {
    if (tokens.input + tokens.output > 0) this.#tokens.set(id, tokens);
  }

  /** The turn, complete `at`; what `told` has the agent says itself. */
  end(at: number | null, told: TurnFigures = {}): TurnStatement {
    const lasted = at !== null && this.#from !== null
      ? at - this.#from
      : undefined;
    const tokens = this.#sum();
    return {
      type: "turn",
      key: `turn ${this.#key}`.slice(0, 300),
      ...(lasted !== undefined && lasted >= 0 && { duration: lasted }),
      ...(tokens && { tokens }),
      ...told,
    };
  }

  #sum(): { input: number; output: number } | undefined {
    if (this.#tokens.size === 0) return undefined;
    const all = [...this.#tokens.values()];
    return {
      input: all.reduce((sum, { input }) => sum + input, 0),
      output: all.reduce((sum, { output }) => sum + output, 0),
    };
  }
}
