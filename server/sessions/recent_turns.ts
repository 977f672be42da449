/**
 * The newest turns of a session that are complete.
 *
 * @module
 */
import type { Turn } from "@/shared/domain.ts";

/** Turns that a snapshot carries; older ones are read with their messages. */
export const MAX_TURNS = 200;

/** Keeps the newest {@linkcode MAX_TURNS} turns. */
export class RecentTurns {
  readonly #turns = new Map<number, Turn>();

  /** Takes a turn, in place of what was known of it. */
  set(turn: Turn): void {
    this.#turns.set(turn.turn, turn);
    if (this.#turns.size <= MAX_TURNS) return;
    const [oldest] = this.#turns.keys();
    this.#turns.delete(oldest!);
  }

  /** Oldest first. */
  list(): Turn[] {
    return [...this.#turns.values()];
  }
}
