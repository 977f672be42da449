/**
 * `gemini -o stream-json`: the question comes back, answers come in pieces,
 * and a `result` ends the turn.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import {
  count,
  type Json,
  object,
  parseObject,
  text,
  textOf,
  timeOf,
} from "./json.ts";
import type { LogReader } from "./log_reader.ts";
import { say, sayTool } from "./say.ts";

export class GeminiStream implements LogReader {
  /** Messages so far, which names the next. */
  #count = 0;
  /** UTF-16 units of the answer that is being written; undefined between answers. */
  #length: number | undefined;
  readonly #calls = new Map<string, { name: string; input: unknown }>();

  read(line: string): Statement[] {
    const event = parseObject(line);
    if (!event) return [];
    const at = timeOf(event.timestamp);
    switch (event.type) {
      case "message":
        return this.#message(event, at);
      case "tool_use":
        return [...this.#close(), this.#use(event, at)];
      case "tool_result":
        return this.#toolResult(event, at);
      case "error":
        return [...this.#close(), this.#notice(text(event.message), at)];
      case "result":
        return this.#result(event, at);
      default:
        return [];
    }
  }

  end(): Statement[] {
    return this.#close();
  }

  #message(event: Json, at: number | null): Statement[] {
    const said = textOf(event.content);
    if (said === "") return [];
    if (event.role === "user") {
      const closed = this.#close();
      const key = `message ${++this.#count}`;
      return [...closed, say(key, "question", { text: said, at })];
    }
    if (event.delta !== true) {
      const closed = this.#close();
      const key = `message ${++this.#count}`;
      return [...closed, say(key, "answer", { text: said, at })];
    }
    if (this.#length === undefined) this.#count++;
    const from = this.#length ?? 0;
    this.#length = from + said.length;
    const piece = { text: said, at, done: false };
    return [{ ...say(`message ${this.#count}`, "answer", piece), from }];
  }

  #use(event: Json, at: number | null): Statement {
    const id = text(event.tool_id);
    const call = { name: text(event.tool_name), input: event.parameters };
    this.#calls.set(id, call);
    return sayTool(`tool ${id}`, { ...call, state: "running", at });
  }

  #toolResult(event: Json, at: number | null): Statement[] {
    const id = text(event.tool_id);
    const call = this.#calls.get(id);
    if (!call) return [];
    this.#calls.delete(id);
    const result = textOf(event.output) || text(object(event.error).message);
    const state = event.status === "success" ? "done" : "failed";
    return [sayTool(`tool ${id}`, { ...call, result, state, at })];
  }

  #result(event: Json, at: number | null): Statement[] {
    const stats = object(event.stats);
    const duration = count(stats.duration_ms);
    const input = count(stats.input_tokens);
    const output = count(stats.output_tokens);
    const error = text(object(event.error).message);
    return [
      ...this.#close(),
      ...(error === "" ? [] : [this.#notice(error, at)]),
      {
        type: "turn",
        key: `turn ${++this.#count}`,
        ...(duration > 0 && { duration }),
        ...(input + output > 0 && { tokens: { input, output } }),
      },
    ];
  }

  #notice(said: string, at: number | null): Statement {
    const key = `message ${++this.#count}`;
    return say(key, "notice", { text: said || "An error occurred", at });
  }

  #close(): Statement[] {
    const from = this.#length;
    if (from === undefined) return [];
    this.#length = undefined;
    const said = say(`message ${this.#count}`, "answer", {
      text: "",
      at: null,
    });
    return [{ ...said, from }];
  }
}
