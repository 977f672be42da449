import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatDuration,
  formatTable,
} from "@/server/commands/format.ts";

test.each([
  [-5, "0 s"],
  [499, "0 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [119 * 60_000, "119 min"],
  [7_200_000, "2 h"],
  [47 * 3_600_000, "47 h"],
  [48 * 3_600_000, "2 d"],
  [100 * 86_400_000, "100 d"],
])("formatDuration(%i) is %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [1550, "1.6 kB"],
  [9949, "9.9 kB"],
  [9950, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [3e9, "3.0 GB"],
  [2.5e15, "2500 TB"],
])("formatBytes(%i) is %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe("formatTable()", () => {
  const rows = [["ID", "NAME", "COMMAND"], ["abc", "x", "make all"]];

  test("puts columns under one another, with nothing behind the last", () => {
    expect(formatTable(rows)).toBe(
      "ID   NAME  COMMAND\nabc  x     make all\n",
    );
  });

  test("cuts to the width that is there", () => {
    expect(formatTable(rows, 15)).toBe("ID   NAME  COMM\nabc  x     make\n");
  });

  test("has nothing to say of no rows", () => {
    expect(formatTable([])).toBe("");
  });
});
