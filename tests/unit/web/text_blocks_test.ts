import { describe, expect, test } from "vitest";
import {
  BLOCK,
  lengthOf,
  NO_TEXT,
  patchBlocks,
  textOf,
} from "@/web/src/lib/text_blocks.ts";

const LINES = Array.from(
  { length: 1000 },
  (_, i) => `line ${i} ${"x".repeat(i % 60)}`,
).join("\n");

describe("patchBlocks()", () => {
  test.each([1, 7, 100, 5000, LINES.length])(
    "gives the same text in pieces of %i",
    (size) => {
      let blocks = NO_TEXT;
      for (let from = 0; from < LINES.length; from += size) {
        blocks = patchBlocks(blocks, {
          from,
          text: LINES.slice(from, from + size),
        });
      }
      expect(textOf(blocks)).toBe(LINES);
      expect(lengthOf(blocks)).toBe(LINES.length);
    },
  );

  test("cuts at every place, line breaks between blocks included", () => {
    const whole = patchBlocks(NO_TEXT, { from: 0, text: LINES });
    const first = whole[1]!.start;
    for (
      const from of [
        0,
        1,
        BLOCK,
        first - 2,
        first - 1,
        first,
        first + 1,
        LINES.length,
      ]
    ) {
      const cut = patchBlocks(whole, { from, text: "END" });
      expect(textOf(cut)).toBe(LINES.slice(0, from) + "END");
    }
  });

  test("leaves the blocks before a change as they are", () => {
    const before = patchBlocks(NO_TEXT, { from: 0, text: LINES });
    const after = patchBlocks(before, {
      from: lengthOf(before),
      text: "\nmore",
    });
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    expect(after[0]).toBe(before[0]);
  });

  test("counts the lines of complete blocks only", () => {
    const blocks = patchBlocks(NO_TEXT, { from: 0, text: LINES });
    expect(blocks.at(-1)!.lines).toBe(0);
    expect(blocks[0]!.lines).toBe(blocks[0]!.text.split("\n").length);
  });

  test("appends when the text is shorter than the patch believes", () => {
    expect(textOf(patchBlocks(NO_TEXT, { from: 10, text: "late" }))).toBe(
      "late",
    );
  });
});
