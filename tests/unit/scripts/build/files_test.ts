import { expect, test } from "vitest";
import { differences } from "@/scripts/build/files.ts";

test("differences() names what is missing, changed and added", () => {
  const staged = new Map([["a", "1"], ["b", "2"], ["c", "3"]]);
  const held = new Map([["a", "1"], ["b", "x"], ["d", "4"]]);
  expect(differences(staged, held)).toEqual([
    "differs: b",
    "missing: c",
    "not staged: d",
  ]);
  expect(differences(staged, staged)).toEqual([]);
});
