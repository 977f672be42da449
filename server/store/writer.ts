/**
 * Between the sessions and the store: collects what is new, stores it in few
 * transactions, and says what is safe.
 *
 * What cannot be stored is kept and tried again for ever. That stays bounded:
 * a feed stops sending when 8 MiB of it are not acknowledged, and it is
 * acknowledged only after {@linkcode WriterOptions.onStored}.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { Chunk } from "./chunk.ts";
import type { Batch, Store } from "./store.ts";

/** Longest time that something waits to be stored together with more, in ms. */
const DELAY = 100;

/** So many bytes are stored without waiting for more. */
const AT_ONCE = 1024 * 1024;

/** Between tries while the store cannot be written: doubled each time, in ms. */
const FIRST_RETRY = 250;
const LAST_RETRY = 5000;

export interface WriterHealth {
  ok: boolean;
  /** What is wrong, one sentence. */
  problem?: string;
}

export interface WriterOptions {
  store: Pick<Store, "commit">;
  /** A session is stored up to record `fed` of its feed and entry `seq`. */
  onStored(session: string, upTo: { fed: number; seq: number }): void;
  /** Called when the health has changed. */
  onHealth?(health: WriterHealth): void;
}

export class Writer implements AsyncDisposable {
  readonly #options: WriterOptions;
  /** Oldest first. */
  readonly #waiting: Chunk[] = [];
  #committing: Chunk | undefined;
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDue = Infinity;
  #retry: { at: number; pause: number } | undefined;
  #health: WriterHealth = { ok: true };
  #closed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  get health(): WriterHealth {
    return this.#health;
  }

  /** About how much is not stored yet. */
  get pendingBytes(): number {
    const waiting = this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    return waiting + (this.#committing?.bytes ?? 0);
  }

  /** Takes what is new. After the end nothing is taken: its feed will send it again. */
  add(batch: Batch): void {
    if (this.#closed) return;
    if (!this.#waiting.at(-1)?.add(batch)) {
      const chunk = new Chunk();
      chunk.add(batch);
      this.#waiting.push(chunk);
    }
    this.#arm();
  }

  /**
   * Resolves when all that was added before is stored, however long that takes.
   *
   * @throws {StreamerError} `unavailable` when the writer is closed before
   */
  async flush(): Promise<void> {
    const last = this.#waiting.at(-1) ?? this.#committing;
    if (!last) return;
    last.urgent = true;
    this.#arm();
    await last.stored;
  }

  /** Tries once more to store what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    while (this.#waiting.length > 0 && await this.#storeNext()) {
      /* goes on */
    }
    for (const chunk of this.#waiting.splice(0)) {
      chunk.settle(
        new StreamerError("unavailable", "Cannot store what is new: closed"),
      );
    }
  }

  /** One timer at a time, and none while nothing waits. */
  #arm(): void {
    if (this.#closed || this.#running || this.#waiting.length === 0) return;
    const due = this.#due();
    if (due >= this.#timerDue) return;
    clearTimeout(this.#timer);
    this.#timerDue = due;
    this.#timer = setTimeout(() => {
      this.#timerDue = Infinity;
      this.#running = this.#run();
    }, Math.max(0, due - performance.now()));
  }

  #due(): number {
    if (this.#retry) return this.#retry.at;
    const now = this.#waiting.some(({ urgent }) => urgent) ||
      this.pendingBytes >= AT_ONCE;
    return now ? 0 : this.#waiting[0]!.since + DELAY;
  }

  async #run(): Promise<void> {
    try {
      await this.#storeNext();
    } finally {
      this.#running = undefined;
      this.#arm();
    }
  }

  /** Stores the oldest chunk; false when that fails. */
  async #storeNext(): Promise<boolean> {
    const chunk = this.#committing = this.#waiting.shift()!;
    const batches = chunk.seal();
    try {
      await this.#options.store.commit(batches);
    } catch (cause) {
      this.#waiting.unshift(chunk);
      this.#failed(cause);
      return false;
    } finally {
      this.#committing = undefined;
    }
    this.#retry = undefined;
    this.#setHealth({ ok: true });
    for (const { info: { id, seq }, fed } of batches) {
      this.#options.onStored(id, { fed, seq });
    }
    chunk.settle();
    return true;
  }

  #failed(cause: unknown): void {
    const pause = Math.min(
      (this.#retry?.pause ?? FIRST_RETRY / 2) * 2,
      LAST_RETRY,
    );
    this.#retry = { at: performance.now() + pause, pause };
    const problem = cause instanceof Error ? cause.message : String(cause);
    this.#setHealth({ ok: false, problem });
  }

  #setHealth(health: WriterHealth): void {
    const { ok, problem } = this.#health;
    if (ok === health.ok && problem === health.problem) return;
    this.#health = health;
    this.#options.onHealth?.(health);
  }
}
