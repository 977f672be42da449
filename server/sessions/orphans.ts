/**
 * Spool files that feeders have left behind: taken in when a server starts,
 * and whenever another one appears.
 *
 * @module
 */
import { decodeRecords } from "@/shared/decode_records.ts";
import { StreamerError } from "@/shared/errors.ts";
import { FeedSession } from "@/shared/feed.ts";
import type { FeedRecord } from "@/shared/feed_record.ts";
import { makePrivate } from "../folders.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Bytes of a spool that are read and taken in at a time. */
const CHUNK = 1024 * 1024;

export interface OrphansOptions {
  folder: string;
  hub: Hub;
  /** Settles when all that was taken in so far is stored. */
  stored(): Promise<void>;
  /** Told of a sign-in ticket that the feeder had printed, and when. */
  onTicket(ticket: string, at: number): void;
  /** Told of a session that did not end with what was left of it. */
  onUnended(session: Session): void;
  onProblem(message: string): void;
}

export class Orphans implements Disposable {
  readonly #options: OrphansOptions;
  #watcher: Deno.FsWatcher | undefined;
  #busy: Promise<void> = Promise.resolve();

  constructor(options: OrphansOptions) {
    this.#options = options;
  }

  /** Watches for files until disposed; what lies there already is for {@linkcode collect}. */
  async start(): Promise<void> {
    await makePrivate(this.#options.folder);
    try {
      this.#watcher = Deno.watchFs(this.#options.folder);
      this.#watch(this.#watcher);
    } catch {
      // The system has no watches left: what comes waits for the next start.
    }
  }

  /** Takes in what lies there, of one session or of all. */
  collect(session?: string): Promise<void> {
    return this.#busy = this.#busy.then(() => this.#collect(session))
      .catch((cause) => this.#problem(this.#options.folder, cause));
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }

  async #watch(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { paths } of watcher) {
      if (paths.some((path) => path.endsWith(".spool"))) await this.collect();
    }
  }

  async #collect(only: string | undefined): Promise<void> {
    for (const [session, names] of this.#left()) {
      if (only !== undefined && only !== session) continue;
      for (const name of names) await this.#tryTakeIn(name);
    }
  }

  /** The files of each session, `live` before `part` before `spool`. */
  #left(): Map<string, string[]> {
    const left = new Map<string, string[]>();
    const names = Array.from(
      Deno.readDirSync(this.#options.folder),
      ({ name }) => name,
    );
    for (const name of names.sort()) {
      const [, session] = /^([0-9a-z]{10})\.(live|part|spool)$/.exec(name) ??
        [];
      if (session) left.set(session, [...left.get(session) ?? [], name]);
    }
    return left;
  }

  async #tryTakeIn(name: string): Promise<void> {
    const path = `${this.#options.folder}/${name}`;
    try {
      await this.#takeIn(path);
    } catch (cause) {
      this.#problem(path, cause);
    }
  }

  #problem(path: string, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : cause;
    this.#options.onProblem(`Cannot take in "${path}": ${reason}`);
  }

  async #takeIn(path: string): Promise<void> {
    using file = await Deno.open(path, { read: true, write: true });
    // Whose lock is held has a feeder that lives and will send it.
    if (!await file.tryLock(true)) return;
    const reader = new SpoolReader(file);
    const feed = await reader.head();
    if (feed.ticket) this.#options.onTicket(feed.ticket, feed.startedAt);
    const session = await this.#options.hub.open(feed);
    for await (const records of reader.records()) {
      ingest(session, records);
      await this.#options.stored();
    }
    // Only a whole spool says how the command ended, or that nobody knows.
    if (path.endsWith(".spool")) session.abandon();
    await this.#options.stored();
    await Deno.remove(path);
    if (!session.ended) this.#options.onUnended(session);
  }
}

/** Takes records even when some before them died with their feeder. */
function ingest(session: Session, records: FeedRecord[]): void {
  const first = records.find(({ index }) => index > session.fed);
  if (first && first.index > session.fed + 1) session.skipTo(first.index - 1);
  session.ingest(records);
}

/** Reads a spool file: a line of JSON, then records. */
class SpoolReader {
  readonly #file: Deno.FsFile;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  async head(): Promise<FeedSession> {
    while (!this.#rest.includes(10)) {
      if (!await this.#more()) break;
    }
    const end = this.#rest.indexOf(10);
    if (end < 0) throw unreadable("its first line is missing");
    const line = new TextDecoder().decode(this.#rest.subarray(0, end));
    this.#rest = this.#rest.slice(end + 1);
    try {
      return FeedSession.parse(JSON.parse(line));
    } catch (cause) {
      throw unreadable("its first line is no session", cause);
    }
  }

  /** Whole records; one that was cut short at the end is left out. */
  async *records(): AsyncGenerator<FeedRecord[]> {
    do {
      const { records, rest } = decodeRecords(this.#rest);
      this.#rest = this.#rest.slice(this.#rest.length - rest);
      if (records.length > 0) yield records;
    } while (await this.#more());
  }

  async #more(): Promise<boolean> {
    const chunk = new Uint8Array(CHUNK);
    const count = await this.#file.read(chunk);
    if (count === null) return false;
    const joined = new Uint8Array(this.#rest.length + count);
    joined.set(this.#rest);
    joined.set(chunk.subarray(0, count), this.#rest.length);
    this.#rest = joined;
    return true;
  }
}

function unreadable(reason: string, cause?: unknown): StreamerError {
  return new StreamerError("bad_request", `Cannot read spool: ${reason}`, {
    cause,
  });
}
