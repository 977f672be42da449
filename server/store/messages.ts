/**
 * Reads the conversation of a session.
 *
 * @module
 */
import { and, asc, desc, eq, gt, gte, lt, sql } from "drizzle-orm";
import type { Message } from "@/shared/domain.ts";
import type { Connection } from "./connection.ts";
import { messages } from "./schema.ts";
import type { Page } from "./store.ts";

type Db = Connection["db"];

/** Text beyond which a page ends before its limit, in bytes. */
const PAGE_BYTES = 512 * 1024;

/** Asked for first: SQLite knows it without reading the text. */
const size = {
  id: messages.id,
  bytes: sql<number>`octet_length(${messages.text})`,
};

/** See {@linkcode Store.messages}. */
export async function readMessages(
  db: Db,
  session: string,
  { before = Infinity, limit }: Page,
): Promise<Message[]> {
  const older = and(
    eq(messages.session, session),
    before === Infinity ? undefined : lt(messages.id, before),
  );
  const sizes = await db.select(size).from(messages)
    .where(older).orderBy(desc(messages.id)).limit(limit);
  let sum = 0;
  const past = sizes.find(({ bytes }) => (sum += bytes) >= PAGE_BYTES);
  const first = past ?? sizes.at(-1);
  if (!first) return [];
  const rows = await db.select().from(messages)
    .where(and(older, gte(messages.id, first.id))).orderBy(asc(messages.id));
  return rows.map(messageOf);
}

/** See {@linkcode Store.messagesSince}. */
export async function readMessagesSince(
  db: Db,
  session: string,
  after: number,
): Promise<Message[]> {
  const rows = await db.select().from(messages)
    .where(and(eq(messages.session, session), gt(messages.seq, after)))
    .orderBy(asc(messages.id));
  return rows.map(messageOf);
}

function messageOf(
  { session: _, ...message }: typeof messages.$inferSelect,
): Message {
  return message;
}
