/**
 * What an agent says of its own conversation, and which messages on the screen
 * that is.
 *
 * Both are in the same order, so each is gone through once: what stands on the
 * screen before a message that was told, and was not told itself, was only
 * another look of what was.
 *
 * @module
 */
import type { MessageKind, Statement } from "@/shared/domain.ts";
import type { Known } from "./known.ts";
import { isAlike } from "./likeness.ts";

export type MessageStatement = Extract<Statement, { type: "message" }>;

/** Messages that may still be gone on with. */
const MAX_STATED = 2000;

/** Turns of which it is known what was told. */
const MAX_TURNS = 50;

/** Messages that wait to be seen. */
const MAX_AHEAD = 500;

/** Kinds that an agent tells better than its screen shows. */
const TOLD: ReadonlySet<MessageKind> = new Set([
  "question",
  "answer",
  "thinking",
  "tool",
]);

/** The messages on the screen. */
export interface ToldOptions {
  /** In their order. */
  shown: readonly Known[];
  create(kind: MessageKind, turn: number): Known;
  /** Begins a turn. */
  nextTurn(): number;
  /** There is news of it. */
  change(known: Known): void;
  /** It was no message. */
  takeBack(known: Known): void;
}

/** Keeps what was told. */
export class Told {
  readonly #options: ToldOptions;
  readonly #stated = new Map<string, Known>();
  /** Told, and not yet seen. */
  #ahead: Known[] = [];
  /** The turn that is being told. */
  #turn = 0;
  /** The kinds of messages that were told in the last turns. */
  readonly #kinds = new Map<number, Set<MessageKind>>();

  constructor(options: ToldOptions) {
    this.#options = options;
  }

  /** Whether the agent tells its conversation. */
  get hasBegun(): boolean {
    return this.#stated.size > 0;
  }

  /** Whether a message of this kind was told and is yet to be seen: the screen may show it in another way. */
  expects(kind: MessageKind): boolean {
    return kind !== "question" && TOLD.has(kind) &&
      this.#ahead.some((one) => one.kind === kind);
  }

  /** The message, told before, that the screen shows now. Those before it will not be seen. */
  take(kind: MessageKind, lines: readonly string[]): Known | undefined {
    const at = this.#ahead.findIndex((one) => isAlike(one, { kind, lines }));
    // A question that was not told yet comes after all that was.
    if (at < 0 && kind === "question") this.#ahead = [];
    if (at < 0) return undefined;
    return this.#ahead.splice(0, at + 1).at(-1);
  }

  /** It is not on the screen any more, where it stood before what is seen next. */
  lose(known: Known): void {
    this.#ahead.unshift(known);
  }

  state(statement: MessageStatement): void {
    const { key, kind, from, text, done, tool, permission } = statement;
    const known = this.#stated.get(key) ?? this.#begin(statement);
    if (kind === "question") this.#turn = known.turn;
    this.#kindsOf(this.#turn).add(kind);
    known.kind = kind;
    known.source = "structured";
    known.stated = known.stated.slice(0, from) + text;
    known.replace(known.stated);
    known.done = done;
    known.tool = tool ?? known.tool;
    known.permission = permission ?? known.permission;
    this.#options.change(known);
  }

  /** All of the turn was told: what the screen shows of it besides was no message. Returns the turn. */
  closeTurn(): number {
    for (const known of this.#behind()) {
      if (known.turn === this.#turn) this.#drop(known);
    }
    return this.#turn;
  }

  /** Whether messages of this kind were told in the turn that was told last. */
  told(kind: MessageKind, turn: number): boolean {
    return this.#kinds.get(turn)?.has(kind) === true;
  }

  #begin(statement: MessageStatement): Known {
    const { key, kind } = statement;
    const known = this.#find(statement) ?? this.#create(kind);
    known.key = key;
    this.#stated.set(key, known);
    if (this.#stated.size > MAX_STATED) {
      const [oldest] = this.#stated.keys();
      this.#stated.delete(oldest!);
    }
    return known;
  }

  /** The message on the screen that is told now. */
  #find({ kind, text, tool }: MessageStatement): Known | undefined {
    const behind = this.#behind();
    const at = behind.findIndex((one) =>
      !isGone(one) &&
      isAlike({ kind, text, tool }, { kind: one.kind, lines: one.opening })
    );
    if (at < 0) return undefined;
    for (const passed of behind.slice(0, at)) this.#drop(passed);
    const found = behind[at]!;
    found.hidden = false;
    return found;
  }

  #create(kind: MessageKind): Known {
    const { create, nextTurn } = this.#options;
    const turn = kind === "question" ? nextTurn() : this.#turn;
    const known = create(kind, turn);
    this.#ahead.push(known);
    if (this.#ahead.length > MAX_AHEAD) this.#ahead.shift();
    return known;
  }

  /** What the screen shows behind the last message that was told. */
  #behind(): Known[] {
    const { shown } = this.#options;
    const first = shown.findLastIndex(({ key }) => key !== undefined) + 1;
    return shown.slice(first).filter((one) =>
      one.key === undefined && TOLD.has(one.kind)
    );
  }

  /** It was told in another way, or not at all: an answer that was interrupted is kept by the screen alone. */
  #drop(known: Known): void {
    const { kind, turn } = known;
    const isKept = kind === "answer" && !this.told(kind, turn);
    if (!isKept && !isGone(known)) this.#options.takeBack(known);
  }

  #kindsOf(turn: number): Set<MessageKind> {
    let kinds = this.#kinds.get(turn);
    if (!kinds) this.#kinds.set(turn, kinds = new Set());
    if (this.#kinds.size > MAX_TURNS) {
      const [oldest] = this.#kinds.keys();
      this.#kinds.delete(oldest!);
    }
    return kinds;
  }
}

function isGone({ text, tool, hidden }: Known): boolean {
  return text === "" && tool === undefined && !hidden;
}
