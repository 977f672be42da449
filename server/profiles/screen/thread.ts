/**
 * The conversation that a screen shows a part of.
 *
 * @module
 */
import type { MessageKind, MessagePatch, Statement } from "@/shared/domain.ts";
import type { SegmenterStart } from "../profile.ts";
import { align, alignRoughly, type Seen, seen } from "./align.ts";
import { Known } from "./known.ts";
import { isAlike, letters } from "./likeness.ts";
import { overlap } from "./overlap.ts";
import type { Block } from "./page.ts";

/** UTF-16 units of a message, after which the next one goes on with it. */
const MAX_TEXT = 256 * 1024;

/** Messages whose rows are kept to know them again. */
const MAX_KNOWN = 1000;

/** Texts of the input box that are kept. */
const MAX_DRAFTS = 8;

/** Kinds that the agent's own log tells better. */
const TOLD: ReadonlySet<MessageKind> = new Set([
  "question",
  "answer",
  "thinking",
  "tool",
]);

type MessageStatement = Extract<Statement, { type: "message" }>;

/** Keeps the messages, and gives each change as a patch. */
export class Thread {
  turn: number;
  #lastId: number;
  readonly #sticky: boolean;
  /** What stood in the input box lately. */
  readonly #drafts: string[] = [];
  /** What has been on the screen, in its order. */
  readonly #known: Known[] = [];
  /** What may still change: new ones, and those that are not done. */
  readonly #open = new Set<Known>();
  readonly #stated = new Map<string, Known>();
  /** Stated, and not yet seen on the screen. */
  readonly #unseen: Known[] = [];
  /** Whether the agent's own log tells the conversation. */
  #isTold = false;

  /** With `sticky`, the first question on the screen may be one that stays above. */
  constructor(start: SegmenterStart, sticky = false) {
    this.#sticky = sticky;
    this.turn = start.turn;
    this.#lastId = start.lastId;
  }

  /** Whether anything was asked yet. */
  get hasBegun(): boolean {
    return this.turn > 0;
  }

  /** Whether the agent's own log tells the conversation. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** The newest message on the screen. */
  get last(): Known | undefined {
    return this.#known.at(-1);
  }

  /** Makes a message that has no place among those on the screen. */
  create(kind: MessageKind, source: Known["source"] = "screen"): Known {
    const { turn } = this;
    const known = new Known({ id: ++this.#lastId, turn, kind, source });
    this.#open.add(known);
    return known;
  }

  /** `draft` stands in the input box: the next question may be what it says. */
  noteDraft(draft: string): void {
    const last = this.#drafts.at(-1);
    if (last !== undefined && isStep(last, draft)) this.#drafts.pop();
    this.#drafts.push(draft);
    if (this.#drafts.length > MAX_DRAFTS) this.#drafts.shift();
  }

  /** The screen shows `blocks`, in this order. */
  see(blocks: readonly Block[]): void {
    const { shown, first } = this.#place(this.#begun(blocks.map(seen)));
    if (shown.length === 0 || first === undefined) return;
    shown.forEach((block, index) => {
      const known = this.#known[first + index];
      if (!known) this.#add(block);
      else this.#update(known, block);
    });
    for (const gone of this.#known.splice(first + shown.length)) {
      this.#takeBack(gone);
    }
    for (const known of this.#known.slice(first, -1)) this.#close(known);
    this.#known.splice(0, this.#known.length - MAX_KNOWN);
  }

  /** The agent itself says so. */
  state(statement: MessageStatement): void {
    this.#isTold = true;
    const known = this.#stated.get(statement.key) ?? this.#tie(statement);
    const { kind, from, text, done, tool, permission } = statement;
    known.kind = kind;
    known.source = "structured";
    known.text = known.stated.slice(0, from) + text;
    known.stated = known.text;
    known.done = done;
    known.tool = tool ?? known.tool;
    known.permission = permission ?? known.permission;
    this.#open.add(known);
  }

  /** The agent says that the turn is complete: what only the screen has shown of it is not a message. */
  closeTurn(): void {
    for (const known of this.#known) {
      const isLeft = known.key === undefined && TOLD.has(known.kind);
      if (this.#isTold && isLeft && known.turn === this.turn) {
        this.#takeBack(known);
      }
    }
    for (const known of this.#open) known.done = true;
  }

  /** Nothing more will come to the messages there are. */
  close(): void {
    for (const known of this.#open) known.done = true;
  }

  /** What is new since this was last asked. */
  patches(): MessagePatch[] {
    const patches: MessagePatch[] = [];
    for (const known of this.#open) {
      const patch = known.patch();
      if (patch) patches.push(patch);
      if (known.done) this.#open.delete(known);
    }
    return patches;
  }

  /** Before the first question there are only greetings. What has no beginning is an answer, or the end of one. */
  #begun(blocks: Seen[]): Seen[] {
    if (this.hasBegun) return blocks;
    const first = blocks.findIndex(({ kind }) => kind === "question");
    return first < 0 ? [] : blocks.slice(first);
  }

  /** Where `blocks` belong. Greetings above the first question have no place. */
  #place(
    blocks: Seen[],
  ): { shown: Seen[]; first: number | undefined } {
    const known = this.#known;
    const stretches = this.#stretches(blocks);
    for (const shown of stretches) {
      const first = align(shown, known);
      if (first !== known.length) return { shown, first };
    }
    for (const shown of stretches) {
      const first = alignRoughly(shown, known);
      if (first !== known.length) return { shown, first };
    }
    const shown = stretches.at(-1)!;
    const isCut = shown[0]?.kind === undefined && known.length > 0;
    return { shown, first: known.length - (isCut ? 1 : 0) };
  }

  /** `blocks`, and what is left of them without a greeting or a question that stays above. */
  #stretches(blocks: Seen[]): Seen[][] {
    const stretches = [blocks];
    let rest = blocks;
    if (this.#sticky && rest[0]?.kind === "question" && rest.length > 1) {
      stretches.push(rest = rest.slice(1));
    }
    if (rest[0]?.kind === undefined && rest.length > 1) {
      stretches.push(rest.slice(1));
    }
    return stretches;
  }

  #add(block: Seen): void {
    const kind = block.kind ?? "answer";
    const unseen = this.#takeUnseen(kind, block);
    if (kind === "question" && !unseen) this.turn++;
    const known = unseen ?? this.create(kind);
    this.#known.push(known);
    known.show(block.lines);
    if (kind === "question" && !unseen) {
      known.text = this.#asWritten(known.text);
    }
    if (!unseen) known.tool = block.tool;
  }

  /** A question is drawn as Markdown, or without blank lines: the input box has shown it as it was written. */
  #asWritten(question: string): string {
    const said = letters(question);
    return this.#drafts.findLast((draft) => letters(draft) === said) ??
      question;
  }

  #update(known: Known, block: Seen): void {
    const before = known.norm;
    if (block.kind === undefined) this.#goOn(known, block);
    else {
      if (known.key === undefined) {
        known.kind = block.kind;
        known.tool = block.tool ?? known.tool;
      }
      known.show(block.lines);
    }
    const isLast = known === this.last;
    if (known.norm === before && known.done) return;
    if (known.norm !== before && isLast && known.key === undefined) {
      known.done = false;
    }
    this.#open.add(known);
  }

