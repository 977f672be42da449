import { describe, expect, test } from "vitest";
import { decodeRecords } from "@/shared/decode_records.ts";
import {
  encodeRecord,
  type FeedEvent,
  type FeedRecord,
  MAX_RECORD,
  RECORD_HEAD,
} from "@/shared/feed_record.ts";
import { concat } from "@/server/feed/batcher.ts";

const EVENTS: FeedEvent[] = [
  { type: "output", stream: 1, data: Uint8Array.of(0, 255, 10) },
  { type: "output", stream: 2, data: new Uint8Array() },
  { type: "input", text: "ja ✓\u{1f600}\u0000" },
  { type: "resize", size: { cols: 132, rows: 50 } },
  { type: "gap", bytes: 2 ** 40 },
  { type: "exit", code: 3, signal: null },
  { type: "exit", code: null, signal: "SIGTERM" },
];

const records: FeedRecord[] = EVENTS.map((event, i) => ({
  index: i + 1,
  at: 1_763_000_000_000.25 + i,
  event,
}));

const encoded = concat(records.map(encodeRecord));

/** A record with this kind and payload, made by hand. */
function raw(kind: number, payload: string): Uint8Array {
  const bytes = new Uint8Array(RECORD_HEAD + payload.length);
  new DataView(bytes.buffer).setUint32(0, payload.length);
  bytes[4] = kind;
  bytes.set(new TextEncoder().encode(payload), RECORD_HEAD);
  return bytes;
}

describe("decodeRecords()", () => {
  test("reads what encodeRecord() wrote", () => {
    expect(decodeRecords(encoded)).toEqual({ records, rest: 0 });
  });

  test("reads the same in two parts, cut at any byte", () => {
    for (let at = 0; at <= encoded.length; at++) {
      const first = decodeRecords(encoded.subarray(0, at));
      const left = encoded.subarray(at - first.rest);
      const second = decodeRecords(left);
      expect([...first.records, ...second.records]).toEqual(records);
      expect(second.rest).toBe(0);
    }
  });

  test("takes output as a view, without copying it", () => {
    const { records: [first] } = decodeRecords(encoded);
    if (first?.event.type !== "output") throw new Error("no output");
    expect(first.event.data.buffer).toBe(encoded.buffer);
  });

  test("takes the largest record and refuses a larger one", () => {
    const data = new Uint8Array(MAX_RECORD).fill(120);
    const whole = encodeRecord({
      index: 1,
      at: 0,
      event: { type: "output", stream: 1, data },
    });
    expect(decodeRecords(whole).records).toHaveLength(1);
    new DataView(whole.buffer).setUint32(0, MAX_RECORD + 1);
    expect(() => decodeRecords(whole)).toThrow(
      "Cannot read feed record: its length is out of bounds",
    );
  });

  test.each([
    ["an unknown kind", raw(9, ""), "kind 9 is unknown"],
    ["no JSON", raw(1, "{text"), "its payload is not valid"],
    ["a size of nothing", raw(2, `{"size":{"cols":0,"rows":1}}`), "not valid"],
    ["a gap of less than nothing", raw(3, `{"bytes":-1}`), "not valid"],
    ["an exit without a code", raw(4, `{"signal":null}`), "not valid"],
  ])("refuses %s", (_name, bytes, reason) => {
    expect(() => decodeRecords(bytes)).toThrow(reason);
    expect(() => decodeRecords(bytes)).toThrow(
      expect.objectContaining({ code: "bad_request" }),
    );
  });
});
