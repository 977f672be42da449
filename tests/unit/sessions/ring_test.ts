import { describe, expect, test } from "vitest";
import type { Entry, SessionEvent } from "@/shared/domain.ts";
import { Ring, weigh } from "@/server/sessions/ring.ts";
import { pick, seeded } from "../../support/seeded.ts";
import { output } from "../store/support.ts";
import { range, seqsOf } from "./support.ts";

describe("Ring", () => {
  test("gives what came after an entry, as long as all of it is there", () => {
    const ring = new Ring(10 * weigh(output(1, 100)));
    for (const seq of range(1, 25)) ring.push(output(seq, 100));
    expect(ring.since(25, 25)).toEqual([]);
    expect(ring.since(30, 25)).toEqual([]);
    expect(seqsOf(ring.since(20, 25)!)).toEqual(range(21, 25));
    expect(seqsOf(ring.since(15, 25)!)).toEqual(range(16, 25));
    expect(ring.since(14, 25)).toBeUndefined();
    expect(ring.since(0, 25)).toBeUndefined();
  });

  test("knows nothing of what came before it", () => {
    const ring = new Ring(1000);
    expect(ring.since(0, 0)).toEqual([]);
    expect(ring.since(3, 7)).toBeUndefined();
    ring.push(output(8, 1));
    expect(seqsOf(ring.since(7, 8)!)).toEqual([8]);
    expect(ring.since(6, 8)).toBeUndefined();
  });

  test("keeps nothing of an entry that is larger than it", () => {
    const ring = new Ring(1000);
    ring.push(output(1, 10));
    ring.push(output(2, 2000));
    expect(ring.since(1, 2)).toBeUndefined();
    ring.push(output(3, 10));
    expect(seqsOf(ring.since(2, 3)!)).toEqual([3]);
  });

  test("agrees with a plain list, whatever the sizes", () => {
    const random = seeded(5);
    const limit = 5000;
    const ring = new Ring(limit);
    const all: Entry[] = [];
    for (let seq = 1; seq <= 3000; seq++) {
      const entry = output(seq, pick(random, 300));
      ring.push(entry);
      all.push(entry);
      const after = seq - pick(random, 60);
      const missed = all.slice(Math.max(0, after));
      const bytes = missed.reduce((sum, one) => sum + weigh(one), 0);
      const expected = bytes <= limit && after >= 0 ? missed : undefined;
      expect(ring.since(after, seq)).toEqual(expected);
    }
  });
});

test.each<[SessionEvent, number]>([
  [{ type: "output", stream: 1, data: new Uint8Array(1000) }, 1000],
  [{ type: "input", text: "x".repeat(1000) }, 1000],
  [{
    type: "message",
    patch: {
      id: 1,
      kind: "answer",
      source: "lines",
      turn: 1,
      from: 0,
      text: "x".repeat(1000),
      done: true,
    },
  }, 1000],
  [{
    type: "message",
    patch: {
      id: 1,
      kind: "tool",
      source: "structured",
      turn: 1,
      from: 0,
      text: "",
      done: true,
      tool: { name: "", input: "", result: "x".repeat(1000), state: "done" },
    },
  }, 1000],
  [{ type: "gap", bytes: 1e9 }, 1],
])("weigh() counts at least what an entry holds", (event, least) => {
  const weight = weigh({ seq: 1, at: 1, event });
  expect(weight).toBeGreaterThanOrEqual(least);
  expect(weight).toBeLessThan(least + 200);
});
