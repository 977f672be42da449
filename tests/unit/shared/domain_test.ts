import { describe, expect, test } from "vitest";
import {
  applyPatch,
  type Message,
  type MessagePatch,
  Size,
} from "@/shared/domain.ts";
import { pick, seeded } from "../../support/seeded.ts";

function patch(from: number, text: string, done = false): MessagePatch {
  return { id: 1, kind: "answer", source: "lines", turn: 2, from, text, done };
}

function apply(patches: readonly MessagePatch[], start?: Message) {
  return patches.reduce<Message | undefined>(
    (message, patch, i) => applyPatch(message, patch, { seq: i + 1, at: i }),
    start,
  );
}

describe("applyPatch()", () => {
  test("begins a message when there is none", () => {
    expect(applyPatch(undefined, patch(0, "hi"), { seq: 7, at: 90 })).toEqual({
      id: 1,
      kind: "answer",
      source: "lines",
      turn: 2,
      text: "hi",
      done: false,
      at: 90,
      seq: 7,
    });
  });

  test("appends, and replaces the tail when a screen is redrawn", () => {
    const message = apply([
      patch(0, "one"),
      patch(3, " two"),
      patch(4, "2"),
      patch(5, "!", true),
    ]);
    expect(message).toMatchObject({ text: "one 2!", done: true });
  });

  test("keeps when the message began and notes the entry that changed it last", () => {
    expect(apply([patch(0, "a"), patch(1, "b")])).toMatchObject({
      at: 0,
      seq: 2,
    });
  });

  test("changes nothing when a run of patches is applied again", () => {
    const random = seeded(1);
    for (let round = 0; round < 200; round++) {
      let length = 0;
      const patches = Array.from({ length: 1 + pick(random, 10) }, () => {
        const from = pick(random, length + 1);
        const text = "x".repeat(pick(random, 5)) + pick(random, 1e6);
        length = from + text.length;
        return patch(from, text);
      });
      const once = apply(patches);
      // From the first patch of the run, or from any place within it.
      const behind = patches.slice(pick(random, patches.length));
      expect(apply(patches, once)?.text).toBe(once?.text);
      expect(apply(behind, once)?.text).toBe(once?.text);
    }
  });
});

describe("the schemas", () => {
  test.each([0, -1, 1.5, 10_001, "80"])("no Size has %s columns", (cols) => {
    expect(Size.safeParse({ cols, rows: 24 }).success).toBe(false);
  });
});
