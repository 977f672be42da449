/**
 * `claude -p --output-format stream-json`, also with
 * `--include-partial-messages`. A `result` ends the turn.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { blocksOf, ClaudeTools, tokensOf } from "./claude_content.ts";
import { withoutInjected } from "./injected.ts";
import {
  count,
  type Json,
  list,
  object,
  parseObject,
  text,
  timeOf,
} from "./json.ts";
import type { LogReader } from "./log_reader.ts";
import { say } from "./say.ts";

/** A block that is being written. */
interface Growing {
  key: string;
  kind: "answer" | "thinking";
  length: number;
}

export class ClaudeStream implements LogReader {
  readonly #tools = new ClaudeTools();
  /** The message whose blocks are being told, and how many were. */
  #message = { id: "", blocks: 0 };
  #growing: Growing | undefined;
  #turns = 0;

  read(line: string): Statement[] {
    const entry = parseObject(line);
    // A tool that is an agent itself has a conversation of its own.
    if (!entry || text(entry.parent_tool_use_id) !== "") return [];
    switch (entry.type) {
      case "stream_event":
        return this.#grow(object(entry.event));
      case "assistant":
        return this.#assistant(entry);
      case "user":
        return this.#user(entry);
      case "result":
        return this.#result(entry);
      default:
        return [];
    }
  }

  end(): Statement[] {
    return [...this.#close(), ...this.#tools.giveUp(null)];
  }

  #grow(event: Json): Statement[] {
    switch (event.type) {
      case "message_start":
        this.#begin(text(object(event.message).id));
        return [];
      case "content_block_start": {
        const kind = KINDS[text(object(event.content_block).type)];
        const key = `${this.#message.id}/${count(event.index)}`;
        this.#growing = kind && { key, kind, length: 0 };
        return [];
      }
      case "content_block_delta":
        return this.#append(object(event.delta));
      default:
        return [];
    }
  }

  #append(delta: Json): Statement[] {
    const growing = this.#growing;
    const more = text(delta.text) || text(delta.thinking);
    if (!growing || more === "") return [];
    const { key, kind, length } = growing;
    growing.length += more.length;
    const said = say(key, kind, { text: more, at: null, done: false });
    return [{ ...said, from: length }];
  }

  #assistant(entry: Json): Statement[] {
    const message = object(entry.message);
    const at = timeOf(entry.timestamp);
    // What the program says in the place of its model, the result says too.
    if (message.model === "<synthetic>") return [];
    if (this.#message.id !== text(message.id)) this.#begin(text(message.id));
    return blocksOf(message).flatMap((block) => {
      const key = `${this.#message.id}/${this.#message.blocks++}`;
      const said = this.#tools.block(block, { key, at });
      return said ? [this.#complete(said)] : [];
    });
  }

  /** Of a block that has grown only the end is said. */
  #complete(said: Statement): Statement {
    const growing = this.#growing;
    if (said.type !== "message" || said.key !== growing?.key) return said;
    this.#growing = undefined;
    const { length } = growing;
    return { ...said, from: length, text: said.text.slice(length) };
  }

  #user(entry: Json): Statement[] {
    const at = timeOf(entry.timestamp);
    return blocksOf(object(entry.message)).flatMap((block, index) => {
      if (block.type === "tool_result") {
        return this.#tools.result(block, at) ?? [];
      }
      // What was typed comes back only when it is asked for.
      const said = entry.isReplay === true
        ? withoutInjected(text(block.text))
        : "";
      if (said === "") return [];
      const key = `${text(entry.uuid)}/${index}`;
      return [say(key, "question", { text: said, at })];
    });
  }

  #result(entry: Json): Statement[] {
    const key = `result ${++this.#turns}`;
    const duration = count(entry.duration_ms);
    const tokens = tokensOf(object(entry.usage));
    const cost = entry.total_cost_usd;
    return [
      ...this.end(),
      ...failureOf(entry).map((text) =>
        say(`error ${key}`, "notice", { text, at: null })
      ),
      {
        type: "turn",
        key,
        ...(duration > 0 && { duration }),
        ...(tokens.input + tokens.output > 0 && { tokens }),
        ...(typeof cost === "number" && cost >= 0 && { cost }),
      },
    ];
  }

  #begin(id: string): void {
    this.#message = { id: id || `message ${this.#turns}`, blocks: 0 };
    this.#growing = undefined;
  }

  /** A block that broke off stays as it is. */
  #close(): Statement[] {
    const growing = this.#growing;
    this.#growing = undefined;
    if (!growing || growing.length === 0) return [];
    const { key, kind, length } = growing;
    return [{ ...say(key, kind, { text: "", at: null }), from: length }];
  }
}

const KINDS: Readonly<Record<string, Growing["kind"]>> = {
  text: "answer",
  thinking: "thinking",
};

function failureOf(entry: Json): string[] {
  if (entry.is_error !== true) return [];
  const told = list(entry.errors).map(text).join("\n") || text(entry.result) ||
    text(entry.subtype).replaceAll("_", " ");
  return [told || "The turn has failed"];
}
