/**
 * Reads what happened in a session. Lengths are looked at before data, so no
 * more data is read than is asked for.
 *
 * @module
 */
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  lt,
  lte,
  sql,
} from "drizzle-orm";
import type { Entry } from "@/shared/domain.ts";
import type { Connection } from "./connection.ts";
import { entryOf } from "./entry_row.ts";
import { entries, keyframes } from "./schema.ts";
import type { Keyframe } from "./store.ts";

type Db = Connection["db"];

/** Rows whose lengths are read at once while walking back. */
const STEP = 1000;

const { session: _, ...row } = getTableColumns(entries);
const lengths = {
  seq: entries.seq,
  bytes: sql<number>`length(${entries.data})`,
};

/** See {@linkcode Store.entries}. */
export async function readEntries(
  db: Db,
  session: string,
  { after, limit, bytes }: { after: number; limit: number; bytes: number },
): Promise<Entry[]> {
  const ahead = await db.select(lengths).from(entries)
    .where(and(eq(entries.session, session), gt(entries.seq, after)))
    .orderBy(asc(entries.seq)).limit(limit);
  let sum = 0;
  const past = ahead.find((row) => (sum += row.bytes) >= bytes);
  const last = past ?? ahead.at(-1);
  if (!last) return [];
  const rows = await db.select(row).from(entries)
    .where(and(
      eq(entries.session, session),
      gt(entries.seq, after),
      lte(entries.seq, last.seq),
    ))
    .orderBy(asc(entries.seq));
  return rows.map(entryOf);
}

/** See {@linkcode Store.tail}. */
export async function readTail(
  db: Db,
  session: string,
  { after, bytes }: { after: number; bytes: number },
): Promise<Entry[]> {
  const drawn = and(
    eq(entries.session, session),
    gt(entries.seq, after),
    inArray(entries.type, ["output", "resize"]),
  );
  let first = Infinity;
  for (let sum = 0; sum < bytes;) {
    const behind = await db.select(lengths).from(entries)
      .where(first === Infinity ? drawn : and(drawn, lt(entries.seq, first)))
      .orderBy(desc(entries.seq)).limit(STEP);
    const past = behind.find((row) => (sum += row.bytes) >= bytes);
    first = (past ?? behind.at(-1))?.seq ?? first;
    if (behind.length < STEP) break;
  }
  if (first === Infinity) return [];
  const rows = await db.select(row).from(entries)
    .where(and(drawn, gte(entries.seq, first))).orderBy(asc(entries.seq));
  return rows.map(entryOf);
}

export async function readKeyframe(
  db: Db,
  session: string,
): Promise<Keyframe | undefined> {
  const [row] = await db.select().from(keyframes)
    .where(eq(keyframes.session, session))
    .orderBy(desc(keyframes.seq)).limit(1);
  if (!row) return undefined;
  const { seq, at, cols, rows, screen } = row;
  return { seq, at, size: { cols, rows }, screen };
}
