import v8 from "node:v8";
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { Stripper } from "@/server/pipeline/strip.ts";
import { type Flood, flood, FLOODS } from "../../support/floods.ts";
import { LONG, sized } from "../../support/full.ts";
import { ENGINES, strip, toBytes } from "../../support/strip_in_pieces.ts";

const MB = 1024 * 1024;

/** UTF-16 units of text that a byte of input can make at most, and some for the line that is begun. */
const MOST_TEXT = 190;
const MOST_LINE = 100_000;

/** Bytes that may stay in use, whatever came. */
const MOST_MEMORY = MB;

v8.setFlagsFromString("--expose-gc");
const collect: () => void = vm.runInNewContext("gc");

/** Pushes `part` until `size` bytes have come; returns how long the text is. */
function pour(stripper: Stripper, part: Uint8Array, size: number): number {
  let length = 0;
  for (let sent = 0; sent < size; sent += part.length) {
    length += stripper.push(part).length;
  }
  return length;
}

/** Bytes in use, without what waits to be collected. */
function memory(): number {
  collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Sizes of which one is compared with the other. */
const SMALL = 64 * 1024;
const LARGE = 4 * SMALL;

/** Four times the input may take so many times as long: 4, and noise; it would be 16 if it grew with the square. */
const MOST_GROWTH = 8;

/** Milliseconds below which a clock says nothing. */
const INSTANT = 5;

/**
 * How many times as long the large input takes: the best of several attempts
 * each, and no more of them than are needed to see that it is in proportion.
 */
function growth(kind: Flood, kernel: boolean): number {
  const [small, large] = [SMALL, LARGE].map((size) => flood(kind, size));
  const best = { small: Infinity, large: Infinity };
  for (let attempt = 0; attempt < 10; attempt++) {
    const time = (input: Uint8Array) =>
      milliseconds(() => strip(input, { kernel, sizes: [16_384] }));
    best.small = Math.min(best.small, time(small!));
    best.large = Math.min(best.large, time(large!));
    if (best.large < MOST_GROWTH * Math.max(best.small, INSTANT)) break;
  }
  return best.large / Math.max(best.small, INSTANT);
}

describe.each(ENGINES)("Stripper in $engine", ({ kernel }) => {
  test.each(FLOODS)("gives the same in any pieces: $name", (kind) => {
    const input = flood(kind, 40_000);
    const text = strip(input, { kernel: !kernel });
    for (const sizes of [[Infinity], [1], [3, 777], [4096], [16_384, 5]]) {
      const same = strip(input, { kernel, sizes }) === text;
      expect(same, `in pieces of ${sizes}`).toBe(true);
    }
    expect(text.length).toBeLessThan(MOST_TEXT * input.length + MOST_LINE);
  }, LONG);

  test.each(FLOODS)("takes time in proportion: $name", (kind) => {
    expect(growth(kind, kernel)).toBeLessThan(MOST_GROWTH);
  }, LONG);

  test.each([
    ["OSC", "\x1b]0;"],
    ["DCS", "\x1bP1$r"],
    ["APC", "\u009f"],
    ["control sequence", "\x1b["],
  ])("passes over %s without an end", (_, start) => {
    const size = sized(64, 1024) * MB;
    const stripper = new Stripper({ kernel });
    stripper.push(toBytes("a" + start));
    const part = toBytes("0123456789;:;456".repeat(4096));
    pour(stripper, part, MB);
    const before = memory();
    expect(pour(stripper, part, size)).toBe(0);
    expect(memory() - before).toBeLessThan(MOST_MEMORY);
    expect(stripper.partial()).toBe("a");
    stripper.push(toBytes("\x18b"));
    expect(stripper.partial()).toBe("ab");
  }, LONG);

  test("passes over a million parameters", () => {
    const input = `a\x1b[${"1;".repeat(1e6)}mb`;
    expect(strip(input, { kernel })).toBe("ab");
    expect(strip(input, { kernel, sizes: [1000] })).toBe("ab");
  });

  test("passes over 10 MB of ESC", () => {
    const input = new Uint8Array(10 * MB).fill(0x1b);
    expect(strip(input, { kernel, sizes: [65_536] })).toBe("");
  });

  test("does not make room for a column far away", () => {
    expect(strip("a\x1b[999999999Cb\n", { kernel }))
      .toBe(`a${" ".repeat(255)}b\n`);
    expect(strip("\x1b[999999999Gb\x1b[999999999@c\n", { kernel }))
      .toBe(`${" ".repeat(256)}bc\n`);
    expect(strip("ab\r\x1b[999999999@c\n", { kernel }))
      .toBe(`c${" ".repeat(255)}ab\n`);
    expect(strip("a\x1b[999999999b\n", { kernel })).toBe(
      "a".repeat(257) + "\n",
    );
  });

  test.each(["x", "é", "你", "😀", "e\u0301"])(
    "breaks a line of 10 MB between characters: %s",
    (unit) => {
      const part = toBytes(unit.repeat(60_000));
      const stripper = new Stripper({ kernel });
      const lines: string[] = [];
      for (let sent = 0; sent < 10 * MB; sent += part.length) {
        lines.push(...stripper.push(part).split("\n").slice(0, -1));
      }
      expect(lines.length).toBeGreaterThan(600);
      for (const line of lines) {
        const bytes = toBytes(line).length;
        expect(bytes).toBeLessThanOrEqual(16_384);
        expect(bytes).toBeGreaterThan(16_380);
        expect(line.replaceAll(unit, "").length).toBeLessThan(unit.length + 1);
        expect(line.includes("\ufffd")).toBe(false);
      }
    },
    LONG,
  );

  test.each([1, 3, 4096, 65_536])(
    "breaks long lines at the same places in pieces of %i bytes",
    (size) => {
      const line = "x".repeat(40_000) + "é".repeat(20_000);
      const text = strip(line, { kernel, sizes: [size] });
      expect(text.replaceAll("\n", "")).toBe(line);
      expect(text).toBe(strip(line, { kernel: !kernel }));
    },
  );

  test("keeps as little of floods as of drops", () => {
    const stripper = new Stripper({ kernel });
    const parts = FLOODS.map((kind) => flood(kind, 65_536));
    const pourAll = (times: number) => {
      for (const part of parts) {
        pour(stripper, part, times * part.length);
        expect(stripper.partial().length).toBeLessThan(MOST_LINE);
      }
    };
    pourAll(1);
    const before = memory();
    pourAll(sized(4, 300));
    expect(memory() - before).toBeLessThan(MOST_MEMORY);
  }, LONG);
});
