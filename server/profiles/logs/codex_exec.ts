/**
 * `codex exec --json`: items that begin, change and are completed.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import {
  count,
  type Json,
  list,
  object,
  parseObject,
  text,
  textOf,
} from "./json.ts";
import type { LogReader, TurnStatement } from "./log_reader.ts";
import { say, sayTool } from "./say.ts";

export class CodexExec implements LogReader {
  #turns = 0;
  /** An error that was told last: a failed turn tells it again. */
  #error = "";

  read(line: string): Statement[] {
    const event = parseObject(line);
    switch (event?.type) {
      case "item.started":
      case "item.updated":
        return this.#item(object(event.item), false);
      case "item.completed":
        return this.#item(object(event.item), true);
      case "turn.completed":
        return [this.#endTurn(object(event.usage))];
      case "turn.failed":
        return [
          ...this.#fail(text(object(event.error).message)),
          this.#endTurn({}),
        ];
      case "error":
        return this.#fail(text(event.message));
      default:
        return [];
    }
  }

  end(): Statement[] {
    return [];
  }

  #item(item: Json, done: boolean): Statement[] {
    // Items are counted anew when a session goes on in another turn.
    const key = `${this.#turns}/${text(item.id)}`;
    const said = { text: text(item.text), at: null, done };
    switch (item.type) {
      case "agent_message":
        return said.text === "" ? [] : [say(key, "answer", said)];
      case "reasoning":
        return said.text === "" ? [] : [say(key, "thinking", said)];
      case "error":
        return [say(key, "notice", { ...said, text: text(item.message) })];
      case "todo_list":
        return [say(key, "notice", { ...said, text: todoList(item) })];
      default:
        return [toolOf(key, item, done)];
    }
  }

  #fail(message: string): Statement[] {
    if (message === "" || message === this.#error) return [];
    this.#error = message;
    const key = `error ${this.#turns} ${message}`;
    return [say(key, "notice", { text: message, at: null })];
  }

  #endTurn(usage: Json): TurnStatement {
    this.#error = "";
    const input = count(usage.input_tokens);
    const output = count(usage.output_tokens);
    return {
      type: "turn",
      key: `turn ${++this.#turns}`,
      ...(input + output > 0 && { tokens: { input, output } }),
    };
  }
}

function toolOf(key: string, item: Json, done: boolean): Statement {
  const failed = item.status === "failed" || item.status === "declined" ||
    item.error !== undefined && item.error !== null;
  const state = failed ? "failed" : done ? "done" : "running";
  const { name, input, result } = callOf(item);
  return sayTool(key, { name, input, result, state, at: null });
}

function callOf(item: Json): { name: string; input: unknown; result: string } {
  switch (item.type) {
    case "command_execution":
      return {
        name: "command_execution",
        input: item.command,
        result: text(item.aggregated_output),
      };
    case "file_change":
      return {
        name: "file_change",
        input: list(item.changes)
          .map((change) =>
            `${text(object(change).kind)} ${text(object(change).path)}`
          )
          .join("\n"),
        result: "",
      };
    case "mcp_tool_call":
      return {
        name: `${text(item.server)}.${text(item.tool)}`,
        input: item.arguments,
        result: textOf(object(item.result).content) ||
          text(object(item.error).message),
      };
    case "web_search":
      return { name: "web_search", input: item.query, result: "" };
    default: {
      const { id: _id, type, status: _status, ...input } = item;
      return { name: text(type) || "tool", input, result: "" };
    }
  }
}

function todoList(item: Json): string {
  return list(item.items).map(object)
    .map(({ completed, text: what }) =>
      `${completed ? "☑" : "☐"} ${text(what)}`
    )
    .join("\n");
}
