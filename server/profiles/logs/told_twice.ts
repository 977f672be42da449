/**
 * What is told over two channels, of which either may be missing, once.
 *
 * @module
 */

/** Texts that are remembered at most; both channels tell one soon after the other. */
const MAX_TEXTS = 500;

/** Counts how often each channel has told each text. */
export class ToldTwice {
  readonly #counts = new Map<string, Map<string, number>>();

  /**
   * Whether `channel` tells `text` for more times than any other has: then
   * nobody has told this one yet.
   */
  isNew(channel: string, text: string): boolean {
    const counts = this.#counts.get(text) ?? new Map<string, number>();
    this.#counts.set(text, counts);
    if (this.#counts.size > MAX_TEXTS) {
      const [oldest] = this.#counts.keys();
      this.#counts.delete(oldest!);
    }
    const most = Math.max(0, ...counts.values());
    const mine = (counts.get(channel) ?? 0) + 1;
    counts.set(channel, mine);
    return mine > most;
  }

  /** Both channels have told all there was. */
  clear(): void {
    this.#counts.clear();
  }
}
