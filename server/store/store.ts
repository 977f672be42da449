/**
 * What is kept when the process ends: the interface. `open.ts` opens it.
 *
 * @module
 */
import type {
  Entry,
  Message,
  SessionInfo,
  Size,
  Turn,
} from "@/shared/domain.ts";
import type { FeedSession } from "@/shared/feed.ts";

/** The terminal of a session as it was after entry `seq`. */
export interface Keyframe {
  seq: number;
  at: number;
  size: Size;
  /** Escape sequences that draw it. */
  screen: string;
}

/** What one session has that is new, to be stored together or not at all. */
export interface Batch {
  info: SessionInfo;
  feeder: FeedSession["feeder"];
  /** The last record of its feed that is in this batch or before it. */
  fed: number;
  entries: readonly Entry[];
  /** The changed messages, as they stand now. */
  messages: readonly Message[];
  keyframe?: Keyframe | undefined;
}

/** A session as it is stored. */
export interface StoredSession {
  info: SessionInfo;
  feeder: FeedSession["feeder"];
  fed: number;
}

/** What a session can be called. */
export interface SessionName {
  id: string;
  name: string;
}

export interface Page {
  /** Only what is before this one (exclusive). */
  before?: number | undefined;
  limit: number;
}

/** Messages by id: the newest ones, or with `after` the oldest behind that. */
export interface MessagePage extends Page {
  after?: number | undefined;
  /** Whether those that were taken back are wanted too. */
  takenBack?: boolean;
}

/** Everything that is kept. Reads see what {@linkcode commit} has settled. */
export interface Store extends AsyncDisposable {
  /**
   * Stores all batches in one transaction. What is there already (same session
   * and seq, or message id) is replaced, so a batch may be stored again.
   *
   * @throws {StreamerError} `unavailable` when the database cannot be written
   */
  commit(batches: readonly Batch[]): Promise<void>;
  /** Newest first by start; `before` is a start time. */
  sessions(page: Page & { ended: boolean }): Promise<SessionInfo[]>;
  /** By id. */
  session(id: string): Promise<StoredSession | undefined>;
  /** Sessions with this name, then those whose id begins with it, each newest first, at most 10. */
  find(nameOrPrefix: string): Promise<SessionName[]>;
  /** Those without an end. */
  unfinished(): Promise<StoredSession[]>;
  /** Entries after `after`, in order, at most `limit` of them and about `bytes` of data. */
  entries(
    session: string,
    range: { after: number; limit: number; bytes: number },
  ): Promise<Entry[]>;
  /** The newest outputs and resizes, in order, of about `bytes` in all, none at or before `after`. */
  tail(
    session: string,
    range: { after: number; bytes: number },
  ): Promise<Entry[]>;
  /** A page of messages, oldest first; fewer than `limit` when they are more than half a MiB. */
  messages(session: string, page: MessagePage): Promise<Message[]>;
  /**
   * Messages changed after entry `after`, in order of id, those taken back too:
   * a reader may have them. Undefined when they are more than `bytes`.
   */
  messagesSince(
    session: string,
    range: { after: number; bytes: number },
  ): Promise<Message[] | undefined>;
  /** Those of the messages `ids` that are done, or with `open` all of them, in order of id, those taken back too. */
  messagesOf(
    session: string,
    ids: readonly number[],
    which: { open: boolean },
  ): Promise<Message[]>;
  /** The newest turns that are complete before turn `before`, oldest first. */
  turns(session: string, page: Page): Promise<Turn[]>;
  /** The newest keyframe. */
  keyframe(session: string): Promise<Keyframe | undefined>;
  /** Bytes on disk; null for a remote database. */
  size(): Promise<number | null>;
}
