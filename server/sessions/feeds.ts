/**
 * Who feeds which session, and what becomes of a session whose feeder is gone.
 *
 * @module
 */
import type { Activity, FeedReply, FeedSession } from "@/shared/feed.ts";
import type { FeedRecord } from "@/shared/feed_record.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Milliseconds between looks at whether an absent feeder still lives. */
const LOOK_EVERY = 5_000;

export interface FeedsOptions {
  hub: Hub;
  /** Whether this process still runs. */
  isAlive(feeder: FeedSession["feeder"]): Promise<boolean>;
  /** Takes in what a dead feeder has left on disk for `session`. */
  collect(session: string): Promise<void>;
}

export class Feeds implements Disposable {
  readonly #options: FeedsOptions;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #open = true;

  constructor(options: FeedsOptions) {
    this.#options = options;
  }

  /** Begins or takes up the feed of a session; `send` is the way back. */
  async open(feed: FeedSession, send: (reply: FeedReply) => void) {
    const session = await this.#options.hub.open(feed);
    const link = { send };
    session.connect(link);
    this.#forget(session.info.id);
    return {
      acked: session.acked,
      ingest: (records: readonly FeedRecord[]) => session.ingest(records),
      probed: (activity: Activity | null) => session.probed(activity),
      close: () => {
        if (!session.isLinked(link)) return;
        session.connect(undefined);
        this.watch(session);
      },
    };
  }

  /** Waits for the feeder of `session` to come back, or ends it when it cannot. */
  watch(session: Session): void {
    if (session.info.connected || session.ended || !this.#open) return;
    this.#look(session, 100);
  }

  [Symbol.dispose](): void {
    this.#open = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #look(session: Session, delay: number): void {
    const { id } = session.info;
    this.#forget(id);
    const timer = setTimeout(async () => {
      if (session.info.connected || session.ended) return;
      if (await this.#options.isAlive(session.feeder)) {
        if (this.#open) this.#look(session, LOOK_EVERY);
        return;
      }
      await this.#options.collect(id);
      session.abandon();
    }, delay);
    this.#timers.set(id, timer);
  }

  #forget(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
