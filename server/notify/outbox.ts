/**
 * Notices on their way by one way: in order, tried again with growing pauses,
 * and never more than some.
 *
 * @module
 */
import type { Notice } from "./notice.ts";
import type { DeliveryEntry } from "./delivery_record.ts";
import { DeliveryError, type Way } from "./way.ts";

/** Notices that may wait; the oldest is dropped for one more. */
const MOST_WAITING = 100;

/** Milliseconds before the second, third, … attempt: five in seven minutes. */
const PAUSES: readonly number[] = [5_000, 20_000, 95_000, 300_000];

export interface OutboxOptions {
  way: Way;
  record(entry: DeliveryEntry): void;
  /** Milliseconds before each attempt but the first. */
  pauses?: readonly number[];
  mostWaiting?: number;
}

interface Waiting {
  notice: Notice;
  tries: number;
  dueAt: number;
}

export class Outbox implements Disposable {
  readonly #options: OutboxOptions;
  readonly #pauses: readonly number[];
  readonly #mostWaiting: number;
  readonly #stop = new AbortController();
  #waiting: Waiting[] = [];
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#pauses = options.pauses ?? PAUSES;
    this.#mostWaiting = options.mostWaiting ?? MOST_WAITING;
  }

  get way(): Way {
    return this.#options.way;
  }

  add(notice: Notice): void {
    if (this.#stop.signal.aborted) return;
    this.#waiting.push({ notice, tries: 0, dueAt: Date.now() });
    if (this.#waiting.length > this.#mostWaiting) {
      this.#drop(this.#waiting.shift()!, "too many notices wait");
    }
    void this.#work();
  }

  /** What is still on its way is not delivered any more. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    for (const one of this.#waiting) this.#drop(one, "the server has ended");
    this.#waiting = [];
  }

  /** Delivers what is due, one after the other, and comes back for the rest. */
  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    for (let one = this.#takeDue(); one; one = this.#takeDue()) {
      await this.#deliver(one);
    }
    this.#busy = false;
    const next = Math.min(...this.#waiting.map(({ dueAt }) => dueAt));
    if (next === Infinity) return;
    this.#timer = setTimeout(() => void this.#work(), next - Date.now());
  }

  #takeDue(): Waiting | undefined {
    const now = Date.now();
    const at = this.#waiting.findIndex(({ dueAt }) => dueAt <= now);
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  async #deliver(one: Waiting): Promise<void> {
    one.tries += 1;
    try {
      await this.way.deliver(one.notice, this.#stop.signal);
      this.#note(one, "delivered");
    } catch (cause) {
      this.#fail(one, cause);
    }
  }

  #fail(one: Waiting, cause: unknown): void {
    const known = cause instanceof DeliveryError;
    const reason = known ? cause.message : "failed in an unknown way";
    if (this.#stop.signal.aborted) {
      return this.#drop(one, "the server has ended");
    }
    const pause = this.#pauses[one.tries - 1];
    if (pause === undefined || (known && !cause.temporary)) {
      return this.#note(one, "failed", reason);
    }
    this.#note(one, "retrying", reason);
    this.#waiting.push({ ...one, dueAt: Date.now() + pause });
    this.#waiting.sort((a, b) => a.notice.at - b.notice.at);
  }

  #drop(one: Waiting, reason: string): void {
    this.#note(one, "dropped", reason);
  }

  #note(
    { notice, tries }: Waiting,
    outcome: DeliveryEntry["outcome"],
    reason?: string,
  ): void {
    const { id, session, status } = notice;
    this.#options.record({
      at: Date.now(),
      notice: id,
      session: session.id,
      name: session.name,
      status,
      way: this.way.name,
      outcome,
      tries,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
