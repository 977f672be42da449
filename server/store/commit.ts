/**
 * The statements that store batches.
 *
 * @module
 */
import type { InStatement, InValue } from "@libsql/client";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connection } from "./connection.ts";
import { encodeEvent } from "./entry_row.ts";
import { keyframes, messages, sessions, turns } from "./schema.ts";
import { sessionRow } from "./session_row.ts";
import type { Batch } from "./store.ts";
import { turnRows } from "./turns.ts";

type Db = Connection["db"];

/**
 * Rows in one statement. One statement of many rows is the fastest way in, and
 * SQLite takes at most 32,766 values (sqlite.org/limits.html, section 9).
 */
const ROWS = 2000;

/** To be run in one transaction. Rows that are there already are replaced. */
export function statementsFor(
  db: Db,
  batches: readonly Batch[],
): InStatement[] {
  return [
    ...entryStatements(batches),
    ...messageStatements(db, batches),
    ...turnStatements(db, batches),
    ...batches.flatMap((batch) => keyframeStatements(db, batch)),
    ...batches.map((batch) => sessionStatement(db, batch)),
  ];
}

/** Written by hand: drizzle would take longer to build these than SQLite to run them. */
function entryStatements(batches: readonly Batch[]): InStatement[] {
  const rows = batches.flatMap(({ info, entries }) =>
    entries.map(({ seq, at, event }): InValue[] => {
      const { stream, data } = encodeEvent(event);
      return [info.id, seq, at, event.type, stream, data];
    })
  );
  return chunks(rows).map((chunk) => ({
    sql: `INSERT INTO entries (session, seq, at, type, stream, data) VALUES ${
      new Array(chunk.length).fill("(?,?,?,?,?,?)").join()
    } ON CONFLICT (session, seq) DO UPDATE SET at = excluded.at, type = excluded.type, stream = excluded.stream, data = excluded.data`,
    args: chunk.flat(),
  }));
}

function messageStatements(db: Db, batches: readonly Batch[]): InStatement[] {
  const rows = batches.flatMap(({ info, messages }) =>
    messages.map((message) => ({ ...message, session: info.id }))
  );
  return chunks(rows).map((chunk) =>
    statement(
      db.insert(messages).values(chunk).onConflictDoUpdate(
        replacing(messages, messages.session, messages.id),
      ),
    )
  );
}

/** A turn is an entry like any other, and has a row of its own to be found by. */
function turnStatements(db: Db, batches: readonly Batch[]): InStatement[] {
  return chunks(batches.flatMap(turnRows)).map((chunk) =>
    statement(
      db.insert(turns).values(chunk).onConflictDoUpdate(
        replacing(turns, turns.session, turns.turn),
      ),
    )
  );
}

function keyframeStatements(
  db: Db,
  { info: { id: session }, keyframe }: Batch,
): InStatement[] {
  if (!keyframe) return [];
  const { size, ...rest } = keyframe;
  const insert = db.insert(keyframes).values({ session, ...rest, ...size })
    .onConflictDoUpdate(replacing(keyframes, keyframes.session, keyframes.seq));
  const prune = {
    sql:
      "DELETE FROM keyframes WHERE session = ?1 AND seq NOT IN (SELECT seq FROM keyframes WHERE session = ?1 ORDER BY seq DESC LIMIT 2)",
    args: [session],
  };
  return [statement(insert), prune];
}

function sessionStatement(db: Db, batch: Batch): InStatement {
  return statement(
    db.insert(sessions).values(sessionRow(batch)).onConflictDoUpdate(
      replacing(sessions, sessions.id),
    ),
  );
}

/** What to do with a row that is there: everything but its key as the new one has it. */
function replacing(table: SQLiteTable, ...target: SQLiteColumn[]) {
  const columns = Object.entries(getTableColumns(table))
    .filter(([, column]) => !target.includes(column));
  const set: Record<string, SQL> = Object.fromEntries(
    columns.map(([key, { name }]) => [key, sql.raw(`excluded."${name}"`)]),
  );
  return { target, set };
}

function statement(
  query: { toSQL(): { sql: string; params: unknown[] } },
): InStatement {
  const { sql, params } = query.toSQL();
  return { sql, args: params as InValue[] };
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const found: Item[][] = [];
  for (let start = 0; start < items.length; start += ROWS) {
    found.push(items.slice(start, start + ROWS));
  }
  return found;
}
