/**
 * Feeds one session to a server: numbers what happens, sends it, and keeps it
 * until the server has it for good.
 *
 * @module
 */
import type { Activity, FeedReply, FeedSession } from "@/shared/feed.ts";
import { encodeRecord, type FeedEvent } from "@/shared/feed_record.ts";
import { Batcher, concat } from "./batcher.ts";
import { Queue } from "./queue.ts";
import { type Block, Spool } from "./spool.ts";

/** Bytes that may be sent without being acknowledged. */
const WINDOW = 8 * 1024 * 1024;

/** Bytes that may wait in the socket. */
const MAX_BUFFERED = 2 * 1024 * 1024;

/** Bytes in memory beyond which the command waits for a server that is there. */
const HOLD_ABOVE = 8 * 1024 * 1024;

/** Bytes in memory beyond which the disk is used: nobody waited. */
const SPILL_ABOVE = 2 * HOLD_ABOVE;

/** Bytes that go together in one frame, where they are there. */
const FRAME = 64 * 1024;

/** Milliseconds without progress after which nobody waits for the server any more. */
const STALLED_AFTER = 1_000;

/** Milliseconds without progress after which the end no longer waits. */
const PATIENCE = 1_000;

/** Milliseconds between attempts to reach a server, more each time one is of no use. */
const RETRY = { first: 50, most: 2_000 };

/** What the server asks of the process. */
export type FeedOrder = Extract<
  FeedReply,
  {
    type:
      | "feed.input"
      | "feed.resize"
      | "feed.signal"
      | "feed.stop"
      | "feed.agent"
      | "feed.probe";
  }
>;

export interface FeederOptions {
  session: FeedSession;
  spool: Spool;
  /** Opens a socket to the server's feed door; rejects when there is none. */
  connect(): Promise<WebSocket>;
  onOrder(order: FeedOrder): void;
  /** Called once when the server refuses the feed for good. */
  onRefused(message: string): void;
}

export class Feeder implements Disposable {
  /** Told what is typed into the command, when it is passed. */
  onInput: ((text: string) => void) | undefined;
  readonly #options: FeederOptions;
  readonly #spool: Spool;
  readonly #batcher = new Batcher((event, at) => this.#record(event, at));
  #socket: WebSocket | undefined;
  /** Whether there is a connection, or one is being made. */
  #attempting = false;
  #ready = false;
  #index = 0;
  #acked = 0;
  #sentBytes = 0;
  /** Sizes of what was sent, by last record, to count what is under way. */
  readonly #underWay = new Queue<Block>();
  #progressAt = Date.now();
  #lostBytes = 0;
  #closed = false;
  #retryDelay = RETRY.first;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #drainTimer: ReturnType<typeof setTimeout> | undefined;
  #waiters: (() => void)[] = [];

  constructor(options: FeederOptions) {
    this.#options = options;
    this.#spool = options.spool;
    this.#connect();
  }

  /** Whether a server is taking the feed. */
  get connected(): boolean {
    return this.#ready;
  }

  output(stream: 1 | 2, data: Uint8Array): void {
    this.#batcher.output(stream, data);
  }

  pass(event: Exclude<FeedEvent, { type: "output" }>): void {
    if (event.type === "input") this.onInput?.(event.text);
    this.#batcher.pass(event);
  }

