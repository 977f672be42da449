/**
 * Reads and finds stored sessions.
 *
 * @module
 */
import { and, desc, eq, gte, isNull, lt, or } from "drizzle-orm";
import type { SessionInfo } from "@/shared/domain.ts";
import type { Connection } from "./connection.ts";
import { sessions } from "./schema.ts";
import { storedSession } from "./session_row.ts";
import type { Page, SessionName, StoredSession } from "./store.ts";

type Db = Connection["db"];

/** See {@linkcode Store.sessions}. */
export async function listSessions(
  db: Db,
  { before = Infinity, limit, ended }: Page & { ended: boolean },
): Promise<SessionInfo[]> {
  const rows = await db.select().from(sessions)
    .where(and(
      ended ? undefined : isNull(sessions.endedAt),
      before === Infinity ? undefined : lt(sessions.startedAt, before),
    ))
    .orderBy(desc(sessions.startedAt)).limit(limit);
  return rows.map((row) => storedSession(row).info);
}

export async function readSession(
  db: Db,
  id: string,
): Promise<StoredSession | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.id, id));
  return row && storedSession(row);
}

/** See {@linkcode Store.find}. */
export async function findSessions(
  db: Db,
  text: string,
): Promise<SessionName[]> {
  // A range instead of LIKE: it uses the index and knows no wildcards.
  const prefixed = and(
    gte(sessions.id, text),
    lt(sessions.id, `${text}\u{10ffff}`),
  );
  const { id, name } = sessions;
  return await db.select({ id, name }).from(sessions)
    .where(or(eq(name, text), prefixed))
    .orderBy(desc(eq(name, text)), desc(sessions.startedAt)).limit(10);
}

export async function unfinishedSessions(db: Db): Promise<StoredSession[]> {
  const rows = await db.select().from(sessions)
    .where(isNull(sessions.endedAt)).orderBy(desc(sessions.startedAt));
  return rows.map(storedSession);
}
