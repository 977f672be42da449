/**
 * The conversation that a screen shows a part of.
 *
 * @module
 */
import type {
  MessageKind,
  MessagePatch,
  MessageSource,
} from "@/shared/domain.ts";
import type { SegmenterStart } from "../profile.ts";
import { dedent } from "./blocks.ts";
import { align, match, type Seen, seen } from "./align.ts";
import { Known } from "./known.ts";
import { letters } from "./likeness.ts";
import { overlap } from "./overlap.ts";
import type { Block } from "./page.ts";
import { type MessageStatement, Told } from "./told.ts";

/** UTF-16 units of a message, after which the next one goes on with it. */
const MAX_TEXT = 256 * 1024;

/** Rows of a message by which it is known again, in screens: so many may change or come again at once. */
const KEPT_SCREENS = 3;

/** Messages whose rows are kept to know them again. */
const MAX_KNOWN = 1000;

/** Thoughts that may turn out to be told better. */
const MAX_THOUGHTS = 20;

/** Texts of the input box that are kept. */
const MAX_DRAFTS = 8;

/** Keeps the messages, and gives each change as a patch. */
export class Thread {
  turn: number;
  #lastId: number;
  readonly #sticky: boolean;
  /** Rows of a message that are kept. */
  #kept = 0;
  /** What stood in the input box lately. */
  readonly #drafts: string[] = [];
  /** What has been on the screen, in its order. */
  readonly #known: Known[] = [];
  /** What it said that it thought about, beside its messages. */
  readonly #thoughts: Known[] = [];
  /** What may still change: new ones, and those that are not done. */
  readonly #open = new Set<Known>();
  /** What the agent itself says of it. */
  readonly #told = new Told({
    shown: this.#known,
    create: (kind, turn) => this.#create({ kind, turn, source: "structured" }),
    nextTurn: () => ++this.turn,
    change: (known) => this.#open.add(known),
    takeBack: (known) => this.#takeBack(known),
  });

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
    return this.#told.hasBegun;
  }

  /** The turn of what is at the end of the screen. */
  get shownTurn(): number {
    return this.#known.at(-1)?.turn ?? this.turn;
  }

  /** Makes a message that has no place among those on the screen. */
  create(kind: MessageKind): Known {
    const turn = this.shownTurn;
    const known = this.#create({ kind, turn, source: "screen" });
    if (kind === "thinking") this.#thoughts.push(known);
    if (this.#thoughts.length > MAX_THOUGHTS) this.#thoughts.shift();
    return known;
  }

  /** `draft` stands in the input box: the next question may be what it says. */
  noteDraft(draft: string): void {
    const last = this.#drafts.at(-1);
    if (last !== undefined && isStep(last, draft)) this.#drafts.pop();
    this.#drafts.push(draft);
    if (this.#drafts.length > MAX_DRAFTS) this.#drafts.shift();
  }

  /** The screen of `rows` rows shows `blocks`, in this order. */
  see(blocks: readonly Block[], rows: number): void {
    this.#kept = KEPT_SCREENS * rows;
    const begun = this.#begun(blocks.map(seen));
    if (begun.length === 0) return;
    const { shown, places } = this.#place(begun);
    if (places === undefined) return;
    const first = places.find((place) => place !== undefined);
    const before = first ?? this.#known.length;
    const tail = this.#known.splice(before);
    tail.forEach((known, index) => {
      if (!places.includes(before + index)) this.#lose(known);
    });
    shown.forEach((block, index) => {
      const place = places[index];
      if (place === undefined) return this.#add(block);
      const known = tail[place - before]!;
      this.#known.push(known);
      this.#update(known, block, known === tail.at(-1));
    });
    for (const known of this.#known.slice(before, -1)) this.#close(known);
    this.#known.splice(0, this.#known.length - MAX_KNOWN);
  }

  /** A message that was none. */
  drop(known: Known): void {
    this.#takeBack(known);
  }

  /** The agent itself says so. */
  state(statement: MessageStatement): void {
    this.#told.state(statement);
  }

  /** The agent says that the turn is complete. Returns which one. */
  closeTurn(): number {
    const turn = this.#told.closeTurn();
    for (const thought of this.#thoughts) {
      if (thought.turn === turn && this.#told.told("thinking", turn)) {
        this.#takeBack(thought);
      }
    }
    this.close();
    return turn;
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
      known.trim(this.#kept);
      if (known.done) this.#open.delete(known);
    }
    return patches;
  }

  #create(
    about: { kind: MessageKind; turn: number; source: MessageSource },
  ): Known {
    const known = new Known({ id: ++this.#lastId, ...about });
    this.#open.add(known);
    return known;
  }

  /** Before the first question there are only greetings. */
  #begun(blocks: Seen[]): Seen[] {
    if (this.#known.length > 0) return blocks;
    const first = blocks.findIndex(({ kind }) => kind === "question");
    return first < 0 ? [] : blocks.slice(first);
  }

  /** Where `blocks` belong. Greetings above the first question have no place. */
  #place(
    blocks: Seen[],
  ): { shown: Seen[]; places: (number | undefined)[] | undefined } {
    if (this.#known.length === 0) {
      return { shown: blocks, places: blocks.map(() => undefined) };
    }
    const known = this.#known;
    const stretches = this.#stretches(blocks);
    // A greeting may begin like a message does: more that is known tells.
    let most = 0;
    let found: { shown: Seen[]; first: number | undefined } | undefined;
    for (const shown of stretches) {
      const first = align(shown, known);
      const count = Math.min(shown.length, known.length - (first ?? 0));
      if (count <= most) continue;
      most = count;
      found = { shown, first };
    }
    if (found) return { shown: found.shown, places: this.#placesFrom(found) };
    for (const shown of stretches) {
      const places = match(shown, known);
      const isGreeting = shown[0]!.kind === undefined &&
        places?.[0] === undefined;
      if (places && !isGreeting) return { shown, places };
    }
    const isNew = blocks[0]!.kind === "question" &&
      !known.some((one) =>
        one.kind === "question" && one.isWhole(blocks[0]!.norm)
      );
    const shown = isNew ? blocks : stretches.at(-1)!;
    const isCut = shown[0]!.kind === undefined && known.length > 0;
    const first = known.length - (isCut ? 1 : 0);
    return { shown, places: this.#placesFrom({ shown, first }) };
  }

  /** One place after the other; undefined when somebody has scrolled back. */
  #placesFrom(
    { shown, first }: { shown: Seen[]; first: number | undefined },
  ): (number | undefined)[] | undefined {
    if (first === undefined) return undefined;
    return shown.map((_, index) =>
      first + index < this.#known.length ? first + index : undefined
    );
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
    const told = this.#told.take(kind, block.lines);
    if (kind === "question" && !told) this.turn++;
    const turn = kind === "question" ? this.turn : this.shownTurn;
    const known = told ?? this.#create({ kind, turn, source: "screen" });
    this.#known.push(known);
    known.show(block.lines);
    known.indent = block.indent;
    if (told) return;
    known.tool = block.tool;
    known.hidden = this.#told.expects(kind);
    if (kind === "question") known.text = this.#asWritten(known.text);
  }

  /** A question is drawn as Markdown, or without blank lines: the input box has shown it as it was written. */
  #asWritten(question: string): string {
    const said = letters(question);
    const draft = this.#drafts.findLast((draft) => letters(draft) === said);
    return draft === undefined || isBeginning(draft, question)
      ? question
      : draft;
  }

  #update(known: Known, block: Seen, wasLast: boolean): void {
    // The rest of it is printed again in a moment.
    if (known.done && known.isBeginning(block.norm)) return;
    const before = known.norm;
    if (block.kind === undefined) this.#goOn(known, block);
    else {
      known.show(block.lines);
      known.indent = block.indent;
    }
    if (known.norm === before && known.done) return;
    this.#open.add(known);
    if (known.key !== undefined) return;
    if (block.kind !== undefined) {
      known.kind = block.kind;
      known.tool = block.tool;
    }
    const isFull = this.#known.at(-1) !== known;
    if (known.norm !== before && wasLast && !isFull) known.done = false;
    // It may be known by now which one it is.
    if (known.norm !== before) this.#tieLate(known);
  }

  #tieLate(known: Known): void {
    const told = this.#told.take(known.kind, known.lines);
    if (!told) return;
    told.show(known.lines);
    this.#known[this.#known.indexOf(known)] = told;
    this.#takeBack(known);
  }

  /** Its beginning has left the screen. */
  #goOn(known: Known, block: Seen): void {
    if (known.done && known.isEnd(block.norm)) return;
    const at = overlap(known, block.norm);
    const lines = block.lines.map((line) => dedent(line, known.indent));
    if (at !== undefined) known.continueAt(at, lines);
    else if (!known.isEnd(block.norm)) {
      known.continueAt(known.norm.length, ["", ...lines]);
    }
    if (known.length < MAX_TEXT || known.key !== undefined) return;
    known.done = true;
    const { kind, turn } = known;
    const next = this.#create({ kind, turn, source: "screen" });
    next.follow(known);
    this.#known[this.#known.length - 1] = next;
  }

  #close(known: Known): void {
    if (known.done || known.key !== undefined) return;
    known.done = true;
    this.#open.add(known);
  }

  /** It is not there any more. What was told may be seen again in another way. */
  #lose(known: Known): void {
    if (known.key === undefined) this.#takeBack(known);
    else this.#told.lose(known);
  }

  /** It was no message. */
  #takeBack(known: Known): void {
    if (known.key !== undefined) return;
    if (known.kind === "question" && known.turn === this.turn) this.turn--;
    known.replace("");
    known.tool = undefined;
    known.hidden = false;
    known.done = true;
    this.#open.add(known);
  }
}

/** Whether `draft` was seen before the last signs of `question` were written. */
function isBeginning(draft: string, question: string): boolean {
  const [begun, whole] = [draft, question].map((text) =>
    text.replace(/\s+/g, "")
  );
  return begun !== whole && whole!.startsWith(begun!);
}

/** Whether `next` is `draft` while it was being written. */
function isStep(draft: string, next: string): boolean {
  return next.startsWith(draft) || draft.startsWith(next);
}
