/**
 * What is wrong with the server now, and who wants to know.
 *
 * @module
 */
import type { Health } from "@/shared/protocol.ts";

/** Problems by the part that has them; whoever watches is told of each change. */
export class HealthWatch {
  readonly #problems = new Map<string, string>();
  readonly #watchers = new Set<(health: Health) => void>();

  get value(): Health {
    const problems = [...this.#problems.values()];
    return { ok: problems.length === 0, problems };
  }

  set(part: string, problem: string | undefined): void {
    if (problem === undefined) this.#problems.delete(part);
    else this.#problems.set(part, problem);
    for (const watcher of this.#watchers) watcher(this.value);
  }

  watch(fn: (health: Health) => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }
}
