import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Batcher, concat, wholeCharacters } from "@/server/feed/batcher.ts";
import {
  encodeRecord,
  type FeedEvent,
  MAX_RECORD,
  RECORD_HEAD,
} from "@/shared/feed_record.ts";
import { cut, pick, seeded } from "../../support/seeded.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A batcher and what it has emitted. */
function batcher() {
  const events: FeedEvent[] = [];
  const one = new Batcher((event) => events.push(event));
  return {
    events,
    output: (text: string | Uint8Array, stream: 1 | 2 = 1) =>
      one.output(stream, typeof text === "string" ? encode(text) : text),
    pass: (event: Parameters<Batcher["pass"]>[0]) => one.pass(event),
    flush: () => one.flush(),
    /** Each record decoded alone: text of stdout, `2:` and text of stderr. */
    texts: () =>
      events.map((event) => {
        if (event.type === "input") return event.text;
        if (event.type !== "output") return event.type;
        const text = new TextDecoder().decode(event.data);
        return event.stream === 2 ? `2:${text}` : text;
      }),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Batcher", () => {
  test("sends the first output at once and what follows together", () => {
    const at = batcher();
    at.output("a");
    expect(at.texts()).toEqual(["a"]);
    at.output("b");
    at.output("c");
    expect(at.texts()).toEqual(["a"]);
    vi.advanceTimersByTime(4);
    expect(at.texts()).toEqual(["a", "bc"]);
    vi.advanceTimersByTime(4);
    expect(vi.getTimerCount()).toBe(0);
    at.output("d");
    expect(at.texts()).toEqual(["a", "bc", "d"]);
  });

  test("does not wait when much has come", () => {
    const at = batcher();
    at.output("a");
    at.output(new Uint8Array(64 * 1024).fill(98));
    expect(at.events).toHaveLength(2);
  });

  test("keeps the order of what is printed, typed and resized", () => {
    const at = batcher();
    at.output("a");
    at.output("b");
    at.pass({ type: "input", text: "typed" });
    at.output("c");
    at.output("d", 2);
    at.output("e");
    at.pass({ type: "resize", size: { cols: 1, rows: 1 } });
    at.pass({ type: "exit", code: 0, signal: null });
    expect(at.texts()).toEqual([
      "a",
      "b",
      "typed",
      "c",
      "2:d",
      "e",
      "resize",
      "exit",
    ]);
  });

  test("waits for the rest of a character, whatever comes in between", () => {
    const at = batcher();
    const [first, rest] = [encode("✓").subarray(0, 1), encode("✓").subarray(1)];
    at.output(concat([encode("a"), first]));
    at.output("e", 2);
    at.pass({ type: "input", text: "typed" });
    at.output(rest);
    at.flush();
    expect(at.texts()).toEqual(["a", "2:e", "typed", "✓"]);
  });

  test("does not wait for ever for the rest of a character", () => {
    const at = batcher();
    at.output(Uint8Array.of(0xe2));
    vi.advanceTimersByTime(45);
    expect(at.events).toHaveLength(0);
    vi.advanceTimersByTime(15);
    expect(at.events).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("sends even half a character before the exit", () => {
    const at = batcher();
    at.output(Uint8Array.of(65, 0xf0, 0x9f));
    at.pass({ type: "exit", code: 0, signal: null });
    expect(at.texts()).toEqual(["A", "\u{fffd}", "exit"]);
  });

  test("cuts what no record can hold, typing too", () => {
    const at = batcher();
    at.output("✓".repeat(MAX_RECORD / 2));
    at.pass({ type: "input", text: "\u{1f600}\u0001".repeat(MAX_RECORD / 4) });
    for (const event of at.events) {
      const bytes = encodeRecord({ index: 1, at: 0, event });
      expect(bytes.length - RECORD_HEAD).toBeLessThanOrEqual(MAX_RECORD);
    }
    expect(at.texts().join("")).toBe(
      "✓".repeat(MAX_RECORD / 2) + "\u{1f600}\u0001".repeat(MAX_RECORD / 4),
    );
  });

  test("loses no byte and splits no character, however the output is cut", () => {
    const random = seeded(4);
    const text = "aé✓\u{1f600}\n".repeat(60);
    for (let round = 0; round < 200; round++) {
      const at = batcher();
      const left = {
        1: cut(encode(text), { random, most: 9 }),
        2: cut(encode(text), { random, most: 9 }),
      };
      while (left[1].length + left[2].length > 0) {
        const stream = random() < 0.5 ? 1 : 2;
        const piece = left[stream].shift();
        if (piece) at.output(piece, stream);
        if (random() < 0.1) vi.advanceTimersByTime(pick(random, 6));
        if (random() < 0.05) at.pass({ type: "gap", bytes: 0 });
      }
      at.flush();
      const texts = at.texts().filter((one) => one !== "gap");
      const out = texts.filter((one) => !one.startsWith("2:"));
      const error = texts.filter((one) => one.startsWith("2:"));
      expect(out.join("")).toBe(text);
      expect(error.map((one) => one.slice(2)).join("")).toBe(text);
    }
  });
});

test.each([
  ["", 0],
  ["61", 1],
  ["61c3", 1],
  ["c3a9", 2],
  ["e29c", 0],
  ["61e29c", 1],
  ["e29c93", 3],
  ["f09f98", 0],
  ["f09f9880", 4],
  // No UTF-8: nothing to wait for.
  ["808080", 3],
  ["80808080", 4],
  ["ff", 1],
])("wholeCharacters() of %s is %i", (bytes, length) => {
  expect(wholeCharacters(Uint8Array.from(
    bytes.match(/../g) ?? [],
    (pair) => Number.parseInt(pair, 16),
  ))).toBe(length);
});
