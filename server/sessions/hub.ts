/**
 * Every session there is: the live ones in memory, the others in the store.
 *
 * @module
 */
import type { Entry, Message, SessionInfo } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { FeedSession } from "@/shared/feed.ts";
import type { Filters, Snapshot } from "@/shared/protocol.ts";
import { Pipeline } from "../pipeline/pipeline.ts";
import { Screen } from "../pipeline/screen.ts";
import { loadTerminal } from "../pipeline/terminal.ts";
import type { Profile } from "../profiles/profile.ts";
import { pickProfile, recognize } from "../profiles/registry.ts";
import type { Store, StoredSession } from "../store/store.ts";
import type { Writer } from "../store/writer.ts";
import { Session } from "./session.ts";
import { MAX_TURNS } from "./recent_turns.ts";
import type { StatusChange } from "./status.ts";
import { storedScreen } from "./stored_screen.ts";
import { Subscription } from "./subscription.ts";

/** Messages that a snapshot carries; older ones are read page by page. */
const SNAPSHOT_MESSAGES = 200;

/** Characters of an id that may stand for it, if no other begins so. */
const SHORTEST_PREFIX = 2;

/** Most output, and most of messages, that is sent again to a reader who comes back, in bytes. */
const RESUME_BYTES = 4 * 1024 * 1024;

export interface HubOptions {
  store: Store;
  writer: Pick<Writer, "add" | "flush">;
  /** Told of each change of a session's status. */
  onStatus?(session: Session, change: StatusChange): void;
  /** Agents of the configuration. */
  agents?: readonly Profile[];
  /** Milliseconds without a sign of life after which an open turn is stuck. */
  stuckAfter?: number;
}

export class Hub implements Disposable {
  readonly #store: Store;
  readonly #writer: HubOptions["writer"];
  readonly #options: HubOptions;
  readonly #live = new Map<string, Session>();
  /** Those on their way from the store, so that none comes twice. */
  readonly #opening = new Map<string, Promise<Session>>();
  readonly #subscriptions = new Set<Subscription>();

