/**
 * The conversation of a command that prints it as JSON, a value a line.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { promptOf } from "./command_prompt.ts";
import { list, object, parseObject, text, textOf } from "./logs/json.ts";
import { jsonOutputOf } from "./logs/json_output.ts";
import type { LogReader } from "./logs/log_reader.ts";
import { say } from "./logs/say.ts";
import type {
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
} from "./profile.ts";
import { StatementSigns } from "./statement_signs.ts";
import { Numbers, Statements } from "./statements.ts";
import { TypedLine } from "./typed_line.ts";

/** UTF-16 units of one notice of lines that are no JSON. */
const MAX_NOTICE = 64 * 1024;

export interface JsonSegmenterOptions {
  /** What was started: it may hold the question. */
  command: readonly string[];
  /** How its lines are read; by the command when it is left out. */
  reader?: LogReader;
}

/** Reads JSON lines; what is no JSON becomes a notice. */
export class JsonSegmenter implements Segmenter {
  readonly #reader: LogReader | undefined;
  readonly #statements: Statements;
  readonly #typed = new TypedLine();
  /** What the command asks; told before anything else, unless it comes back as output. */
  #asked: string | undefined;
  /** Whether what people type comes back as output. */
  readonly #echoes: boolean;
  readonly #signs = new StatementSigns();
  /** The notice that is being written, and its length. */
  #notice: { key: string; length: number } | undefined;
  #count = 0;

  constructor(start: SegmenterStart, options: JsonSegmenterOptions) {
    const { command } = options;
    const output = jsonOutputOf(command);
    this.#reader = options.reader ?? output?.reader();
    this.#echoes = output?.echoes ?? false;
    this.#statements = new Statements(new Numbers(start));
    // A session that is taken up again has told it.
    const isNew = start.lastId === 0 && !this.#echoes;
    this.#asked = isNew ? promptOf(command) : undefined;
  }

  read(reading: Reading): SegmenterEvent[] {
    switch (reading.type) {
      case "lines":
        return [...this.#begin(), ...this.#lines(reading.text)];
      case "typed":
        return [
          ...this.#begin(),
          ...this.#typed.push(reading.text).flatMap((line) => this.#ask(line)),
        ];
      case "statements":
        return reading.statements.flatMap((each) => this.#apply(each));
      default:
        return [];
    }
  }

  end(): SegmenterEvent[] {
    const rest = this.#reader?.end() ?? [];
    return [
      ...this.#begin(),
      ...this.#closeNotice(),
      ...rest.flatMap((each) => this.#statements.apply(each)),
    ];
  }

  /** What the command asks is said first. */
  #begin(): SegmenterEvent[] {
    const asked = this.#asked;
    this.#asked = undefined;
    return asked === undefined ? [] : this.#question(asked);
  }

  #lines(lines: string): SegmenterEvent[] {
    return lines.split("\n").flatMap((line) => {
      if (line.trim() === "") return [];
      if (!parseable(line)) return this.#note(line);
      const statements = this.#reader?.read(line) ?? [];
      return statements.flatMap((each) => this.#apply(each));
    });
  }

  #ask(line: string): SegmenterEvent[] {
    if (this.#echoes) return [];
    const said = typedQuestion(line);
    return said.trim() === "" ? [] : this.#question(said);
  }

  #question(said: string): SegmenterEvent[] {
    const key = `asked ${++this.#count}`;
    return this.#apply(say(key, "question", { text: said, at: null }));
  }

  #apply(statement: Statement): SegmenterEvent[] {
    const sign = this.#signs.read(statement);
    return [
      ...this.#closeNotice(),
      ...this.#statements.apply(statement),
      ...(sign ? [{ type: "sign" as const, sign }] : []),
    ];
  }

  /** Lines that are no JSON and follow one another are one notice. */
  #note(line: string): SegmenterEvent[] {
    const full = (this.#notice?.length ?? 0) > MAX_NOTICE;
    const closed = full ? this.#closeNotice() : [];
    this.#notice ??= { key: `notice ${++this.#count}`, length: 0 };
    const { key, length } = this.#notice;
    const added = length === 0 ? line : `\n${line}`;
    this.#notice.length += added.length;
    const said = say(key, "notice", { text: added, at: null, done: false });
    return [...closed, ...this.#statements.apply({ ...said, from: length })];
  }

  #closeNotice(): SegmenterEvent[] {
    const notice = this.#notice;
    this.#notice = undefined;
    if (!notice) return [];
    const said = say(notice.key, "notice", { text: "", at: null });
    return this.#statements.apply({ ...said, from: notice.length });
  }
}

/** A person's line: text, or JSON as `claude --input-format stream-json` takes it. */
function typedQuestion(line: string): string {
  const entry = parseObject(line);
  if (!entry) return line;
  if (entry.type !== "user") return "";
  const { content } = object(entry.message);
  return typeof content === "string"
    ? content
    : list(content).filter((block) => text(object(block).type) === "text")
      .map(textOf).join("\n");
}

function parseable(line: string): boolean {
  return parseObject(line) !== undefined;
}
