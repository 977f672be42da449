/**
 * The Gemini CLI's session log: `chats/session-….jsonl`, a line for each
 * message, said again when something was added to it, and `$set` lines that
 * patch what is there. Before, it was one `.json` that was written anew each
 * time.
 *
 * @module
 */
import type { Statement, ToolCall } from "@/shared/domain.ts";
import { withoutInjected } from "./injected.ts";
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
import { say, sayTool } from "./say.ts";

/** Messages whose saying again is left out when nothing in them is new. */
const REMEMBERED = 2_000;

/** UTF-16 units of a file that is one value; a longer one is not understood. */
const MAX_WHOLE = 64 * 1024 * 1024;

const STATES: Readonly<Record<string, ToolCall["state"]>> = {
  success: "done",
  error: "failed",
  cancelled: "failed",
};

export class GeminiLog implements LogReader {
  #turn: OpenTurn | undefined;
  /**
   * Whether what comes was said before: after a request was cancelled, the
   * history is written once more, with other ids.
   */
  #restates = false;
  /** When the agent has said something last. */
  #lastAt: number | null = null;
  /** What was stated, by key, as it was said. */
  readonly #stated = new Map<string, string>();
  /** The turn of each message. */
  readonly #turns = new Map<string, OpenTurn>();
  /** Lines of a file that is one value; undefined for a value a line. */
  #whole: { lines: string[]; length: number } | undefined;

  read(line: string): Statement[] {
    // A file that was cut off while it was written begins with this again.
    if (line.trimEnd() === "{") this.#whole = { lines: [], length: 0 };
    if (this.#whole) return this.#gather(this.#whole, line);
    const entry = parseObject(line);
    return entry ? this.#entry(entry) : [];
  }

  end(): Statement[] {
    return this.#endTurn();
  }

  /** A file that is written anew has what it had before, and more. */
  #gather(
    whole: { lines: string[]; length: number },
    line: string,
  ): Statement[] {
    whole.lines.push(line);
    whole.length += line.length;
    const ends = line.startsWith("}");
    if (ends || whole.length > MAX_WHOLE) this.#whole = undefined;
    const entry = ends ? parseObject(whole.lines.join("\n")) : undefined;
    return entry ? this.#entry(entry) : [];
  }

  #entry(entry: Json): Statement[] {
    // The history as the model gets it, in which nothing is new.
    if (object(entry.$set).messages !== undefined) this.#restates = false;
    const said = Array.isArray(entry.messages)
      ? entry.messages.map(object)
      : [entry];
    return said.flatMap((message) => this.#message(message))
      .filter((statement) => this.#isNews(statement));
  }

  #message(message: Json): Statement[] {
    switch (message.type) {
      case "user":
        return this.#ask(message);
      case "gemini":
        return this.#answer(message);
      case "info":
      case "error":
      case "warning": {
        const said = textOf(message.content);
        const at = timeOf(message.timestamp);
        return said.trim() === ""
          ? []
          : [say(keyOf(message), "notice", { text: said, at })];
      }
      default:
        return [];
    }
  }

  #ask(message: Json): Statement[] {
    const shown = message.displayContent ?? message.content;
    const parts = Array.isArray(shown) ? shown.map(textOf) : [textOf(shown)];
    const said = parts.map(withoutInjected).filter((part) => part !== "")
      .join("\n");
    this.#restates ||= this.#lastAt !== null && parts.some(isContext);
    if (said === "" || this.#restates) return [];
    const at = timeOf(message.timestamp);
    const key = keyOf(message);
    if (this.#stated.has(key)) return [];
    const ended = this.#endTurn();
    this.#turn = new OpenTurn(key, at);
    return [...ended, say(key, "question", { text: said, at })];
  }

  #answer(message: Json): Statement[] {
    if (message.tokens) this.#restates = false;
    if (this.#restates) return [];
    const at = timeOf(message.timestamp);
    const key = keyOf(message);
    this.#lastAt = at;
    const { input, output } = object(message.tokens);
    const tokens = { input: count(input), output: count(output) };
    this.#turnOf(key)?.count(key, tokens);
    const thought = list(message.thoughts).map(thoughtOf)
      .filter((each) => each !== "").join("\n\n");
    const answer = textOf(message.content);
    const tools = list(message.toolCalls).map(object);
    return [
      ...(thought === ""
        ? []
        : [say(`${key}/thinking`, "thinking", { text: thought, at })]),
      ...(answer.trim() === ""
        ? []
        : [say(`${key}/answer`, "answer", { text: answer, at })]),
      ...tools.map((tool, index) => toolOf(tool, `${key}/tool ${index}`)),
    ];
  }

  /** The turn in which the message `key` was said first. */
  #turnOf(key: string): OpenTurn | undefined {
    const turn = this.#turns.get(key) ?? this.#turn;
    if (turn) remember(this.#turns, { key, value: turn });
    return turn;
  }

  /**
   * Ends the turn that was open, when the next begins: an answer may be
   * followed by tools, and nothing tells that none will come.
   */
  #endTurn(): Statement[] {
    const turn = this.#turn;
    this.#turn = undefined;
    return turn ? [turn.end(this.#lastAt)] : [];
  }

  #isNews(statement: Statement): boolean {
    const said = JSON.stringify(statement);
    if (this.#stated.get(statement.key) === said) return false;
    remember(this.#stated, { key: statement.key, value: said });
    return true;
  }
}

/** Keeps the newest. */
function remember<Value>(
  map: Map<string, Value>,
  { key, value }: { key: string; value: Value },
): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  const [oldest] = map.keys();
  map.delete(oldest!);
}

function toolOf(call: Json, key: string): Statement {
  return sayTool(key, {
    name: text(call.name) || "tool",
    input: call.args,
    result: resultOf(call),
    state: STATES[text(call.status)] ?? "running",
    at: timeOf(call.timestamp),
  });
}

/** What the model was told of a tool, else what the person was shown. */
function resultOf(call: Json): string {
  const told = list(call.result).map((part) => {
    const response = object(object(object(part).functionResponse).response);
    return text(response.output) || text(response.error);
  }).filter((part) => part !== "").join("\n");
  return told || textOf(call.resultDisplay);
}

function thoughtOf(value: unknown): string {
  const { subject, description } = object(value);
  return [text(subject) && `**${text(subject)}**`, text(description)]
    .filter((part) => part !== "").join("\n\n");
}

/** What a history begins with. */
function isContext(part: string): boolean {
  return part.startsWith("<session_context>");
}

function keyOf(message: Json): string {
  return text(message.id) || `${text(message.type)} ${text(message.timestamp)}`;
}
