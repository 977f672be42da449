/**
 * Reads the messages of a session from the first, each once.
 *
 * @module
 */
import { isTakenBack, type Message } from "@/shared/domain.ts";
import type { Store } from "../store/store.ts";

/** How many are read from the store at a time. */
const PAGE = 500;

export class MessageReader {
  readonly #store: Store;
  readonly #session: string;
  /** The newest message that was looked at. */
  #last = 0;
  /** Those before it that were not done yet, or not there: they may come. */
  readonly #awaited = new Set<number>();

  constructor(store: Store, session: string) {
    this.#store = store;
    this.#session = session;
  }

  /** What is done and was not given before; with `open`, what is not done too. */
  async *read({ open }: { open: boolean }): AsyncGenerator<Message[]> {
    const late = await this.#awaitedOnes(open);
    if (late.length > 0) yield late;
    for (;;) {
      const page = await this.#store.messages(this.#session, {
        after: this.#last,
        limit: PAGE,
      });
      if (page.length === 0) return;
      const given = page.filter(({ done }) => done || open);
      this.#lookedAt(page.at(-1)!.id, given);
      if (given.length > 0) yield given;
    }
  }

  async #awaitedOnes(open: boolean): Promise<Message[]> {
    if (this.#awaited.size === 0) return [];
    const ids = [...this.#awaited];
    const found = await this.#store.messagesOf(this.#session, ids, { open });
    for (const { id } of found) this.#awaited.delete(id);
    return found.filter((message) => !isTakenBack(message));
  }

  #lookedAt(last: number, given: readonly Message[]): void {
    while (this.#last < last) this.#awaited.add(++this.#last);
    for (const { id } of given) this.#awaited.delete(id);
  }
}
