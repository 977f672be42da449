/**
 * The newest entries of a session, for readers who come back after a moment.
 *
 * @module
 */
import type { Entry } from "@/shared/domain.ts";
import { messageUnits } from "@/shared/message_units.ts";

/** Keeps at most `limit` bytes of entries, the oldest go first. */
export class Ring {
  readonly #limit: number;
  /** From `#head` on; before it there is nothing any more. */
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#bytes += weigh(entry);
    while (this.#bytes > this.#limit && this.#head < this.#entries.length) {
      this.#bytes -= weigh(this.#entries[this.#head]!);
      this.#entries[this.#head] = undefined;
      this.#head += 1;
    }
    // Moving the rest down only when half is gone keeps the cost per entry flat.
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Everything after entry `after`, or undefined when some of it is gone. */
  since(after: number, newest: number): Entry[] | undefined {
    if (after >= newest) return [];
    const first = this.#entries[this.#head]?.seq;
    if (first === undefined || first > after + 1) return undefined;
    const from = this.#head + after + 1 - first;
    return this.#entries.slice(from) as Entry[];
  }
}

/** About how many bytes an entry holds in memory. */
export function weigh({ event }: Entry): number {
  switch (event.type) {
    case "output":
      return 64 + event.data.length;
    case "input":
      return 64 + event.text.length;
    case "message":
      return 128 + messageUnits(event.patch);
    default:
      return 128;
  }
}
