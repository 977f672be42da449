/**
 * Feed records: how output, typing, sizes and the end of a command are written
 * into feed frames and spool files.
 *
 * Layout, numbers big-endian: length of the payload (u32), kind (u8), stream
 * (u8, output only), index (f64), at (f64), payload. Output is the bytes
 * themselves, everything else JSON. Records follow one another without
 * padding; a frame or file may hold any number of them.
 *
 * @module
 */
import type { SessionEvent, Statement } from "./domain.ts";

/** Bytes before a record's payload. */
export const RECORD_HEAD = 22;

/** Largest payload of one record, in bytes. */
export const MAX_RECORD = 1024 * 1024;

/** What a feeder reports; everything else the server finds out itself. */
export type FeedEvent =
  | Extract<
    SessionEvent,
    { type: "output" | "input" | "resize" | "gap" | "exit" }
  >
  /** What the agent's own session log says, in its order. */
  | { type: "statements"; statements: Statement[] };

/** One numbered event of a feed. */
export interface FeedRecord {
  /** Counts from 1 within the feed. */
  readonly index: number;
  /** When it happened, on the feeder's clock. */
  readonly at: number;
  readonly event: FeedEvent;
}

/** What a record may hold; its kind is the place in here. */
export const KINDS = [
  "output",
  "input",
  "resize",
  "gap",
  "exit",
  "statements",
] as const;

/** Writes one record. {@linkcode decodeRecords} in `decode_records.ts` reads it. */
export function encodeRecord(record: FeedRecord): Uint8Array<ArrayBuffer> {
  const { index, at, event } = record;
  const payload = payloadOf(event);
  const bytes = new Uint8Array(RECORD_HEAD + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length);
  view.setUint8(4, KINDS.indexOf(event.type));
  view.setUint8(5, event.type === "output" ? event.stream : 0);
  view.setFloat64(6, index);
  view.setFloat64(14, at);
  bytes.set(payload, RECORD_HEAD);
  return bytes;
}

function payloadOf(event: FeedEvent): Uint8Array {
  if (event.type === "output") return event.data;
  const { type: _, ...rest } = event;
  return new TextEncoder().encode(JSON.stringify(rest));
}
