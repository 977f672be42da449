/**
 * Statements from what a log says.
 *
 * @module
 */
import type { MessageKind, ToolCall } from "@/shared/domain.ts";
import type { MessageStatement } from "./log_reader.ts";
import { object, text } from "./json.ts";

/** Longest input and result of a tool that is kept, in UTF-16 units. */
const MAX_DETAIL = 64 * 1024;

/** Longest text that names a tool and what it does. */
const MAX_TOOL_LINE = 200;

/** Longest name of a message that a {@linkcode Statement} may have. */
const MAX_KEY = 300;

/** What of a tool's input says what it does, the most telling first. */
const TELLING = [
  "command",
  "cmd",
  "file_path",
  "filePath",
  "absolute_path",
  "notebook_path",
  "path",
  "dir_path",
  "pattern",
  "query",
  "url",
  "prompt",
  "description",
  "skill",
  "subject",
];

/** What beside it only explains or bounds what is done. */
const INCIDENTAL =
  /^(description|timeout(_ms)?|justification|workdir|cwd|yield_time_ms|max_output_tokens|sandbox_permissions|prefix_rule|run_in_background|login|shell|tty)$/;

/** A whole message. */
export function say(
  key: string,
  kind: MessageKind,
  said: { text: string; at: number | null; tool?: ToolCall; done?: boolean },
): MessageStatement {
  const { done = true, ...rest } = said;
  return {
    type: "message",
    key: key.slice(0, MAX_KEY),
    kind,
    from: 0,
    ...rest,
    done,
  };
}

/** A message that says which tool is used, as far as the agent tells. */
export function sayTool(
  key: string,
  call: {
    name: string;
    input: unknown;
    result?: string;
    state: ToolCall["state"];
    at: number | null;
  },
): MessageStatement {
  const { name, input, result = "", state, at } = call;
  const tool = {
    name,
    input: cut(inputOf(input)),
    result: cut(result),
    state,
  };
  const done = state !== "running";
  return say(key, "tool", { text: toolLine(name, input), at, tool, done });
}

/** What a tool is called with: the one thing that matters, or JSON. */
function inputOf(input: unknown): string {
  if (typeof input === "string") return input;
  if (input === undefined || input === null) return "";
  const given = Object.entries(object(input));
  const main = given.filter(([name]) => !INCIDENTAL.test(name));
  const [only] = main.length > 0 ? main : given;
  return only !== undefined && main.length <= 1 && TELLING.includes(only[0]) &&
      words(only[1]) !== ""
    ? words(only[1])
    : JSON.stringify(input);
}

/** One line such as `Bash: git status`. */
function toolLine(name: string, input: unknown): string {
  const given = object(input);
  const telling = typeof input === "string"
    ? input
    : TELLING.map((each) => words(given[each])).find((each) => each !== "");
  const [line = ""] = (telling ?? "").trim().split(/\r?\n/);
  return short(line === "" ? name : `${name}: ${line.trim()}`);
}

/** Text, or the words of a command line. */
function words(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(" ") : text(value);
}

function short(line: string): string {
  return line.length > MAX_TOOL_LINE
    ? `${wholeUntil(line, MAX_TOOL_LINE - 1)}…`
    : line;
}

function cut(detail: string): string {
  if (detail.length <= MAX_DETAIL) return detail;
  const more = detail.length - MAX_DETAIL;
  return `${wholeUntil(detail, MAX_DETAIL)}\n[cut: ${
    more.toLocaleString("en-US")
  } more characters]`;
}

/** The first `length` units, never half a character. */
function wholeUntil(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
