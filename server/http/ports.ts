/**
 * What the routes and sockets ask of the rest of the server.
 *
 * Only types that the browser can read too, so nothing here, or in the routes,
 * mentions Deno.
 *
 * @module
 */
import type {
  Entry,
  Message,
  QueuedText,
  SessionInfo,
} from "@/shared/domain.ts";
import type { Delivery } from "@/shared/delivery.ts";
import type { Activity, FeedReply, FeedSession } from "@/shared/feed.ts";
import type { FeedRecord } from "@/shared/feed_record.ts";
import type {
  ConversationPage,
  Filters,
  Health,
  SendOutcome,
  Snapshot,
} from "@/shared/protocol.ts";

/** One reader of sessions with a bounded queue. */
export interface Reader extends Disposable {
  /** The sessions that its filters name; empty when they name none. */
  readonly named: readonly string[];
  wantsType(type: string): boolean;
  wantsSession(info: SessionInfo): boolean;
  /** What has come since the last call; undefined when the reader is closed. */
  next(): Promise<Delivery[] | undefined>;
}

/** A session that can be written to. */
export interface LiveSession {
  send(reply: FeedReply): void;
  readonly sender: Sender;
}

/** Texts and choices on their way to an agent. See `sessions/sender.ts`. */
export interface Sender {
  readonly queue: QueuedText[];
  send(
    text: string,
    options?: { signal?: AbortSignal },
  ): { id: string; outcome: Promise<SendOutcome> };
  cancel(id: string): void;
  choose(
    answer: { message?: number; choice: string },
  ): Promise<SendOutcome>;
}

/** The sessions, live and past. See `sessions/hub.ts`. */
export interface Sessions {
  list(
    page: { ended: boolean; limit: number; before?: number | undefined },
  ): Promise<SessionInfo[]>;
  resolve(nameOrId: string): Promise<string>;
  info(id: string): Promise<SessionInfo>;
  session(id: string): LiveSession;
  subscribe(filters: Filters): Reader;
  snapshot(id: string): Promise<Snapshot & { seq: number }>;
  since(
    id: string,
    after: number,
  ): Promise<
    { entries: Entry[]; messages: Message[]; seq: number } | undefined
  >;
}

/** What was said, for reading at length. See `sessions/transcript.ts`. */
export interface Transcripts {
  /** Entries in order from the first; with `follow` until the session ends. */
  entries(
    id: string,
    options: { follow: boolean; signal: AbortSignal },
  ): AsyncIterable<Entry[]>;
  /** Clean text in pieces; whole lines but for the last. */
  text(
    id: string,
    options: { follow: boolean; signal: AbortSignal },
  ): AsyncIterable<string>;
  /** The newest messages before id `before`, or with `after` the oldest behind that, and their turns. */
  page(
    id: string,
    page: {
      before?: number | undefined;
      after?: number | undefined;
      limit: number;
    },
  ): Promise<ConversationPage>;
  /**
   * Every message from the first. With `follow` until the session ends: each
   * when it is done, and at the end those that never were.
   */
  messages(
    id: string,
    options: { follow: boolean; signal: AbortSignal },
  ): AsyncIterable<Message[]>;
}

/** Who feeds a session. See `sessions/feeds.ts`. */
export interface Feeds {
  /** Begins or takes up the feed; `send` is the way back. */
  open(
    feed: FeedSession,
    send: (reply: FeedReply) => void,
  ): Promise<Feed>;
}

export interface Feed {
  /** The last record that is stored. */
  readonly acked: number;
  ingest(records: readonly FeedRecord[]): void;
  /** What the command's processes do, as it was asked by `feed.probe`. */
  probed(activity: Activity | null): void;
  /** The connection is gone. */
  close(): void;
}

/** The server itself. */
export interface Server {
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
  /** The dashboard's address without a ticket. */
  url(): string;
  /** The database, without a password or token. */
  readonly database: string;
  databaseBytes(): Promise<number | null>;
  health(): Health;
  /** Calls `fn` when the health changes, until the returned function is called. */
  onHealth(fn: (health: Health) => void): () => void;
  /** Ends the server in order, soon. */
  stop(): void;
}

/** One file of the dashboard. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  contentType: string;
}

/** The dashboard's files by path, such as `/index.html`. */
export interface Assets {
  get(path: string): Promise<Asset | undefined>;
}

/** Turns a request into a WebSocket. */
export type Upgrade = (
  request: Request,
  options: { protocol?: string; idleTimeout: number },
) => { socket: WebSocket; response: Response };

/** What the routes know of where a request came from. */
export interface Connection {
  /** Whether it came over the Unix socket, which only its owner can open. */
  local: boolean;
}

export interface Ports {
  sessions: Sessions;
  transcripts: Transcripts;
  feeds: Feeds;
  server: Server;
  assets: Assets;
  upgrade: Upgrade;
}
