/**
 * Opens the store. Loading this loads the database code, which takes longer
 * than the rest of the program: import it when a store is needed.
 *
 * @module
 */
import type { StreamerError } from "@/shared/errors.ts";
import { Connection } from "./connection.ts";
import { databaseError, resultCode } from "./database_error.ts";
import { LibsqlStore } from "./libsql_store.ts";
import { locate, type Location } from "./location.ts";
import { migrate } from "./migrate.ts";
import type { Store } from "./store.ts";

/** How often and how many milliseconds apart a locked database is tried. */
const TRIES = 20;
const PAUSE = 100;

/**
 * Opens the database at `url` (a path, `file:`, `:memory:` or any other libSQL
 * URL), made if there is none, with this version's tables.
 *
 * @throws {StreamerError} `unavailable` when it cannot be used, `bad_request`
 * when `url` is of an unknown kind
 */
export async function openStore(url: string): Promise<Store> {
  const location = locate(url);
  for (let tries = 1;; tries++) {
    try {
      return await open(location);
    } catch (cause) {
      const error: StreamerError = databaseError(cause, location.name);
      // Two that start at the same moment lock each other out for a moment.
      if (resultCode(error) !== "SQLITE_BUSY" || tries === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function open(location: Location): Promise<Store> {
  const connection = await Connection.open(location);
  try {
    await migrate(connection, location.name);
    return new LibsqlStore(connection, location);
  } catch (cause) {
    await connection[Symbol.asyncDispose]();
    throw cause;
  }
}
