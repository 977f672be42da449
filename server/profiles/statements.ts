/**
 * What an agent says itself, applied to a session's messages.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import type { SegmenterEvent, SegmenterStart } from "./profile.ts";
import { sameStart } from "./same_start.ts";

type MessageStatement = Extract<Statement, { type: "message" }>;

/** Messages that may still be gone on with; older ones stay as they are. */
const MAX_KEYS = 2_000;

/** UTF-16 units of text that are kept to find out what is new in a statement. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Numbers of messages and turns, shared by all who make messages in a session. */
export class Numbers {
  /** The last message's id. */
  lastId: number;
  /** The turn that messages belong to from now on. */
  turn: number;

  constructor({ lastId, turn }: SegmenterStart) {
    this.lastId = lastId;
    this.turn = turn;
  }

  nextId(): number {
    return ++this.lastId;
  }
}

interface Stated {
  id: number;
  turn: number;
  /** Undefined when it is no longer kept. */
  text: string | undefined;
  /** All but the text, as it was said last. */
  rest: string;
}

/**
 * Makes messages of statements: a key is a message. A statement that says
 * nothing new makes no patch, and a patch has only what is new.
 */
export class Statements {
  readonly #numbers: Numbers;
  readonly #stated = new Map<string, Stated>();
  /** UTF-16 units in them. */
  #kept = 0;
  readonly #turns = new Set<string>();

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** Applies `statement`. A question begins the next turn. */
  apply(statement: Statement): SegmenterEvent[] {
    return statement.type === "turn"
      ? this.#endTurn(statement)
      : this.#say(statement);
  }

  #say(statement: MessageStatement): SegmenterEvent[] {
    const { type, key, from: _from, text: _text, at: _at, ...told } = statement;
    const before = this.#stated.get(key) ?? this.#begin(statement);
    const { from, text, whole } = change(before.text, statement);
    const rest = JSON.stringify(told);
    const same = text === "" && from === before.text?.length;
    if (same && rest === before.rest) return [];
    const { id, turn } = before;
    this.#keep(key, { id, turn, text: whole, rest });
    return [{
      type,
      patch: { id, source: "structured", turn, from, text, ...told },
    }];
  }

  #begin({ kind }: MessageStatement): Stated {
    if (kind === "question") this.#numbers.turn++;
    const { turn } = this.#numbers;
    return { id: this.#numbers.nextId(), turn, text: "", rest: "" };
  }

  #endTurn(statement: Extract<Statement, { type: "turn" }>): SegmenterEvent[] {
    const { type, key, ...figures } = statement;
    const { turn } = this.#numbers;
    if (turn === 0 || this.#turns.has(key)) return [];
    remember(this.#turns, key);
    return [{ type, turn: { turn, ...figures } }];
  }

  /** The newest are kept. */
  #keep(key: string, stated: Stated): void {
    this.#drop(key);
    this.#stated.set(key, stated);
    this.#kept += stated.text?.length ?? 0;
    if (this.#stated.size > MAX_KEYS) {
      const [oldest] = this.#stated.keys();
      this.#drop(oldest!);
    }
    if (this.#kept > MAX_TEXT) this.#forgetTexts();
  }

  #drop(key: string): void {
    this.#kept -= this.#stated.get(key)?.text?.length ?? 0;
    this.#stated.delete(key);
  }

  /** Forgets the oldest texts, until half of what may be kept is left. */
  #forgetTexts(): void {
    for (const stated of this.#stated.values()) {
      if (this.#kept <= MAX_TEXT / 2) return;
      this.#kept -= stated.text?.length ?? 0;
      stated.text = undefined;
    }
  }
}

/** What a statement changes in the text `before`, which may be forgotten; `whole` is what it becomes. */
function change(
  before: string | undefined,
  { from, text }: MessageStatement,
): { from: number; text: string; whole: string | undefined } {
  if (before === undefined) {
    return { from, text, whole: from === 0 ? text : undefined };
  }
  const whole = before.slice(0, from) + text;
  const same = sameStart(before, whole);
  return { from: same, text: whole.slice(same), whole };
}

function remember(keys: Set<string>, key: string): void {
  keys.add(key);
  if (keys.size <= MAX_KEYS) return;
  const [oldest] = keys;
  keys.delete(oldest!);
}
