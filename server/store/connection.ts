/**
 * One connection to a database, set up for a single writer.
 *
 * On a file every call blocks the event loop until it is done, so more
 * connections would gain nothing, and waiting for locks is kept short.
 *
 * @module
 */
import { type Client, createClient, type InStatement } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { damage } from "./database_error.ts";
import type { Location } from "./location.ts";

/** Milliseconds that a call may wait for another process's lock. */
const BUSY_TIMEOUT = 50;

export class Connection implements AsyncDisposable {
  readonly db: LibSQLDatabase;
  readonly #client: Client;
  readonly #location: Location;

  private constructor(location: Location) {
    this.#location = location;
    this.#client = createClient({
      url: location.url,
      // A PRAGMA reaches one connection of the pool, so there is only one.
      concurrency: location.kind === "remote" ? 20 : 1,
      timeout: BUSY_TIMEOUT,
    });
    this.db = drizzle(this.#client);
  }

  /** Opens the database; makes the file (0600) and its folder (0700) when there is none. */
  static async open(location: Location): Promise<Connection> {
    if (location.kind === "file") await makeFile(location.path);
    const connection = new Connection(location);
    try {
      await connection.#setUp();
      return connection;
    } catch (cause) {
      connection.#client.close();
      throw cause;
    }
  }

  /** Runs `statements` in one transaction. */
  async write(statements: InStatement[]): Promise<void> {
    if (this.#location.kind !== "file") {
      await this.#client.batch(statements, "write");
      return;
    }
    // A BEGIN that meets a lock inside batch() leaves its statement open, and
    // until that is collected no transaction of this connection can commit.
    // This one closes what it opens.
    await this.#client.executeMultiple("BEGIN IMMEDIATE; ROLLBACK");
    try {
      await this.#client.batch(statements, "write");
    } catch (cause) {
      await this.#reconnect();
      throw cause;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#location.kind === "file") {
      await this.#client.execute("PRAGMA wal_checkpoint(TRUNCATE)").catch(
        () => {
          // Only tidies up: what is in the log is read from there next time.
        },
      );
    }
    this.#client.close();
  }

  async #setUp(): Promise<void> {
    // Reads first: a file that is damaged must be left as it is.
    await this.#client.execute("SELECT count(*) FROM sqlite_schema");
    if (this.#location.kind !== "file") return;
    await this.#checkLength(this.#location.path);
    // Larger pages carry large rows faster; has an effect on a new file only.
    await this.#client.execute("PRAGMA page_size = 8192");
    await this.#client.execute("PRAGMA journal_mode = WAL");
    await this.#client.execute("PRAGMA synchronous = NORMAL");
  }

  /** A file that lost its end still opens, and has zeros where rows were. */
  async #checkLength(path: string): Promise<void> {
    const [{ rows: [count] }, { rows: [page] }] = await Promise.all([
      this.#client.execute("PRAGMA page_count"),
      this.#client.execute("PRAGMA page_size"),
    ]);
    if (await lengthOf(`${path}-wal`) > 0) return; // The end may be in there.
    const length = await lengthOf(path);
    if (length > 0 && length < Number(count?.[0]) * Number(page?.[0])) {
      throw damage("it is shorter than its first page says");
    }
  }

  async #reconnect(): Promise<void> {
    await this.#client.reconnect();
    await this.#client.execute("PRAGMA synchronous = NORMAL").catch(() => {
      // The default is only slower.
    });
  }
}

async function lengthOf(path: string): Promise<number> {
  return await Deno.stat(path).then(({ size }) => size, () => 0);
}

async function makeFile(path: string): Promise<void> {
  const folder = path.replace(/[\\/][^\\/]*$/, "");
  if (folder) await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // Never opens a file that is there: closing it again would drop the locks
    // that SQLite in this process has on it (sqlite.org/howtocorrupt.html, 2.2).
    (await Deno.open(path, { write: true, createNew: true, mode: 0o600 }))
      .close();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AlreadyExists)) throw cause;
  }
}
