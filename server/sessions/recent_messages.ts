/**
 * The newest messages of a session, as they stand.
 *
 * @module
 */
import { isTakenBack, type Message } from "@/shared/domain.ts";
import { messageUnits } from "@/shared/message_units.ts";

const MAX_MESSAGES = 200;
const MAX_UNITS = 256 * 1024;

/** Keeps the newest messages, at most 200 and about 256 Ki characters of text. */
export class RecentMessages {
  readonly #messages = new Map<number, Message>();
  #units = 0;

  get(id: number): Message | undefined {
    return this.#messages.get(id);
  }

  set(message: Message): void {
    const before = this.#messages.get(message.id);
    this.#units += messageUnits(message) - (before ? messageUnits(before) : 0);
    this.#messages.set(message.id, message);
    for (const [id, oldest] of this.#messages) {
      if (id === message.id || !this.#tooMany()) return;
      this.#messages.delete(id);
      this.#units -= messageUnits(oldest);
    }
  }

  /** Oldest first, without those that were taken back. */
  list(): Message[] {
    return [...this.#messages.values()].filter((one) => !isTakenBack(one));
  }

  #tooMany(): boolean {
    return this.#messages.size > MAX_MESSAGES || this.#units > MAX_UNITS;
  }
}
