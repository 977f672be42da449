/**
 * What an agent does, by what it says itself.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import type { MessageStatement } from "./logs/log_reader.ts";
import type { Sign } from "./profile.ts";

/** Permission questions that may be open at a time; the oldest counts as answered when there are more. */
const MAX_OPEN = 100;

/** Told of every statement, gives the sign when it changes. */
export class StatementSigns {
  #shown: Sign["status"] | undefined;
  /** Keys of permission questions that nobody has answered. */
  readonly #open = new Set<string>();

  read(statement: Statement): Sign | undefined {
    const sign = statement.type === "turn"
      ? this.#endTurn()
      : this.#say(statement);
    if (!sign || sign.status === this.#shown) return undefined;
    this.#shown = sign.status;
    return sign;
  }

  #endTurn(): Sign {
    this.#open.clear();
    return { status: "idle", evidence: "its JSON says that the turn ended" };
  }

  /** What else goes on does not answer a permission question; the next question leaves it behind. */
  #say(statement: MessageStatement): Sign | undefined {
    const { kind, done } = statement;
    if (kind === "notice") return undefined;
    if (kind === "question") this.#open.clear();
    if (kind === "permission") this.#note(statement);
    if (this.#open.size > 0) {
      const evidence = "its JSON asks for a permission";
      return { status: "needs_permission", evidence };
    }
    return kind === "thinking" && !done
      ? { status: "thinking", evidence: "its JSON has thoughts" }
      : { status: "working", evidence: "its JSON says that a turn is open" };
  }

  #note({ key, done, permission }: MessageStatement): void {
    this.#open.delete(key);
    const isAnswered = done || (permission?.chosen ?? null) !== null;
    if (!isAnswered) this.#open.add(key);
    if (this.#open.size <= MAX_OPEN) return;
    const [oldest] = this.#open;
    this.#open.delete(oldest!);
  }
}
