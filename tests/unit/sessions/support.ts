/**
 * What the tests of sessions share: a hub on a store of its own.
 *
 * @module
 */
import type { Entry, SessionEvent, Size } from "@/shared/domain.ts";
import type { FeedSession } from "@/shared/feed.ts";
import type { FeedEvent, FeedRecord } from "@/shared/feed_record.ts";
import { Screen } from "@/server/pipeline/screen.ts";
import { Hub } from "@/server/sessions/hub.ts";
import { openStore } from "@/server/store/open.ts";
import type { Batch, Store } from "@/server/store/store.ts";
import { Writer } from "@/server/store/writer.ts";
import { AT, ID, tempFolder } from "../store/support.ts";

export function feedSession(change: Partial<FeedSession> = {}): FeedSession {
  return {
    id: ID,
    name: "build",
    command: ["make", "all"],
    source: "pty",
    tags: ["x"],
    host: "here",
    cwd: "/src",
    pid: 42,
    size: { cols: 80, rows: 24 },
    writable: true,
    startedAt: AT,
    feeder: { pid: 7, start: "100" },
    ...change,
  };
}

/** Events as the records of a feed, numbered from `first`. */
export function records(events: FeedEvent[], first = 1): FeedRecord[] {
  return events.map((event, i) => ({ index: first + i, at: AT + i, event }));
}

export function printed(text: string, stream: 1 | 2 = 1): FeedEvent {
  return { type: "output", stream, data: new TextEncoder().encode(text) };
}

export const EXIT = { type: "exit", code: 0, signal: null } as const;

/** What the entries print, as text. */
export function textOf(entries: readonly { event: SessionEvent }[]): string {
  const decoder = new TextDecoder();
  return entries.map(({ event }) =>
    event.type === "output" ? decoder.decode(event.data) : ""
  ).join("");
}

export function seqsOf(entries: readonly Entry[]): number[] {
  return entries.map(({ seq }) => seq);
}

/** From `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** What a terminal shows after `writes`, as a snapshot draws it. */
export async function drawn(
  size: Size,
  ...writes: (Uint8Array | string)[]
): Promise<string> {
  using screen = new Screen(size);
  for (const write of writes) {
    screen.write(
      typeof write === "string" ? new TextEncoder().encode(write) : write,
    );
  }
  return await screen.snapshot();
}

/** A hub with its store and writer; `restart()` makes new ones on the same file. */
export class HubHouse implements AsyncDisposable {
  readonly path: string;
  readonly commits: Batch[][] = [];
  readonly #folder: AsyncDisposable;
  #store!: Store;
  #writer!: Writer;
  #hub!: Hub;

  private constructor(folder: { path: string } & AsyncDisposable) {
    this.#folder = folder;
    this.path = folder.path;
  }

  static async open(): Promise<HubHouse> {
    const house = new HubHouse(await tempFolder());
    await house.#start();
    return house;
  }

  get store(): Store {
    return this.#store;
  }

  get writer(): Writer {
    return this.#writer;
  }

  get hub(): Hub {
    return this.#hub;
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    await this.#folder[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    const store = await openStore(`${this.path}/s.db`);
    const hub = new Hub({
      store,
      writer: {
        add: (batch) => writer.add(batch),
        flush: () => writer.flush(),
      },
    });
    const writer: Writer = new Writer({
      store: {
        commit: async (batches) => {
          await store.commit(batches);
          this.commits.push([...batches]);
        },
      },
      onStored: (session, upTo) => hub.stored(session, upTo),
    });
    this.#store = store;
    this.#hub = hub;
    this.#writer = writer;
  }

  async #stop(): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }
}
