/**
 * An entry as a row of the table `entries`, and back.
 *
 * @module
 */
import type { Entry, OutputStream, SessionEvent } from "@/shared/domain.ts";
import type { entries } from "./schema.ts";

type Row = Omit<typeof entries.$inferSelect, "session">;

/** What of an event is stored beside its type. */
export function encodeEvent(
  event: SessionEvent,
): { stream: OutputStream | null; data: Uint8Array } {
  if (event.type === "output") {
    return { stream: event.stream, data: event.data };
  }
  const { type: _, ...rest } = event;
  return {
    stream: null,
    data: new TextEncoder().encode(JSON.stringify(rest)),
  };
}

export function entryOf({ seq, at, type, stream, data }: Row): Entry {
  if (type === "output") {
    return { seq, at, event: { type, stream: stream ?? 1, data } };
  }
  const rest = JSON.parse(new TextDecoder().decode(data));
  return { seq, at, event: { type, ...rest } };
}
