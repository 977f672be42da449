/**
 * Messages written one after the other, as patches.
 *
 * @module
 */
import type {
  MessageKind,
  MessagePatch,
  MessageSource,
} from "@/shared/domain.ts";
import type { SegmenterStart } from "./profile.ts";
import { sameStart } from "./same_start.ts";

/**
 * Keeps one message open at a time. A patch costs what is new in it: what a
 * redraw leaves as it was is not said again.
 */
export class MessageWriter {
  /** The turn that messages belong to from now on. */
  turn: number;
  readonly #usual: MessageSource;
  #source: MessageSource;
  #id: number;
  #kind: MessageKind | undefined;
  /** UTF-16 units that stay. */
  #length = 0;
  /** What is shown behind them for now. */
  #shown = "";
  /** What the message was to be that came to nothing and whose id is free again. */
  #spare: MessageKind | undefined;

  constructor(start: SegmenterStart, source: MessageSource) {
    this.turn = start.turn;
    this.#id = start.lastId;
    this.#usual = source;
    this.#source = source;
  }

  /** The kind of the open message. */
  get kind(): MessageKind | undefined {
    return this.#kind;
  }

  /** UTF-16 units of the open message that stay. */
  get length(): number {
    return this.#length;
  }

  /** Where the open message comes from. */
  get source(): MessageSource {
    return this.#source;
  }

  /** Begins a message; the open one is closed. */
  open(kind: MessageKind, source = this.#usual): MessagePatch[] {
    const closed = this.close();
    if (this.#spare === undefined) this.#id++;
    this.#spare = undefined;
    this.#kind = kind;
    this.#source = source;
    return closed;
  }

  /** Writes `text` behind what stays, in place of what is shown. */
  append(text: string): MessagePatch[] {
    const patches = this.#replace(text);
    this.#length += text.length;
    this.#shown = "";
    return patches;
  }

  /** Shows `text` behind what stays, until something else takes its place. */
  show(text: string): MessagePatch[] {
    const patches = this.#replace(text);
    this.#shown = text;
    return patches;
  }

  /** Closes the open message with what is shown. An empty one gives its id to the next. */
  close(): MessagePatch[] {
    if (this.#kind === undefined) return [];
    const length = this.#length + this.#shown.length;
    const patches = length > 0 ? [this.#patch(length, "", true)] : [];
    if (length === 0) this.#spare = this.#kind;
    this.#kind = undefined;
    this.#length = 0;
    this.#shown = "";
    return patches;
  }

  /** Closes the last message, whatever is in it. */
  end(): MessagePatch[] {
    const patches = this.close();
    if (this.#spare === undefined) return patches;
    this.#kind = this.#spare;
    const closed = this.#patch(0, "", true);
    this.#kind = undefined;
    return [...patches, closed];
  }

  #replace(text: string): MessagePatch[] {
    const same = sameStart(this.#shown, text);
    if (same === text.length && same === this.#shown.length) return [];
    return [this.#patch(this.#length + same, text.slice(same), false)];
  }

  #patch(from: number, text: string, done: boolean): MessagePatch {
    const { turn } = this;
    const [id, kind, source] = [this.#id, this.#kind!, this.#source];
    return { id, kind, source, turn, from, text, done };
  }
}
