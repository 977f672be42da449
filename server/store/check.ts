/**
 * Looks a database over without changing it, for `streamer doctor`.
 *
 * @module
 */
import { statfs } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { Connection } from "./connection.ts";
import { damage, databaseError } from "./database_error.ts";
import { sizeOf } from "./libsql_store.ts";
import { locate, type Location } from "./location.ts";
import { missingMigrations } from "./migrate.ts";

/** One thing that was looked at. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found, or what is wrong and what to do. */
  detail: string;
}

/** Less free room than this is worth a warning, in bytes. */
const LITTLE_ROOM = 100 * 1024 * 1024;

export async function checkStore(url: string): Promise<Check[]> {
  const location = locate(url);
  if (location.kind !== "file") return await checkDatabase(location);
  if (!await exists(location.path)) {
    return [{
      name: "database",
      ok: true,
      detail: `${location.path} (made at the first start)`,
    }];
  }
  return [
    ...await checkDatabase(location),
    passed("size", megabytes(await sizeOf(location.path))),
    await room(location.path),
  ];
}

async function checkDatabase(location: Location): Promise<Check[]> {
  const look = async (name: string, work: () => Promise<string>) => {
    try {
      return passed(name, await work());
    } catch (cause) {
      const detail = databaseError(cause, location.name).message;
      return { name, ok: false, detail };
    }
  };
  let connection: Connection | undefined;
  const opened = await look("database", async () => {
    connection = await Connection.open(location);
    return location.name;
  });
  if (!connection) return [opened];
  await using open = connection;
  return [
    opened,
    await look("integrity", () => integrity(open)),
    await look("migrations", async () => {
      const missing = await missingMigrations(open.db, location.name);
      if (missing.length === 0) return "all applied";
      return `${missing.length} to apply at the next start`;
    }),
    await look("writable", async () => {
      await open.write([]);
      return "yes";
    }),
  ];
}

/** See sqlite.org/pragma.html#pragma_quick_check. */
async function integrity({ db }: Connection): Promise<string> {
  const rows = await db.values<[string]>(sql`PRAGMA quick_check(1)`);
  const found = String(rows[0]?.[0]);
  if (found === "ok") return found;
  throw damage(found);
}

async function room(path: string): Promise<Check> {
  const name = "free space";
  try {
    const { bavail, bsize } = await statfs(path);
    const free = bavail * bsize;
    return { name, ok: free >= LITTLE_ROOM, detail: megabytes(free) };
  } catch {
    // Not every file system tells; that is no fault of the database.
    return passed(name, "unknown");
  }
}

function passed(name: string, detail: string): Check {
  return { name, ok: true, detail };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
