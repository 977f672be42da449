/**
 * What a session has said, from its first entry, for reading at length.
 *
 * @module
 */
import type { Entry, Message, SessionEvent, Size } from "@/shared/domain.ts";
import type { Delivery } from "@/shared/delivery.ts";
import type { ConversationPage } from "@/shared/protocol.ts";
import type { MessagePage, Store } from "../store/store.ts";
import { Lines } from "../pipeline/lines.ts";
import { loadTerminal } from "../pipeline/terminal.ts";
import type { Reading } from "../profiles/profile.ts";
import type { Hub } from "./hub.ts";
import { MessageReader } from "./message_reader.ts";
import type { Subscription } from "./subscription.ts";

/** How much is read from the store at a time. */
const PAGE = { limit: 500, bytes: 1024 * 1024 };

export interface ReadOptions {
  /** Whether to go on until the session ends. */
  follow: boolean;
  signal: AbortSignal;
}

export interface TranscriptsOptions {
  hub: Hub;
  store: Store;
  /** Settles when everything so far is stored. */
  stored(): Promise<void>;
}

export class Transcripts {
  readonly #options: TranscriptsOptions;

  constructor(options: TranscriptsOptions) {
    this.#options = options;
  }

  /** Entries in order, page by page, messages left out. */
  async *entries(id: string, options: ReadOptions): AsyncGenerator<Entry[]> {
    const { hub, store, stored } = this.#options;
    using news = options.follow
      ? hub.subscribe({ sessions: [id], types: ["pane.*", "session.ended"] })
      : undefined;
    options.signal.addEventListener("abort", () => news?.[Symbol.dispose]());
    let after = 0;
    while (!options.signal.aborted) {
      // Asked first: what is stored after the end is all there is.
      const ended = (await hub.info(id)).endedAt !== null;
      await stored();
      for (;;) {
        const page = await store.entries(id, { after, ...PAGE });
        if (page.length === 0) break;
        after = page.at(-1)!.seq;
        yield page;
      }
      if (!news || ended) return;
      // News only say that there is more; the store has it in order.
      await news.next();
    }
  }

  /** Clean text: whole lines, and at the end what is left of the last. */
  async *text(id: string, options: ReadOptions): AsyncGenerator<string> {
    const { source, size } = await this.#options.hub.info(id);
    if (source !== "exec") await loadTerminal();
    using text = new CleanText(source === "exec" ? undefined : size);
    for await (const page of this.entries(id, options)) {
      const lines = page.map(({ event }) => text.read(event)).join("");
      if (lines) yield lines;
    }
    const rest = text.end();
    if (rest) yield rest;
  }

  /**
   * Messages from the first. With `follow` each when it is done, and at the end
   * those that never were.
   */
  async *messages(id: string, options: ReadOptions): AsyncGenerator<Message[]> {
    const { hub, store, stored } = this.#options;
    using news = options.follow
      ? hub.subscribe({ sessions: [id], types: ["message.*", "session.ended"] })
      : undefined;
    options.signal.addEventListener("abort", () => news?.[Symbol.dispose]());
    const reader = new MessageReader(store, id);
    while (!options.signal.aborted) {
      const ended = (await hub.info(id)).endedAt !== null;
      await stored();
      yield* reader.read({ open: !news || ended });
      if (!news || ended || !await someDone(news)) return;
    }
  }

  /** A page of messages, and their turns that are complete. */
  async page(id: string, page: MessagePage): Promise<ConversationPage> {
    const { store } = this.#options;
    const messages = await store.messages(id, page);
    if (messages.length === 0) return { messages, turns: [] };
    const numbers = messages.map(({ turn }) => turn);
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    const turns = await store.turns(id, {
      before: last + 1,
      limit: last - first + 1,
    });
    return { messages, turns: turns.filter(({ turn }) => turn >= first) };
  }
}

/** Waits until a message may be done, or the session has ended; false when nothing comes any more. */
async function someDone(news: Subscription): Promise<boolean> {
  for (;;) {
    const batch = await news.next();
    if (!batch) return false;
    if (batch.some(isWorthALook)) return true;
  }
}

function isWorthALook(delivery: Delivery): boolean {
  if (delivery.type !== "entry") return true;
  const { event } = delivery.entry;
  return event.type === "message" && event.patch.done;
}

/**
 * The text of a session. Binary output is counted, not shown; of a full screen
 * there is what it looked like when it was left.
 */
class CleanText implements Disposable {
  readonly #lines: Lines;
  #partial = "";
  #binary = 0;

  /** For `terminal` see {@linkcode Lines}. */
  constructor(terminal: Size | undefined) {
    this.#lines = new Lines(terminal);
  }

  [Symbol.dispose](): void {
    this.#lines[Symbol.dispose]();
  }

  read(event: SessionEvent): string {
    if (event.type === "resize") this.#lines.resize(event.size);
    if (event.type === "input") return this.#take(this.#lines.settle());
    if (event.type === "gap") return this.#take(this.#lines.break());
    if (event.type !== "output") return "";
    return this.#take(this.#lines.read(event.stream, event.data));
  }

  end(): string {
    return this.#take(this.#lines.end()) + this.#noteBinary() + this.#partial;
  }

  #take(readings: readonly Reading[]): string {
    let text = "";
    for (const reading of readings) {
      if (reading.type === "lines") text += this.#noteBinary() + reading.text;
      else if (reading.type === "binary") this.#binary += reading.bytes;
      else if (reading.type === "screen" && reading.left) text += reading.text;
      if (reading.type === "lines") this.#partial = "";
      else if (reading.type === "partial") this.#partial = reading.text;
    }
    return text;
  }

  #noteBinary(): string {
    if (this.#binary === 0) return "";
    const note = `[${this.#binary} bytes of binary output]\n`;
    this.#binary = 0;
    return note;
  }
}
