import { describe, expect, test } from "vitest";
import { columnsOf, joins } from "@/shared/width.ts";

/**
 * What EastAsianWidth.txt of Unicode 14 calls W or F, without marks, and with
 * the code points between them that are not assigned.
 */
const WIDE = `
  1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615
  2648-2653 267f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea
  26f2-26f3 26f5 26fa 26fd 2705 270a-270b 2728 274c 274e 2753-2755 2757
  2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-303e 3041-3247 3250-4dbf
  4e00-a4c6 a960-a97c ac00-d7a3 f900-fad9 fe10-fe6b ff01-ff60 ffe0-ffe6
  16fe0-1b2fb 1f004 1f0cf 1f18e 1f191-1f19a 1f200-1f320 1f32d-1f335
  1f337-1f37c 1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4
  1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e 1f550-1f567 1f57a
  1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6df
  1f6eb-1f6ec 1f6f4-1f6fc 1f7e0-1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff
  1fa70-1faf6 20000-3134a`;

/** What has become wide, or has come, since then. */
const WIDE_SINCE = `
  2630-2637 268a-268f 4dc0-4dff 1d300-1d376 1faf7-1faf8 31350-3347f`;

const WIDE_RANGES = [...WIDE.split(/\s+/), ...WIDE_SINCE.split(/\s+/)]
  .filter((range) => range !== "")
  .map((range) => {
    const [first, last = first] = range.split("-").map((hex) =>
      parseInt(hex, 16)
    );
    return [first!, last!] as const;
  });

/** Code points that somebody may write: assigned, printable, not private. */
function* characters(): Generator<number> {
  for (let code = 0x20; code <= 0x10ffff; code++) {
    if (!/^[\p{Cn}\p{Co}\p{Cs}\p{Cc}]$/u.test(String.fromCodePoint(code))) {
      yield code;
    }
  }
}

/** What Unicode's properties say. */
function expectedColumns(code: number): number {
  const isMark = /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(String.fromCodePoint(code));
  const isHangulPart = code >= 0x1160 && code <= 0x11ff;
  // A soft hyphen is drawn by terminals.
  if (code !== 0xad && (isMark || isHangulPart)) return 0;
  return WIDE_RANGES.some(([first, last]) => code >= first && code <= last)
    ? 2
    : 1;
}

describe("columnsOf()", () => {
  test("agrees with Unicode about every character", () => {
    const wrong = [...characters()]
      .filter((code) => columnsOf(code) !== expectedColumns(code))
      .map((code) => `U+${code.toString(16)} takes ${columnsOf(code)}`);
    expect(wrong).toEqual([]);
  });

  test.each([
    ["a letter", "a", 1],
    ["an accent", "\u0301", 0],
    ["a joiner", "\u200d", 0],
    ["a voiced mark of kana", "\u3099", 0],
    ["CJK", "你", 2],
    ["Hangul", "한", 2],
    ["half-width kana", "ｶ", 1],
    ["full-width Latin", "Ａ", 2],
    ["a box", "─", 1],
    ["braille", "⠋", 1],
    ["an emoji", "😀", 2],
    ["a sign that can be an emoji", "❤", 1],
    ["half a flag", "🇩", 1],
    ["a skin tone", "🏽", 2],
    ["what is not UTF-8", "\ufffd", 1],
  ])("gives the columns of %s", (_, char, columns) => {
    expect(columnsOf(char.codePointAt(0)!)).toBe(columns);
  });
});

describe("joins()", () => {
  test.each([
    ["a pictograph behind a joiner", "👨\u200d", "👩", true],
    ["a pictograph behind a longer family", "👨\u200d👩\u200d", "👧", true],
    ["a sign behind a joiner", "👩\u200d", "⚕", true],
    ["a skin tone behind a pictograph", "👍", "🏽", true],
    ["a skin tone behind a sign", "✌", "🏽", true],
    ["a pictograph behind a pictograph", "👨", "👩", false],
    ["a pictograph behind a letter's joiner", "a\u200d", "👩", false],
    ["a letter behind a joiner", "👨\u200d", "a", false],
    ["a skin tone behind a letter", "a", "🏽", false],
    ["a skin tone behind nothing", "", "🏽", false],
    ["half a flag behind half a flag", "🇩", "🇪", false],
  ])("says whether %s joins it", (_, before, char, joined) => {
    expect(joins(before, char.codePointAt(0)!)).toBe(joined);
  });
});
