/**
 * codex's session log: `sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`. It says
 * most things twice, as what goes to the model (`response_item`) and as what
 * happened (`event_msg`), and which of the two there is depends on its version.
 *
 * @module
 */
import type { MessageKind, Statement } from "@/shared/domain.ts";
import { withoutInjected } from "./injected.ts";
import { CodexTools } from "./codex_tools.ts";
import { CodexUsage } from "./codex_usage.ts";
import {
  count,
  type Json,
  list,
  object,
  parseObject,
  text,
  textOf,
  timeOf,
} from "./json.ts";
import type { LogReader } from "./log_reader.ts";
import { OpenTurn } from "./open_turn.ts";
import { say } from "./say.ts";
import { ToldTwice } from "./told_twice.ts";

export class CodexLog implements LogReader {
  readonly #tools = new CodexTools();
  readonly #usage = new CodexUsage();
  readonly #told = new ToldTwice();
  #turn: OpenTurn | undefined;
  /** Messages and notices so far, which names the next. */
  #count = 0;
  #at: number | null = null;

  read(line: string): Statement[] {
    const entry = parseObject(line);
    if (!entry) return [];
    this.#at = timeOf(entry.timestamp);
    const payload = object(entry.payload);
    switch (entry.type) {
      case "response_item":
        return this.#item(payload);
      case "event_msg":
        return this.#event(payload);
      default:
        return [];
    }
  }

  end(): Statement[] {
    return this.#tools.giveUp(null);
  }

  #item(item: Json): Statement[] {
    switch (item.type) {
      case "message":
        return this.#message(item);
      case "reasoning":
        return this.#tell("thinking", "item", list(item.summary).map(textOf));
      default:
        return this.#tools.item(item, this.#at);
    }
  }

  #message({ role, content }: Json): Statement[] {
    const parts = list(content).map(textOf);
    if (role === "assistant") {
      return this.#tell("answer", "item", [parts.join("")]);
    }
    return role === "user" ? this.#ask("item", parts) : [];
  }

  #event(event: Json): Statement[] {
    switch (event.type) {
      case "user_message":
        return this.#ask("event", [text(event.message)]);
      case "agent_message":
        return this.#tell("answer", "event", [text(event.message)]);
      case "agent_reasoning":
        return this.#tell("thinking", "event", [text(event.text)]);
      case "item_completed":
        return this.#completed(object(event.item));
      case "exec_command_end":
      case "mcp_tool_call_end":
      case "patch_apply_end":
        this.#tools.ended(text(event.call_id), event);
        return [];
      case "error":
      case "stream_error":
        return this.#notice(text(event.message) || "An error occurred");
      case "context_compacted":
        return this.#notice("Conversation compacted");
      default:
        return this.#turnEvent(event);
    }
  }

  #completed(item: Json): Statement[] {
    switch (item.type) {
      case "UserMessage":
        return this.#ask("event", list(item.content).map(textOf));
      case "AgentMessage":
        return this.#tell("answer", "event", [
          list(item.content).map(textOf).join(""),
        ]);
      case "Reasoning":
        return this.#tell(
          "thinking",
          "event",
          list(item.summary_text).map(text),
        );
      default:
        this.#tools.ended(text(item.id), item);
        return [];
    }
  }

  #turnEvent(event: Json): Statement[] {
    switch (event.type) {
      case "task_started":
      case "turn_started":
        this.#usage.begin();
        this.#turn = new OpenTurn(text(event.turn_id), this.#at);
        return [];
      case "token_count":
        this.#usage.count(object(event.info));
        return [];
      case "task_complete":
      case "turn_complete":
        return this.#endTurn(event);
      case "turn_aborted":
        return [
          ...this.#tools.giveUp(this.#at),
          ...this.#notice(
            event.reason === "interrupted"
              ? "Interrupted by the user"
              : `Turn ended: ${text(event.reason).replaceAll("_", " ")}`,
          ),
          ...this.#endTurn(event),
        ];
      default:
        return [];
    }
  }

  #endTurn(event: Json): Statement[] {
    const turn = this.#turn;
    this.#turn = undefined;
    this.#told.clear();
    if (!turn) return [];
    const error = text(object(event.error).message);
    turn.count("all", this.#usage.turn);
    const duration = count(event.duration_ms);
    return [
      ...(error === "" ? [] : this.#notice(error)),
      turn.end(this.#at, duration > 0 ? { duration } : {}),
    ];
  }

  #ask(channel: string, parts: readonly string[]): Statement[] {
    const said = parts.map(withoutInjected).filter((part) => part !== "");
    return said.length === 0
      ? []
      : this.#tell("question", channel, [said.join("\n")]);
  }

  /** One message of those of `parts` that the other channel has not told. */
  #tell(
    kind: MessageKind,
    channel: string,
    parts: readonly string[],
  ): Statement[] {
    const fresh = parts.filter((part) =>
      part.trim() !== "" && this.#told.isNew(channel, `${kind} ${part}`)
    );
    if (fresh.length === 0) return [];
    const said = { text: fresh.join("\n\n"), at: this.#at };
    return [say(this.#nextKey(), kind, said)];
  }

  #notice(said: string): Statement[] {
    return [say(this.#nextKey(), "notice", { text: said, at: this.#at })];
  }

  #nextKey(): string {
    return `message ${++this.#count}`;
  }
}
