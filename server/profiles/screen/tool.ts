/**
 * Messages that show the use of a tool.
 *
 * @module
 */
import type { ToolCall } from "@/shared/domain.ts";
import type { Layout } from "./layout.ts";
import type { Block } from "./page.ts";

/** UTF-16 units of a result that are kept. */
const MAX_RESULT = 16 * 1024;

/** `Bash(git status)`, `Ran git status`, `✓ ReadFile notes.txt`. */
const CALL =
  /^(?<name>[\p{L}_][\p{L}\p{N}_.-]*)(?:\((?<args>.*)\)?|[ :]+(?<rest>.*))?$/u;

/** What stands before a result. */
const BRANCH = /^\s*[⎿└│├↪⋮]\s?/u;

const RUNNING = /\b(?:running|waiting|executing)\b.*(?:…|\.\.\.)|⏳/i;
const FAILED =
  /^(?:✗|✘|✕|x )|\b(?:error|failed|denied|rejected|cancell?ed|exited \(status [1-9]|exit(?: code)?:? [1-9])/i;

/** `block` as a tool, when its rows say that it is one. */
export function asTool(layout: Layout, block: Block): Block {
  const { kind } = block;
  if (kind !== "answer" && kind !== "tool") return block;
  const [first = "", ...rest] = block.lines;
  const match = layout.tool?.exec(first) ?? null;
  const second = rest.find((line) => line.trim() !== "") ?? "";
  const isTool = kind === "tool" || match !== null ||
    layout.toolResult?.test(second) === true;
  if (!isTool) return block;
  const named = layout.call?.exec(first) ?? match;
  return { ...block, kind: "tool", tool: callOf(named, first, rest) };
}

function callOf(
  match: RegExpExecArray | null,
  first: string,
  rest: readonly string[],
): ToolCall {
  const call = CALL.exec(first)?.groups;
  const given = match?.groups;
  const branch = rest.findIndex((line) => BRANCH.test(line));
  const at = branch < 0 ? rest.indexOf("") : branch;
  const more = at < 0 ? given ? rest : [] : rest.slice(0, at);
  const head = given?.["input"] ?? call?.["args"]?.replace(/\)$/, "") ??
    call?.["rest"] ?? "";
  const result = at < 0 ? [] : rest.slice(at);
  const text = result.map((line) => line.replace(BRANCH, "")).join("\n").trim();
  return {
    name: given?.["name"] ?? call?.["name"] ?? first.trim(),
    input: [head, ...more.map((line) => line.trim())].join("\n").trim(),
    result: text.slice(0, MAX_RESULT),
    state: RUNNING.test(text) || RUNNING.test(first)
      ? "running"
      : FAILED.test(first) || FAILED.test(text.split("\n", 1)[0]!)
      ? "failed"
      : "done",
  };
}
