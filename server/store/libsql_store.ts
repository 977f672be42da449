/**
 * The store in a libSQL database.
 *
 * @module
 */
import type { Entry, Message, SessionInfo, Turn } from "@/shared/domain.ts";
import { statementsFor } from "./commit.ts";
import type { Connection } from "./connection.ts";
import { databaseError } from "./database_error.ts";
import type { Location } from "./location.ts";
import { readMessages, readMessagesOf, readMessagesSince } from "./messages.ts";
import { readEntries, readKeyframe, readTail } from "./recording.ts";
import {
  findSessions,
  listSessions,
  readSession,
  unfinishedSessions,
} from "./sessions.ts";
import type {
  Batch,
  Keyframe,
  MessagePage,
  Page,
  SessionName,
  Store,
  StoredSession,
} from "./store.ts";
import { readTurns } from "./turns.ts";

type Db = Connection["db"];

export class LibsqlStore implements Store {
  readonly #connection: Connection;
  readonly #location: Location;

  /** Takes over the connection. */
  constructor(connection: Connection, location: Location) {
    this.#connection = connection;
    this.#location = location;
  }

  async commit(batches: readonly Batch[]): Promise<void> {
    if (batches.length === 0) return;
    await this.#do((db) => this.#connection.write(statementsFor(db, batches)));
  }

  sessions(page: Page & { ended: boolean }): Promise<SessionInfo[]> {
    return this.#do((db) => listSessions(db, page));
  }

  session(id: string): Promise<StoredSession | undefined> {
    return this.#do((db) => readSession(db, id));
  }

  find(nameOrPrefix: string): Promise<SessionName[]> {
    return this.#do((db) => findSessions(db, nameOrPrefix));
  }

  unfinished(): Promise<StoredSession[]> {
    return this.#do(unfinishedSessions);
  }

  entries(
    session: string,
    range: { after: number; limit: number; bytes: number },
  ): Promise<Entry[]> {
    return this.#do((db) => readEntries(db, session, range));
  }

  tail(
    session: string,
    range: { after: number; bytes: number },
  ): Promise<Entry[]> {
    return this.#do((db) => readTail(db, session, range));
  }

  messages(session: string, page: MessagePage): Promise<Message[]> {
    return this.#do((db) => readMessages(db, session, page));
  }

  messagesSince(
    session: string,
    range: { after: number; bytes: number },
  ): Promise<Message[] | undefined> {
    return this.#do((db) => readMessagesSince(db, session, range));
  }

  messagesOf(
    session: string,
    ids: readonly number[],
    which: { open: boolean },
  ): Promise<Message[]> {
    return this.#do((db) => readMessagesOf(db, session, ids, which));
  }

  turns(session: string, page: Page): Promise<Turn[]> {
    return this.#do((db) => readTurns(db, session, page));
  }

  keyframe(session: string): Promise<Keyframe | undefined> {
    return this.#do((db) => readKeyframe(db, session));
  }

  async size(): Promise<number | null> {
    if (this.#location.kind !== "file") return null;
    return await sizeOf(this.#location.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  /** Every failure leaves here as a sentence for people. */
  async #do<Result>(work: (db: Db) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#connection.db);
    } catch (cause) {
      throw databaseError(cause, this.#location.name);
    }
  }
}

/** The database and its write-ahead log, in bytes. */
export async function sizeOf(path: string): Promise<number> {
  const sizes = await Promise.all(
    [path, `${path}-wal`].map((file) =>
      Deno.stat(file).then(({ size }) => size, () => 0)
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