  constructor(options: HubOptions) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#options = options;
  }

  /** Sessions that have not ended. */
  get live(): number {
    return [...this.#live.values()].filter((one) => !one.ended).length;
  }

  /** Live sessions, and with `ended` those of the store, newest first. */
  async list(
    page: { ended: boolean; limit: number; before?: number | undefined },
  ): Promise<SessionInfo[]> {
    const infos = new Map<string, SessionInfo>();
    for (const { info } of this.#live.values()) infos.set(info.id, info);
    for (const info of await this.#store.sessions(page)) {
      if (!infos.has(info.id)) infos.set(info.id, info);
    }
    const { before = Infinity, ended } = page;
    return [...infos.values()]
      .filter((info) => ended || info.endedAt === null)
      .filter((info) => info.startedAt < before)
      .sort((a, b) => b.startedAt - a.startedAt)
      .slice(0, page.limit);
  }

  /**
   * The id of the one session with this id, beginning of an id, or name; of
   * several with one name the newest.
   *
   * @throws {StreamerError} `not_found`
   */
  async resolve(text: string): Promise<string> {
    if (this.#live.has(text)) return text;
    const live = [...this.#live.values()].map(({ info }) => info)
      .sort((a, b) => b.startedAt - a.startedAt);
    const known = [...live, ...await this.#store.find(text)];
    const exact = known.find(({ id }) => id === text) ??
      known.find(({ name }) => name === text);
    if (exact) return exact.id;
    const prefixed = known.filter(({ id }) => id.startsWith(text));
    const [found, second] = new Set(prefixed.map(({ id }) => id));
    if (!found || text.length < SHORTEST_PREFIX) throw notFound(text);
    if (!second) return found;
    throw new StreamerError(
      "bad_request",
      `Cannot tell which session "${text}" is: ${found} and ${second} begin with it`,
    );
  }

  /** The session with this exact id, as it stands. */
  async info(id: string): Promise<SessionInfo> {
    const live = this.#live.get(id);
    if (live) return live.info;
    const stored = await this.#store.session(id);
    if (stored) return stored.info;
    throw notFound(id);
  }

  /** The live session with this id, for what only a live one can do. */
  session(id: string): Session {
    const session = this.#live.get(id);
    if (session) return session;
    throw new StreamerError(
      "conflict",
      `Cannot reach session "${id}": it has ended`,
    );
  }

  /** The session that `feed` describes: a new one, or the one it goes on with. */
  async open(feed: FeedSession): Promise<Session> {
    const session = await this.#once(feed.id, async () => {
      const stored = await this.#store.session(feed.id);
      return stored ? await this.#resume(stored) : await this.#begin(feed);
    });
    session.notify = feed.notify ?? [];
    return session;
  }

  /** Takes up what a server before this one left without an end. */
  async resumeUnfinished(): Promise<Session[]> {
    const sessions: Session[] = [];
    for (const stored of await this.#store.unfinished()) {
      const { id } = stored.info;
      sessions.push(await this.#once(id, () => this.#resume(stored)));
    }
    return sessions;
  }

  /** Starts to collect what `filters` want, from now. */
  subscribe(filters: Filters): Subscription {
    const subscription = new Subscription(
      filters,
      () => this.#subscriptions.delete(subscription),
    );
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** The session as it is now; what a subscription gets afterwards continues it. */
  async snapshot(id: string): Promise<Snapshot & { seq: number }> {
    const live = this.#live.get(id);
    try {
      if (live) return await live.snapshot();
    } catch (cause) {
      if (this.#live.get(id) === live) throw cause;
      // It ended while its screen was drawn, and the store has all of it now.
    }
    const info = await this.info(id);
    const messages = await this.#store.messages(id, {
      limit: SNAPSHOT_MESSAGES,
    });
    const turns = await this.#store.turns(id, { limit: MAX_TURNS });
    using screen = await storedScreen(this.#store, info);
    return {
      info,
      seq: info.seq,
      messages,
      turns,
      screen: await screen.snapshot(),
    };
  }

  /**
   * What came after entry `after` until now: entries, and messages as they
   * stand now where the entries come from the store. Undefined: too much, or
   * not stored yet.
   */
  async since(
    id: string,
    after: number,
  ): Promise<
    { entries: Entry[]; messages: Message[]; seq: number } | undefined
  > {
    const live = this.#live.get(id);
    const seq = live?.info.seq ?? (await this.info(id)).seq;
    const recent = live?.recent(after);
    if (recent) return { entries: recent, messages: [], seq };
    await this.#writer.flush();
    const stored = await this.#store.session(id);
    // The database takes nothing for now: only a snapshot has everything.
    if (!stored || stored.info.seq < seq) return undefined;
    const entries: Entry[] = [];
    let at = after;
    let bytes = 0;
    for (;;) {
      const page = await this.#store.entries(id, {
        after: at,
        limit: 1000,
        bytes: RESUME_BYTES,
      });
      if (page.length === 0) break;
      for (const entry of page) {
        if (entry.seq > seq) break;
        if (entry.event.type === "output") bytes += entry.event.data.length;
        entries.push(entry);
      }
      at = page.at(-1)!.seq;
      if (bytes > RESUME_BYTES) return undefined;
      if (at >= seq) break;
    }
    const messages = await this.#store.messagesSince(id, {
      after,
      bytes: RESUME_BYTES,
    });
    return messages && { entries, messages, seq };
  }

  /** Called when the store has a session up to this record of its feed and this entry. */
  stored(id: string, upTo: { fed: number; seq: number }): void {
    const session = this.#live.get(id);
    if (!session) return;
    session.stored(upTo);
    if (!session.settled) return;
    // From here on the store answers for it.
    this.#live.delete(id);
    session[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    for (const session of this.#live.values()) session[Symbol.dispose]();
    for (const one of this.#subscriptions) one[Symbol.dispose]();
  }

  /** The live session, or what `make` makes, once however many ask for it. */
  async #once(id: string, make: () => Promise<Session>): Promise<Session> {
    const live = this.#live.get(id);
    if (live) return live;
    const opening = this.#opening.get(id) ??
      make().finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return await opening;
  }

  async #begin(feed: FeedSession): Promise<Session> {
    const { feeder } = feed;
    const session = await this.#create({
      info: newInfo(feed, this.#options.agents),
      feeder,
      fed: 0,
    });
    session.begin();
    return session;
  }

  async #resume({ info, feeder, fed }: StoredSession): Promise<Session> {
    // Those taken back as well: their ids are used.
    const messages = await this.#store.messages(info.id, {
      limit: 20,
      takenBack: true,
    });
    const turns = await this.#store.turns(info.id, { limit: MAX_TURNS });
    const last = messages.at(-1);
    const session = await this.#create(
      { info: { ...info, connected: false }, feeder, fed },
      await storedScreen(this.#store, info),
      { lastId: last?.id ?? 0, turn: last?.turn ?? 0 },
    );
    session.recall(messages, turns);
    return session;
  }

  async #create(
    { info, feeder, fed }: StoredSession,
    screen = new Screen(info.size, { convertEol: info.source === "exec" }),
    start = { lastId: 0, turn: 0 },
  ): Promise<Session> {
    const inTerminal = info.source !== "exec";
    if (inTerminal) await loadTerminal();
    const pipeline = new Pipeline({
      profile: pickProfile(info.command, info.agent, this.#options.agents),
      command: info.command,
      start,
      terminal: inTerminal ? info.size : undefined,
      recognize: (text) => recognize(text, this.#options.agents),
    });
    const session = new Session({
      info,
      feeder,
      fed,
      pipeline,
      screen,
      stuckAfter: this.#options.stuckAfter,
      outlet: {
        entry: ({ info }, entry) => {
          for (const one of this.#subscriptions) {
            if (one.wantsSession(info)) one.offer(info.id, entry);
          }
        },
        info: ({ info }, change) => {
          for (const one of this.#subscriptions) {
            if (one.wantsSession(info)) one.announce(change, info);
          }
        },
        status: (session, change) => this.#options.onStatus?.(session, change),
        store: (batch) => this.#writer.add(batch),
      },
    });
    this.#live.set(info.id, session);
    return session;
  }
}

function newInfo(
  feed: FeedSession,
  agents?: readonly Profile[],
): SessionInfo {
  const { feeder: _, ticket: __, notify: ___, agent, ...rest } = feed;
  return {
    ...rest,
    agent: pickProfile(feed.command, agent, agents).name,
    connected: false,
    status: "starting",
    evidence: "nothing printed yet",
    statusAt: feed.startedAt,
    queue: [],
    endedAt: null,
    exit: null,
    seq: 0,
    outputBytes: 0,
  };
}

function notFound(id: string): StreamerError {
  return new StreamerError(
    "not_found",
    `Cannot find session "${id}"; \`streamer ps --all\` lists them`,
  );
}
