import { expect, test } from "vitest";
import { unwrap } from "../../../../server/profiles/screen/unwrap.ts";

test.each([
  ["a row with no room for the next word", [
    "this goes on over the",
    "edge of it",
  ], ["this goes on over the edge of it"]],
  ["a row with room for it", ["this ends", "and this begins"], [
    "this ends",
    "and this begins",
  ]],
  ["a list", ["- this goes on over the", "  edge of it"], [
    "- this goes on over the",
    "  edge of it",
  ]],
  ["a blank row", ["this goes on over the", "", "edge"], [
    "this goes on over the",
    "",
    "edge",
  ]],
  ["wide characters, which have no blanks between", [
    "日本語のテキストも幅",
    "が広い",
  ], ["日本語のテキストも幅が広い"]],
  ["one row", ["alone"], ["alone"]],
  ["none", [], []],
])("unwrap() of %s", (_, rows, lines) => {
  expect(unwrap(rows, 22)).toEqual(lines);
});