  /** Answers `feed.probe`, if the server that asked is still there. */
  tell(activity: Activity | null): void {
    if (!this.#ready) return;
    this.#socket?.send(JSON.stringify({ action: "activity", activity }));
  }

  /**
   * Settles when the command may go on: at once unless a server is there,
   * makes progress and cannot keep up.
   */
  async room(): Promise<void> {
    while (this.#mustHold()) {
      await Promise.race([
        this.#change(),
        new Promise((resolve) => setTimeout(resolve, STALLED_AFTER / 4)),
      ]);
    }
  }

  /**
   * Waits until the server has everything, as long as one is there and makes
   * progress; what it does not get is left in a file that it will find.
   */
  async finish(): Promise<"stored" | "spooled" | "lost"> {
    this.#batcher.flush();
    this.#progressAt = Date.now();
    while (!this.#spool.empty && !this.#closed && this.#attempting) {
      const left = this.#progressAt + PATIENCE - Date.now();
      if (left <= 0) break;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, left);
      await Promise.race([this.#change(), promise]);
      clearTimeout(timer);
    }
    const stored = this.#spool.empty;
    this[Symbol.dispose]();
    if (stored) return "stored";
    try {
      this.#spool.handOver();
      return "spooled";
    } catch {
      // The disk cannot take it; the caller says so.
      return "lost";
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#drainTimer);
    this.#socket?.close();
    this.#wake();
  }

  #record(event: FeedEvent, at: number): void {
    // Nothing has waited for the server until now.
    if (this.#spool.empty) this.#progressAt = Date.now();
    const lost = this.#lostBytes;
    const gap: FeedEvent[] = lost > 0 ? [{ type: "gap", bytes: lost }] : [];
    if (this.#add([...gap, event], at)) this.#lostBytes = 0;
    else if (event.type === "output") this.#lostBytes += event.data.length;
    this.#pump();
  }

  /** False when there is no room for all of it anywhere. */
  #add(events: readonly FeedEvent[], at: number): boolean {
    const first = this.#index + 1;
    const last = this.#index + events.length;
    const bytes = join(
      events.map((event, i) => encodeRecord({ index: first + i, at, event })),
    );
    // The end must never be lost, nor what is missing before it.
    if (events.at(-1)?.type === "exit") this.#spool.keep({ last, bytes });
    else if (!this.#spool.add({ last, bytes }, this.#isFull())) return false;
    this.#index = last;
    return true;
  }

  #isFull(): boolean {
    return this.#spool.memory > SPILL_ABOVE;
  }

  #mustHold(): boolean {
    return this.#ready && !this.#closed && !this.#stalled() &&
      this.#spool.memory > HOLD_ABOVE &&
      (!this.#spool.spilled || this.#spool.crowded);
  }

  #stalled(): boolean {
    return Date.now() - this.#progressAt > STALLED_AFTER;
  }

  #pump(): void {
    const socket = this.#socket;
    if (!this.#ready || !socket || this.#drainTimer !== undefined) return;
    while (this.#sentBytes < WINDOW) {
      if (socket.bufferedAmount > MAX_BUFFERED) return this.#pumpLater();
      const bytes = this.#frame();
      if (bytes.length === 0) return;
      socket.send(bytes);
    }
  }

  /** The next blocks that fit into one frame, at least one if there is any. */
  #frame(): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    while (size < FRAME) {
      const block = this.#spool.take();
      if (!block) break;
      parts.push(block.bytes);
      size += block.bytes.length;
      this.#underWay.push(block);
    }
    this.#sentBytes += size;
    return join(parts);
  }

  /** WebSocket has no event for a drained buffer, so it is looked at again. */
  #pumpLater(): void {
    this.#drainTimer = setTimeout(() => {
      this.#drainTimer = undefined;
      this.#pump();
    }, 2);
  }

  #connect(): void {
    const again = () => {
      this.#attempting = false;
      this.#wake();
      if (this.#closed) return;
      this.#retryTimer = setTimeout(() => this.#connect(), this.#retryDelay);
      this.#retryDelay = Math.min(this.#retryDelay * 1.5, RETRY.most);
    };
    this.#attempting = true;
    this.#options.connect().then((socket) => {
      if (this.#closed) return socket.close();
      this.#socket = socket;
      socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
      socket.onclose = () => {
        this.#ready = false;
        this.#socket = undefined;
        again();
      };
      const { session } = this.#options;
      socket.send(JSON.stringify({ action: "feed", v: 1, session }));
    }, again);
  }

  #receive(reply: FeedReply): void {
    switch (reply.type) {
      case "feed.ready":
        this.#ack(reply.acked);
        this.#spool.rewind();
        this.#underWay.clear();
        this.#sentBytes = 0;
        this.#ready = true;
        return this.#pump();
      case "feed.ack":
        this.#ack(reply.acked);
        return this.#pump();
      case "feed.error":
        if (reply.code !== "bad_request") return;
        this.#closed = true;
        return this.#options.onRefused(reply.message);
      default:
        return this.#options.onOrder(reply);
    }
  }

  #ack(last: number): void {
    if (last > this.#acked || !this.#ready) this.#progressAt = Date.now();
    if (last > this.#acked) this.#retryDelay = RETRY.first;
    this.#acked = Math.max(this.#acked, last);
    this.#spool.ack(last);
    for (let block = this.#underWay.at(0); block && block.last <= last;) {
      this.#underWay.shift();
      this.#sentBytes -= block.bytes.length;
      block = this.#underWay.at(0);
    }
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

/** As {@linkcode concat}, without copying what is in one piece already. */
function join(parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  return parts.length === 1 ? parts[0]! : concat(parts);
}
