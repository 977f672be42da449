/**
 * What is typed into a terminal and waits for room there.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Most bytes that may wait. */
const MAX_WAITING = 4 * 1024 * 1024;

interface Item {
  data: Uint8Array<ArrayBuffer>;
  settle: PromiseWithResolvers<void>;
}

/** Bytes on their way into a terminal, in order. */
export class TypingQueue {
  readonly #items: Item[] = [];
  readonly #take: (data: Uint8Array<ArrayBuffer>) => number;
  #bytes = 0;

  /** @param take takes what there is room for, and returns how many bytes that was */
  constructor(take: (data: Uint8Array<ArrayBuffer>) => number) {
    this.#take = take;
  }

  get empty(): boolean {
    return this.#items.length === 0;
  }

  /**
   * Settles when `data` and all before it was taken; nothing may change it
   * until then. Empty data settles in its turn.
   *
   * @throws {StreamerError} `unavailable` when too much is waiting already
   */
  push(data: Uint8Array): Promise<void> {
    if (this.#bytes + data.length > MAX_WAITING) {
      return Promise.reject(
        new StreamerError(
          "unavailable",
          "Cannot type into the command: it does not read",
        ),
      );
    }
    const settle = Promise.withResolvers<void>();
    this.#items.push({ data: data as Uint8Array<ArrayBuffer>, settle });
    this.#bytes += data.length;
    this.flush();
    return settle.promise;
  }

  /** Hands over as much as there is room for. */
  flush(): void {
    for (let item = this.#items[0]; item; item = this.#items[0]) {
      const taken = item.data.length === 0 ? 0 : this.#take(item.data);
      this.#bytes -= taken;
      item.data = item.data.subarray(taken);
      if (item.data.length > 0) return;
      item.settle.resolve();
      this.#items.shift();
    }
  }

  /** Gives up on what waits. */
  fail(): void {
    for (const { settle } of this.#items.splice(0)) {
      settle.reject(closedError());
    }
    this.#bytes = 0;
  }
}

export function closedError(): StreamerError {
  return new StreamerError(
    "conflict",
    "Cannot type into the command: its terminal is closed",
  );
}
