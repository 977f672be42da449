/**
 * One reader of many sessions, with a bounded queue of its own.
 *
 * @module
 */
import type { Entry, SessionInfo } from "@/shared/domain.ts";
import { type Delivery, type InfoChange, wireType } from "@/shared/delivery.ts";
import { matchesGlob } from "@/shared/glob.ts";
import type { Filters } from "@/shared/protocol.ts";
import { weigh } from "./ring.ts";

/** Bytes that may wait for one reader before it is counted as too slow. */
export const MAX_BEHIND = 4 * 1024 * 1024;

/**
 * Collects what its filters want. A reader who is too slow loses what waits
 * and is told so with `lagged`; nobody ever waits for a reader.
 */
export class Subscription implements Disposable {
  readonly #filters: Filters;
  readonly #onClose: () => void;
  #queue: Delivery[] = [];
  #bytes = 0;
  readonly #lagged = new Map<string, number>();
  #wake = Promise.withResolvers<void>();
  #open = true;

  constructor(filters: Filters, onClose: () => void) {
    this.#filters = filters;
    this.#onClose = onClose;
  }

  /** The sessions that the filters name; empty when they name none. */
  get named(): readonly string[] {
    return this.#filters.sessions ?? [];
  }

  wantsType(type: string): boolean {
    return this.#filters.types?.some((glob) => matchesGlob(glob, type)) ?? true;
  }

  wantsSession({ id, name }: { id: string; name: string }): boolean {
    const { sessions } = this.#filters;
    return sessions?.some((one) => one === id || one === name) ?? true;
  }

  /** Offers an entry of a session it wants. */
  offer(session: string, entry: Entry): void {
    if (!this.#open || this.#lagged.has(session)) return;
    if (!this.wantsType(wireType(entry.event))) return;
    this.#push({ type: "entry", session, entry }, weigh(entry));
  }

  /** Offers the news that a session began, changed or ended. */
  announce(change: InfoChange, info: SessionInfo): void {
    if (!this.#open || !this.wantsType(`session.${change}`)) return;
    this.#push({ type: "info", change, info }, 1024);
  }

  /** What has come since the last call; waits for something. Undefined: closed. */
  async next(): Promise<Delivery[] | undefined> {
    while (this.#open && this.#queue.length + this.#lagged.size === 0) {
      await this.#wake.promise;
    }
    if (!this.#open) return undefined;
    this.#wake = Promise.withResolvers();
    const lagged = Array.from(
      this.#lagged,
      ([session, after]): Delivery => ({ type: "lagged", session, after }),
    );
    const batch = [...lagged, ...this.#queue];
    this.#queue = [];
    this.#bytes = 0;
    this.#lagged.clear();
    return batch;
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#queue = [];
    this.#onClose();
    this.#wake.resolve();
  }

  #push(delivery: Delivery, bytes: number): void {
    this.#queue.push(delivery);
    this.#bytes += bytes;
    if (this.#bytes > MAX_BEHIND) this.#lag();
    this.#wake.resolve();
  }

  /** Forgets all entries that wait; what is only announced is kept. */
  #lag(): void {
    const kept: Delivery[] = [];
    for (const delivery of this.#queue) {
      if (delivery.type !== "entry") kept.push(delivery);
      else if (!this.#lagged.has(delivery.session)) {
        this.#lagged.set(delivery.session, delivery.entry.seq - 1);
      }
    }
    this.#queue = kept.slice(-1000);
    this.#bytes = this.#queue.length * 1024;
  }
}
