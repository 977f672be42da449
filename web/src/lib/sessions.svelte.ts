/**
 * The list of sessions, kept current by the server.
 *
 * @module
 */
import { SvelteMap } from "svelte/reactivity";
import type { SessionInfo } from "@/shared/domain.ts";
import type { ServerEvent } from "@/shared/protocol.ts";
import { olderSessions } from "./api.ts";
import type { Connection } from "./connection.svelte.ts";
import { urgency, waits } from "./status.ts";

/** Ended sessions that the server sends by itself, and the size of a page of older ones. */
const RECENT = 200;

export class Sessions {
  /** What the list is searched for. */
  filter = $state("");
  /** Whether the server has been heard. */
  known = $state(false);
  readonly #all = new SvelteMap<string, SessionInfo>();
  readonly #newestFirst = $derived(
    [...this.#all.values()].sort((a, b) => b.startedAt - a.startedAt),
  );
  readonly live = $derived(
    this.#newestFirst.filter((info) => info.endedAt === null),
  );
  readonly ended = $derived(
    this.#newestFirst.filter((info) => info.endedAt !== null),
  );
  /** Those that need a person, the most urgent first. */
  readonly waiting = $derived(
    this.live.filter(waits).sort((a, b) => urgency(b) - urgency(a)),
  );
  /** Those that match the filter: what needs a person first, then what lives. */
  readonly shown = $derived({
    waiting: this.#matching(this.waiting),
    live: this.#matching(this.live.filter((info) => !waits(info))),
    ended: this.#matching(this.ended),
  });
  #exhausted = $state(false);
  /** Whether there may be more than the list holds. */
  readonly more = $derived(this.ended.length >= RECENT && !this.#exhausted);
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.listen({
      live: () => this.#subscribe(),
      event: (event) => this.#apply(event),
    });
  }

  get(id: string): SessionInfo | undefined {
    return this.#all.get(id);
  }

  get size(): number {
    return this.#all.size;
  }

  /** Loads the next page of older sessions. */
  async loadOlder(): Promise<void> {
    const before = this.ended.at(-1)?.startedAt;
    if (before === undefined) return;
    const older = await olderSessions({ before, limit: RECENT });
    for (const info of older) {
      if (!this.#all.has(info.id)) this.#all.set(info.id, info);
    }
    this.#exhausted = older.length < RECENT;
  }

  #matching(sessions: readonly SessionInfo[]): readonly SessionInfo[] {
    return sessions.filter((info) => matches(info, this.filter));
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#connection.request({
        action: "subscribe",
        filters: { types: ["session.*", "agent.status"] },
      });
      this.known = true;
    } catch {
      // The connection was lost: this is called again when it is back.
    }
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case "session.started":
      case "session.updated":
      case "session.ended":
        this.#all.set(event.session, event.data);
        return;
      case "agent.status": {
        const info = this.#all.get(event.session);
        if (!info) return;
        this.#all.set(event.session, {
          ...info,
          ...event.data,
          statusAt: event.at,
        });
      }
    }
  }
}

function matches(info: SessionInfo, filter: string): boolean {
  const text = [
    info.id,
    info.name,
    ...info.command,
    info.cwd,
    info.host,
    info.status,
    ...info.tags,
  ]
    .join(" ").toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
