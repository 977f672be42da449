/**
 * Reads the conversation of a session.
 *
 * @module
 */
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  lte,
  or,
  sql,
  sum,
} from "drizzle-orm";
import type { Message } from "@/shared/domain.ts";
import type { Connection } from "./connection.ts";
import { messages } from "./schema.ts";
import type { MessagePage } from "./store.ts";

type Db = Connection["db"];

/** Text, with that of tools and permissions, beyond which a page ends before its limit, in bytes. */
const PAGE_BYTES = 512 * 1024;

/** What a row takes: SQLite knows it without reading the text. */
const bytes = sql<
  number
>`octet_length(${messages.text}) + coalesce(octet_length(${messages.tool}), 0) + coalesce(octet_length(${messages.permission}), 0)`;

/** Those that say something, or may yet: see `isTakenBack`. */
const shown = or(gt(bytes, 0), eq(messages.done, false));

/** See {@linkcode Store.messages}. */
export async function readMessages(
  db: Db,
  session: string,
  { before, after, limit, takenBack = false }: MessagePage,
): Promise<Message[]> {
  const forward = after !== undefined;
  const wanted = and(
    eq(messages.session, session),
    before === undefined ? undefined : lt(messages.id, before),
    forward ? gt(messages.id, after) : undefined,
    takenBack ? undefined : shown,
  );
  const sizes = await db.select({ id: messages.id, bytes }).from(messages)
    .where(wanted)
    .orderBy(forward ? asc(messages.id) : desc(messages.id)).limit(limit);
  let total = 0;
  const past = sizes.find(({ bytes }) => (total += bytes) >= PAGE_BYTES);
  const last = past ?? sizes.at(-1);
  if (!last) return [];
  const within = forward
    ? lte(messages.id, last.id)
    : gte(messages.id, last.id);
  const rows = await db.select().from(messages)
    .where(and(wanted, within)).orderBy(asc(messages.id));
  return rows.map(messageOf);
}

/** See {@linkcode Store.messagesOf}. */
export async function readMessagesOf(
  db: Db,
  session: string,
  ids: readonly number[],
  { open }: { open: boolean },
): Promise<Message[]> {
  // One value however many there are: SQLite takes only so many.
  const named = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await db.select().from(messages)
    .where(and(
      eq(messages.session, session),
      inArray(messages.id, named),
      open ? undefined : eq(messages.done, true),
    ))
    .orderBy(asc(messages.id));
  return rows.map(messageOf);
}

/** See {@linkcode Store.messagesSince}. */
export async function readMessagesSince(
  db: Db,
  session: string,
  { after, bytes: most }: { after: number; bytes: number },
): Promise<Message[] | undefined> {
  const changed = and(eq(messages.session, session), gt(messages.seq, after));
  const [all] = await db.select({ bytes: sum(bytes) }).from(messages)
    .where(changed);
  if (Number(all?.bytes) > most) return undefined;
  const rows = await db.select().from(messages)
    .where(changed).orderBy(asc(messages.id));
  return rows.map(messageOf);
}

function messageOf(
  { session: _, tool, permission, ...message }: typeof messages.$inferSelect,
): Message {
  return {
    ...message,
    ...(tool && { tool }),
    ...(permission && { permission }),
  };
}
