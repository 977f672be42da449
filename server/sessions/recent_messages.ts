/**
 * The newest messages of a session, as they stand.
 *
 * @module
 */
import type { Message } from "@/shared/domain.ts";

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
    this.#units -= this.#messages.get(message.id)?.text.length ?? 0;
    this.#units += message.text.length;
    this.#messages.set(message.id, message);
    for (const [id, { text }] of this.#messages) {
      if (id === message.id || !this.#tooMany()) return;
      this.#messages.delete(id);
      this.#units -= text.length;
    }
  }

  /** Oldest first. */
  list(): Message[] {
    return [...this.#messages.values()];
  }

  #tooMany(): boolean {
    return this.#messages.size > MAX_MESSAGES || this.#units > MAX_UNITS;
  }
}
