/**
 * Brings a database to this version's tables, the way drizzle's own migrator
 * would, without its folder of SQL files.
 *
 * @module
 */
import { sql } from "drizzle-orm";
import { StreamerError } from "@/shared/errors.ts";
import type { Connection } from "./connection.ts";
import embedded from "./migrations.json" with { type: "json" };

/** One step, as `scripts/migrations.ts` embeds it. */
export interface Migration {
  tag: string;
  /** SHA-256 of the SQL file, in hex. */
  hash: string;
  /** When it was generated, in milliseconds since the epoch. */
  when: number;
  statements: string[];
}

export const MIGRATIONS: readonly Migration[] = embedded;

type Db = Connection["db"];

/**
 * Applies what is missing, all or nothing.
 *
 * @throws {StreamerError} `unavailable` when a newer version has changed the database
 */
export async function migrate(
  connection: Connection,
  name: string,
): Promise<void> {
  const missing = await missingMigrations(connection.db, name);
  if (missing.length === 0) return;
  try {
    await connection.write(statementsFor(missing));
  } catch (cause) {
    // Another process may have been faster.
    if ((await missingMigrations(connection.db, name)).length > 0) throw cause;
  }
}

/** What has not been applied yet; throws as {@linkcode migrate} does. */
export async function missingMigrations(
  db: Db,
  name: string,
): Promise<Migration[]> {
  const applied = await appliedHashes(db);
  const known = new Set(MIGRATIONS.map(({ hash }) => hash));
  if (applied.some((hash) => !known.has(hash))) {
    throw new StreamerError(
      "unavailable",
      `Cannot use database "${name}": a newer version of streamer has changed it; update streamer or name another database`,
    );
  }
  return MIGRATIONS.filter(({ hash }) => !applied.includes(hash));
}

async function appliedHashes(db: Db): Promise<string[]> {
  const [table] = await db.values<[number]>(
    sql`SELECT count(*) FROM sqlite_schema WHERE name = '__drizzle_migrations'`,
  );
  if (table?.[0] !== 1) return [];
  const rows = await db.values<[string]>(
    sql`SELECT hash FROM __drizzle_migrations ORDER BY created_at`,
  );
  // The driver's rows are like arrays, but cannot be taken apart like them.
  return rows.map((row) => row[0]);
}

function statementsFor(migrations: readonly Migration[]) {
  return [
    `CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (
			id SERIAL PRIMARY KEY,
			hash text NOT NULL,
			created_at numeric
		)`,
    ...migrations.flatMap(({ hash, when, statements }) => [
      ...statements,
      {
        sql:
          'INSERT INTO "__drizzle_migrations" ("hash", "created_at") VALUES (?, ?)',
        args: [hash, when],
      },
    ]),
  ];
}
