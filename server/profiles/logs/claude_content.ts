/**
 * What Claude Code's session log and its JSON output have in common: the
 * Messages API's content blocks.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { count, type Json, list, object, text, textOf } from "./json.ts";
import { say, sayTool } from "./say.ts";

/** Most tools that may be under way. */
const MAX_TOOLS = 1_000;

/** Where a block stands: what names it, and when it was said. */
export interface BlockPlace {
  key: string;
  at: number | null;
}

/** Follows tools from their use to their result. */
export class ClaudeTools {
  readonly #used = new Map<string, { name: string; input: unknown }>();

  /** What a block of an assistant's message says; undefined when it is not for people. */
  block(block: Json, { key, at }: BlockPlace): Statement | undefined {
    switch (block.type) {
      case "text":
        return isSaid(block.text)
          ? say(key, "answer", { text: text(block.text), at })
          : undefined;
      case "thinking":
        return isSaid(block.thinking)
          ? say(key, "thinking", { text: text(block.thinking), at })
          : undefined;
      case "tool_use":
      case "server_tool_use":
      case "mcp_tool_use":
        return this.#use(block, { key, at });
      default:
        return undefined;
    }
  }

  /** What came back from a tool; undefined when nobody knows of its use. */
  result(block: Json, at: number | null): Statement | undefined {
    const id = text(block.tool_use_id);
    const used = this.#used.get(id);
    if (!used) return undefined;
    this.#used.delete(id);
    return sayTool(toolKey(id), {
      ...used,
      result: textOf(block.content),
      state: block.is_error === true ? "failed" : "done",
      at,
    });
  }

  /** Tools whose results will not come. */
  giveUp(at: number | null): Statement[] {
    const statements = [...this.#used].map(([id, used]) =>
      sayTool(toolKey(id), { ...used, state: "failed", at })
    );
    this.#used.clear();
    return statements;
  }

  #use(block: Json, { key, at }: BlockPlace): Statement {
    const id = text(block.id) || key;
    const { input } = block;
    const name = text(block.name) || "tool";
    if (this.#used.size < MAX_TOOLS) this.#used.set(id, { name, input });
    return sayTool(toolKey(id), { name, input, state: "running", at });
  }
}

/** What the person has typed among the blocks of a user's message. */
export function blocksOf(message: Json): readonly Json[] {
  return typeof message.content === "string"
    ? [{ type: "text", text: message.content }]
    : list(message.content).map(object);
}

/** Tokens of a reply. What came from a cache was read as well. */
export function tokensOf(usage: Json): { input: number; output: number } {
  return {
    input: count(usage.input_tokens) +
      count(usage.cache_creation_input_tokens) +
      count(usage.cache_read_input_tokens),
    output: count(usage.output_tokens),
  };
}

function toolKey(id: string): string {
  return `tool ${id}`;
}

function isSaid(value: unknown): boolean {
  return text(value).trim() !== "";
}
