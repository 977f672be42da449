import { describe, expect, test } from "vitest";
import {
  ago,
  brief,
  bytes,
  commandLine,
  duration,
  exitText,
  place,
  turnText,
} from "@/web/src/lib/format.ts";

describe("duration()", () => {
  test.each([
    [-5, "0s"],
    [4_900, "4s"],
    [125_000, "2m 05s"],
    [4_320_000, "1h 12m"],
    [273_600_000, "3d 4h"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

test("brief() keeps the largest unit", () => {
  expect([4_900, 125_000, 4_320_000, 273_600_000].map(brief)).toEqual([
    "4s",
    "2m",
    "1h",
    "3d",
  ]);
});

test("ago() names the date after a week", () => {
  const now = Date.UTC(2026, 10, 21, 12);
  expect(ago(now - 3_600_000, now)).toBe("1h");
  expect(ago(now - 30 * 86_400_000, now)).toContain("2026");
});

describe("bytes()", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [4_200, "4.2 kB"],
    [9_960, "10 kB"],
    [999_600, "1.0 MB"],
    [38_213_412, "38 MB"],
  ])("writes %i as %s", (count, text) => {
    expect(bytes(count)).toBe(text);
  });
});

test("commandLine() quotes what a shell would take apart", () => {
  const command = ["sh", "-c", "echo it's $HOME", ""];
  expect(commandLine(command)).toBe(`sh -c 'echo it'\\''s $HOME' ''`);
});

test("place() shows the end of a long path", () => {
  expect(place("/home/ada/projects/shop")).toBe("…/projects/shop");
  expect(place("/srv/app")).toBe("/srv/app");
});

describe("exitText()", () => {
  test.each([
    [{ code: 0, signal: null }, "exit 0"],
    [{ code: null, signal: "SIGKILL" }, "SIGKILL"],
    [{ code: null, signal: null }, "cause unknown"],
    [null, "cause unknown"],
  ])("writes %o as %s", (exit, text) => {
    expect(exitText(exit)).toBe(text);
  });
});

describe("turnText()", () => {
  test.each([
    [{ turn: 1 }, ""],
    [{ turn: 1, duration: 999 }, ""],
    [{ turn: 1, duration: 3450 }, "3.4s"],
    [{ turn: 1, duration: 64_000, cost: 0 }, "1m 04s · $0.00"],
    [
      { turn: 1, tokens: { input: 1234, output: 86 }, cost: 0.01234 },
      "1.2k tokens in, 86 out · $0.012",
    ],
    [
      { turn: 1, tokens: { input: 999_600, output: 12_345 }, cost: 12 },
      "1.0M tokens in, 12k out · $12.00",
    ],
  ])("writes %o as %s", (turn, text) => {
    expect(turnText(turn)).toBe(text);
  });
});