  /** Its beginning has left the screen. */
  #goOn(known: Known, block: Seen): void {
    const at = overlap(known, block.norm);
    if (at !== undefined) known.continueAt(at, block.lines);
    else if (!known.norm.endsWith(block.norm)) {
      known.continueAt(known.norm.length, ["", ...block.lines]);
    }
    if (known.text.length < MAX_TEXT || known.key !== undefined) return;
    known.done = true;
    const next = this.create(known.kind);
    this.#known.push(next);
  }

  #close(known: Known): void {
    if (known.done || known.key !== undefined) return;
    known.done = true;
    this.#open.add(known);
  }

  /** What is not there any more was no message. */
  #takeBack(known: Known): void {
    if (known.key !== undefined) return;
    if (known.kind === "question" && known.turn === this.turn) this.turn--;
    known.text = "";
    known.tool = undefined;
    known.done = true;
    this.#open.add(known);
  }

  /** The message that `statement` is about, or a new one. */
  #tie(statement: MessageStatement): Known {
    const { key, kind, text, tool } = statement;
    const known =
      this.#known.find((one) =>
        one.key === undefined && one.turn >= this.turn - 1 && !isEmpty(one) &&
        isAlike({ kind, text, tool }, one)
      ) ?? this.#createStated(kind);
    known.key = key;
    this.#stated.set(key, known);
    return known;
  }

  #createStated(kind: MessageKind): Known {
    if (kind === "question") this.turn++;
    const known = this.create(kind, "structured");
    this.#unseen.push(known);
    if (this.#unseen.length > MAX_KNOWN) this.#unseen.shift();
    return known;
  }

  #takeUnseen(kind: MessageKind, { lines }: Seen): Known | undefined {
    const shown = { kind, lines };
    const at = this.#unseen.findIndex((one) => isAlike(one, shown));
    return at < 0 ? undefined : this.#unseen.splice(at, 1)[0];
  }
}

/** Whether `next` is `draft` while it was being written. */
function isStep(draft: string, next: string): boolean {
  return next.startsWith(draft) || draft.startsWith(next);
}

function isEmpty({ text, tool }: Known): boolean {
  return text === "" && tool === undefined;
}
