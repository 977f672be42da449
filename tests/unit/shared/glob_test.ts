import { describe, expect, test } from "vitest";
import { matchesGlob } from "@/shared/glob.ts";
import { pick, seeded } from "../../support/seeded.ts";

describe("matchesGlob()", () => {
  test.each([
    ["pane.output", "pane.output", true],
    ["pane.output", "pane.outputs", false],
    ["pane.*", "pane.output", true],
    ["pane.*", "pane.", true],
    ["pane.*", "message.answer", false],
    ["*", "", true],
    ["", "", true],
    ["", "x", false],
    ["*.answer", "message.answer", true],
    ["a*a", "a", false],
    ["a*b*c", "a-c-b-c", true],
    ["a*b*c", "acb", false],
    ["pane.o", "pane*o", false],
    ["a.c", "abc", false],
  ])("%s and %s: %s", (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  test("agrees with a regular expression on everything short", () => {
    const random = seeded(2);
    const word = (alphabet: string) =>
      Array.from(
        { length: pick(random, 7) },
        () => alphabet[pick(random, alphabet.length)],
      ).join("");
    for (let round = 0; round < 20_000; round++) {
      const pattern = word("ab*");
      const text = word("ab");
      const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
      expect([pattern, text, matchesGlob(pattern, text)])
        .toEqual([pattern, text, expected.test(text)]);
    }
  });
});
