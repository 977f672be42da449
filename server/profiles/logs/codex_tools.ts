/**
 * Tools in codex's session log: a call, and its output by `call_id`.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { type Json, object, text, textOf } from "./json.ts";
import { sayTool } from "./say.ts";

/** Most tools that may be under way. */
const MAX_TOOLS = 1_000;

/** How codex begins what it tells its model of a command that has failed. */
const FAILED =
  /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?(?:Process exited with code (?!0\b)|Exit code: (?!0\b)|aborted by user|exec command rejected by user|rejected by user|execution error|failed to |sandbox denied)/i;

interface Call {
  name: string;
  input: unknown;
}

/** Follows tools from their call to their output. */
export class CodexTools {
  readonly #calls = new Map<string, Call>();
  /** Calls of a turn that broke off; their output may still come. */
  #givenUp = new Map<string, Call>();
  /** Calls of which another line says that they failed. */
  readonly #failed = new Set<string>();
  /** Calls without an id, such as searches of the service's own. */
  #unnamed = 0;

  /** What a `response_item` says of a tool. */
  item(item: Json, at: number | null): Statement[] {
    switch (item.type) {
      case "function_call":
        return this.#call(item, parsed(item.arguments), at);
      case "custom_tool_call":
        return this.#call(item, parsed(item.input), at);
      case "tool_search_call":
        return this.#call({ name: "tool_search", ...item }, item.arguments, at);
      case "local_shell_call":
        return this.#call({ name: "shell", ...item }, item.action, at);
      case "web_search_call":
        return [this.#own("web_search", item, at)];
      case "image_generation_call":
        return [this.#own("image_generation", item, at)];
      case "function_call_output":
      case "custom_tool_call_output":
      case "tool_search_output":
        return this.#output(item, at);
      default:
        return [];
    }
  }

  /** Another line says how the call `id` went. */
  ended(id: string, told: Json): void {
    if (!this.#calls.has(id)) return;
    const { exit_code: code, success, status } = told;
    const failed = (typeof code === "number" && code !== 0) ||
      success === false || status === "failed" || status === "declined" ||
      object(told.result).Err !== undefined;
    if (failed) this.#failed.add(id);
  }

  /** Tools whose output will not come. */
  giveUp(at: number | null): Statement[] {
    const statements = [...this.#calls].map(([id, call]) =>
      sayTool(`tool ${id}`, { ...call, state: "failed", at })
    );
    this.#givenUp = new Map(this.#calls);
    this.#calls.clear();
    this.#failed.clear();
    return statements;
  }

  #call(item: Json, input: unknown, at: number | null): Statement[] {
    const id = text(item.call_id) || text(item.id) || `${++this.#unnamed}`;
    const call = { name: text(item.name) || "tool", input };
    if (this.#calls.size < MAX_TOOLS) this.#calls.set(id, call);
    return [sayTool(`tool ${id}`, { ...call, state: "running", at })];
  }

  /** A tool of the service: the log says that it was used, and nothing more. */
  #own(name: string, item: Json, at: number | null): Statement {
    const id = text(item.id) || `${++this.#unnamed}`;
    const state = item.status === "failed" ? "failed" : "done";
    const action = object(item.action);
    const input = text(action.query) || text(action.url) ||
      text(item.revised_prompt);
    return sayTool(`tool ${id}`, { name, input, state, at });
  }

  #output(item: Json, at: number | null): Statement[] {
    const id = text(item.call_id);
    const call = this.#calls.get(id) ?? this.#givenUp.get(id);
    if (!call) return [];
    const late = !this.#calls.delete(id);
    const output = parsed(item.output);
    const code = object(object(output).metadata).exit_code;
    const result = text(object(output).output) || plain(item.output);
    const failed = this.#failed.delete(id) || late || FAILED.test(result) ||
      object(item.output).success === false ||
      (typeof code === "number" && code !== 0);
    const state = failed ? "failed" : "done";
    return [sayTool(`tool ${id}`, { ...call, result, state, at })];
  }
}

/** Arguments are JSON as text, of some tools; others take plain text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value);
  } catch {
    // A patch, or a script.
    return value;
  }
}

/** An output: text, blocks, or an object that has them as its `content`. */
function plain(output: unknown): string {
  return textOf(output) || textOf(object(output).content);
}
