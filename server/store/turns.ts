/**
 * The turns of a session, to and from the table `turns`.
 *
 * @module
 */
import { and, desc, eq, lt } from "drizzle-orm";
import type { Turn } from "@/shared/domain.ts";
import type { Connection } from "./connection.ts";
import { turns } from "./schema.ts";
import type { Batch, Page } from "./store.ts";

type Db = Connection["db"];
type Row = typeof turns.$inferSelect;

/** The turns that were completed in `batch`. */
export function turnRows({ info, entries }: Batch): Row[] {
  return entries.flatMap(({ at, event }) => {
    if (event.type !== "turn") return [];
    const { turn, duration = null, tokens, cost = null } = event.turn;
    return {
      session: info.id,
      turn,
      at,
      duration,
      inputTokens: tokens?.input ?? null,
      outputTokens: tokens?.output ?? null,
      cost,
    };
  });
}

/** See {@linkcode Store.turns}. */
export async function readTurns(
  db: Db,
  session: string,
  { before = Infinity, limit }: Page,
): Promise<Turn[]> {
  const rows = await db.select().from(turns)
    .where(and(
      eq(turns.session, session),
      before === Infinity ? undefined : lt(turns.turn, before),
    ))
    .orderBy(desc(turns.turn)).limit(limit);
  return rows.reverse().map(turnOf);
}

function turnOf(
  { turn, duration, inputTokens, outputTokens, cost }: Row,
): Turn {
  return {
    turn,
    ...(duration !== null && { duration }),
    ...(inputTokens !== null && outputTokens !== null && {
      tokens: { input: inputTokens, output: outputTokens },
    }),
    ...(cost !== null && { cost }),
  };
}
