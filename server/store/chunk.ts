/**
 * What goes into one transaction: batches of many sessions, merged.
 *
 * Whole batches only, because each leaves its session in a state that fits
 * together: entries, the counters in its info, and the record it was fed to.
 *
 * @module
 */
import type { Entry, Message } from "@/shared/domain.ts";
import { messageUnits } from "@/shared/message_units.ts";
import type { Batch } from "./store.ts";

/**
 * Most bytes in a transaction, unless a single batch has more: a file is
 * written while everything else in the process waits.
 */
const MAX_BYTES = 4 * 1024 * 1024;

/** What a row is reckoned to cost beside its data. */
const ROW_BYTES = 100;

interface Merged extends Batch {
  entries: Entry[];
  messages: Message[];
}

export class Chunk {
  /** When the first batch came, by `performance.now()`. */
  readonly since = performance.now();
  /** Whether it should be stored without waiting for more. */
  urgent = false;
  readonly #bySession = new Map<string, Merged>();
  readonly #messages = new Map<string, Map<number, Message>>();
  readonly #stored = Promise.withResolvers<void>();
  #bytes = 0;
  #sealed = false;

  constructor() {
    // Only those who called flush() want to hear of a failure.
    this.#stored.promise.catch(() => {});
  }

  /** About what it weighs. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Settles when it is stored, or never will be. */
  get stored(): Promise<void> {
    return this.#stored.promise;
  }

  /** Adds `batch`, or says no when it is full or on its way. */
  add(batch: Batch): boolean {
    const bytes = weigh(batch);
    if (this.#sealed) return false;
    if (this.#bytes > 0 && this.#bytes + bytes > MAX_BYTES) return false;
    this.#bytes += bytes;
    this.urgent ||= batch.info.endedAt !== null;
    this.#merge(batch);
    return true;
  }

  /** Nothing can be added any more. */
  seal(): Batch[] {
    this.#sealed = true;
    return [...this.#bySession].map(([id, merged]) => ({
      ...merged,
      messages: [...this.#messages.get(id)?.values() ?? []],
    }));
  }

  settle(error?: Error): void {
    if (error) this.#stored.reject(error);
    else this.#stored.resolve();
  }

  #merge({ entries, messages, keyframe, ...news }: Batch): void {
    const { id } = news.info;
    const before = this.#bySession.get(id);
    const merged = before ?? { ...news, entries: [], messages: [] };
    Object.assign(merged, news);
    for (const entry of entries) merged.entries.push(entry);
    merged.keyframe = keyframe ?? merged.keyframe;
    this.#bySession.set(id, merged);
    for (const message of messages) this.#replace(id, message);
  }

  #replace(session: string, message: Message): void {
    const known = this.#messages.get(session) ?? new Map<number, Message>();
    const before = known.get(message.id);
    if (before) this.#bytes -= messageUnits(before);
    known.set(message.id, message);
    this.#messages.set(session, known);
  }
}

function weigh({ entries, messages, keyframe }: Batch): number {
  let bytes = ROW_BYTES + (keyframe?.screen.length ?? 0);
  for (const { event } of entries) {
    bytes += ROW_BYTES + (event.type === "output" ? event.data.length : 0);
  }
  for (const message of messages) bytes += ROW_BYTES + messageUnits(message);
  return bytes;
}
