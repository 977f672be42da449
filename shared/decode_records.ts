/**
 * Reads feed records; `feed_record.ts` has their layout.
 *
 * Apart from writing them, so that who only writes does not load zod.
 *
 * @module
 */
import * as z from "zod";
import { Exit, Size, Statement } from "./domain.ts";
import { StreamerError } from "./errors.ts";
import {
  type FeedEvent,
  type FeedRecord,
  KINDS,
  MAX_RECORD,
  RECORD_HEAD,
} from "./feed_record.ts";

const SCHEMAS = {
  input: z.object({ text: z.string() }),
  resize: z.object({ size: Size }),
  gap: z.object({ bytes: z.number().nonnegative() }),
  exit: Exit,
  statements: z.object({ statements: z.array(Statement) }),
};

/**
 * Reads the records in `bytes`, which may end within one: `rest` is what is
 * left over, in bytes. Output is a view of `bytes`.
 *
 * @throws {StreamerError} `bad_request` when a record makes no sense
 */
export function decodeRecords(
  bytes: Uint8Array,
): { records: FeedRecord[]; rest: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: FeedRecord[] = [];
  let offset = 0;
  while (bytes.length - offset >= RECORD_HEAD) {
    const length = view.getUint32(offset);
    if (length > MAX_RECORD) throw malformed("its length is out of bounds");
    const end = offset + RECORD_HEAD + length;
    if (end > bytes.length) break;
    records.push({
      index: view.getFloat64(offset + 6),
      at: view.getFloat64(offset + 14),
      event: eventOf(
        view.getUint8(offset + 4),
        view.getUint8(offset + 5),
        bytes.subarray(offset + RECORD_HEAD, end),
      ),
    });
    offset = end;
  }
  return { records, rest: bytes.length - offset };
}

function eventOf(kind: number, stream: number, data: Uint8Array): FeedEvent {
  const type = KINDS[kind];
  switch (type) {
    case "output":
      return { type, stream: stream === 2 ? 2 : 1, data };
    case "input":
      return { type, ...parse(SCHEMAS.input, data) };
    case "resize":
      return { type, ...parse(SCHEMAS.resize, data) };
    case "gap":
      return { type, ...parse(SCHEMAS.gap, data) };
    case "exit":
      return { type, ...parse(SCHEMAS.exit, data) };
    case "statements":
      return { type, ...parse(SCHEMAS.statements, data) };
    default:
      throw malformed(`kind ${kind} is unknown`);
  }
}

function parse<Value>(schema: z.ZodType<Value>, data: Uint8Array): Value {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(data)));
  } catch (cause) {
    throw malformed("its payload is not valid", cause);
  }
}

function malformed(reason: string, cause?: unknown): StreamerError {
  return new StreamerError(
    "bad_request",
    `Cannot read feed record: ${reason}`,
    { cause },
  );
}
