/**
 * Claude Code's session log: `projects/FOLDER/SESSION.jsonl`, a line for each
 * message or part of one.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { blocksOf, ClaudeTools, tokensOf } from "./claude_content.ts";
import { withoutInjected } from "./injected.ts";
import { count, type Json, object, parseObject, text, timeOf } from "./json.ts";
import type { LogReader } from "./log_reader.ts";
import { OpenTurn } from "./open_turn.ts";
import { say } from "./say.ts";

/** Why a model stops when it has no more to say. */
const AT_END = ["end_turn", "stop_sequence", "max_tokens", "refusal"];

const INTERRUPTED = /^\[Request interrupted by user( for tool use)?\]$/;

/** Lines whose statements may still be taken back. */
const REMEMBERED = 100;

export class ClaudeLog implements LogReader {
  readonly #tools = new ClaudeTools();
  #turn: OpenTurn | undefined;
  /** Keys and kinds by line, as long as the line may be superseded. */
  readonly #lines = new Map<string, readonly Statement[]>();

  read(line: string): Statement[] {
    const entry = parseObject(line);
    if (!entry || isAside(entry)) return [];
    switch (entry.type) {
      case "user":
        return this.#user(entry);
      case "assistant":
        return this.#assistant(entry);
      case "system":
        return this.#system(entry);
      default:
        return [];
    }
  }

  end(): Statement[] {
    return this.#tools.giveUp(null);
  }

  #user(entry: Json): Statement[] {
    const at = timeOf(entry.timestamp);
    const blocks = blocksOf(object(entry.message));
    const results = blocks
      .filter(({ type }) => type === "tool_result")
      .flatMap((block) => this.#tools.result(block, at) ?? []);
    if (entry.isMeta === true) return results;
    const said = blocks
      .filter(({ type }) => type === "text")
      .map((block) => withoutInjected(text(block.text)))
      .filter((part) => part !== "")
      .join("\n");
    if (said === "") return results;
    const key = keyOf(entry);
    if (INTERRUPTED.test(said.trim())) {
      return [...results, ...this.#interrupt(key, at)];
    }
    this.#turn = new OpenTurn(key, at);
    return [...results, say(key, "question", { text: said, at })];
  }

  #interrupt(key: string, at: number | null): Statement[] {
    return [
      ...this.#tools.giveUp(at),
      say(key, "notice", { text: "Interrupted by the user", at }),
      ...this.#endTurn(at),
    ];
  }

  #assistant(entry: Json): Statement[] {
    const message = object(entry.message);
    const at = timeOf(entry.timestamp);
    const key = keyOf(entry);
    if (isSynthetic(entry, message)) return this.#synthetic(entry, message);
    this.#turn?.count(text(message.id) || key, tokensOf(object(message.usage)));
    const blocks = blocksOf(message);
    const statements = blocks.flatMap((block, index) =>
      this.#tools.block(block, { key: `${key}/${index}`, at }) ?? []
    );
    this.#remember(key, statements);
    const ends = AT_END.includes(text(message.stop_reason)) &&
      blocks.at(-1)?.type === "text";
    return [
      ...this.#takeBack(entry),
      ...statements,
      ...(ends ? this.#endTurn(at) : []),
    ];
  }

  /** What the program says itself in the place of its model: mostly errors. */
  #synthetic(entry: Json, message: Json): Statement[] {
    const at = timeOf(entry.timestamp);
    const said = blocksOf(message).map((block) => text(block.text)).join("\n");
    if (said.trim() === "" || said === "No response requested.") return [];
    return [
      say(keyOf(entry), "notice", { text: said, at }),
      ...this.#endTurn(at),
    ];
  }

  #system(entry: Json): Statement[] {
    const at = timeOf(entry.timestamp);
    const key = keyOf(entry);
    switch (entry.subtype) {
      case "turn_duration":
        return this.#endTurn(at, count(entry.durationMs));
      case "api_error":
      case "error":
      case "api_refusal":
        return [say(key, "notice", { text: errorOf(entry), at })];
      case "compact_boundary":
        return [say(key, "notice", { text: "Conversation compacted", at })];
      default:
        return [];
    }
  }

  #endTurn(at: number | null, duration = 0): Statement[] {
    const turn = this.#turn;
    this.#turn = undefined;
    if (!turn) return [];
    return [turn.end(at, duration > 0 ? { duration } : {})];
  }

  #remember(key: string, statements: readonly Statement[]): void {
    this.#lines.set(key, statements);
    if (this.#lines.size <= REMEMBERED) return;
    const [oldest] = this.#lines.keys();
    this.#lines.delete(oldest!);
  }

  /** A reply that broke off and was asked for again is in the log twice. */
  #takeBack({ supersedesUuids }: Json): Statement[] {
    if (!Array.isArray(supersedesUuids)) return [];
    return supersedesUuids
      .flatMap((uuid) => this.#lines.get(text(uuid)) ?? [])
      .flatMap((old) =>
        old.type === "message" && old.kind !== "tool"
          ? say(old.key, old.kind, { text: "", at: old.at })
          : []
      );
  }
}

/** Whether a line belongs to another conversation, or only to its mechanics. */
function isAside(entry: Json): boolean {
  return entry.isSidechain === true || entry.isCompactSummary === true ||
    entry.isVisibleInTranscriptOnly === true;
}

function isSynthetic(entry: Json, message: Json): boolean {
  return entry.isApiErrorMessage === true || message.model === "<synthetic>";
}

function errorOf(entry: Json): string {
  const error = object(entry.error);
  const told = text(error.formatted) || text(error.message) ||
    text(object(object(error.error).error).message) || text(entry.content) ||
    "The model's service has refused";
  const attempt = count(entry.retryAttempt);
  return attempt > 0
    ? `${told} (attempt ${attempt} of ${count(entry.maxRetries)})`
    : told;
}

function keyOf(entry: Json): string {
  return text(entry.uuid) || `${text(entry.type)} ${text(entry.timestamp)}`;
}
