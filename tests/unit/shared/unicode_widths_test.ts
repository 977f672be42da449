import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import { expect, test } from "vitest";
import { UNICODE_WIDTHS } from "@/shared/unicode_widths.ts";

/** The cursor's column after `text` in xterm.js. */
async function columnsOf(text: string): Promise<number> {
  const terminal = new Terminal({ allowProposedApi: true });
  terminal.unicode.register(UNICODE_WIDTHS);
  terminal.unicode.activeVersion = UNICODE_WIDTHS.version;
  await new Promise<void>((done) => terminal.write(text, done));
  const { cursorX } = terminal.buffer.active;
  terminal.dispose();
  return cursorX;
}

test.each<[what: string, text: string, columns: number]>([
  ["ASCII", "abc", 3],
  ["Latin", "é", 1],
  ["a combining mark", "e\u0301", 1],
  ["two combining marks", "e\u0301\u0302", 1],
  ["a mark behind a colour", "e\x1b[1m\u0301", 1],
  ["two marks behind a colour", "e\x1b[1m\u0301\u0302", 1],
  ["a Devanagari vowel sign, which has a place", "\u0935\u093f", 2],
  ["a Thai mark", "\u0e01\u0e47", 1],
  ["CJK", "你好", 4],
  ["Hangul in parts", "\u1112\u1161\u11ab", 2],
  ["a soft hyphen", "a\u00ad", 2],
  ["a zero width space", "a\u200b", 1],
  ["an emoji", "😀", 2],
  ["a newer emoji", "🫠", 2],
  ["a skin tone by itself", "🏽", 2],
  ["a skin tone on an emoji", "👍🏽", 2],
  ["a skin tone behind a letter", "x🏽", 3],
  ["a family", "👨‍👩‍👧‍👦", 2],
  ["a couple with skin tones", "🧑🏻‍❤️‍💋‍🧑🏿", 2],
  ["a flag of two signs", "🇩🇪", 2],
  ["a flag of an emoji and another", "🏳️‍🌈", 2],
  [
    "a flag with tags",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    2,
  ],
  ["a heart as text", "❤", 1],
  ["a heart as emoji", "❤️", 2],
  ["a heart as text by choice", "❤\ufe0e", 1],
  ["a digit with the emoji sign", "1\ufe0f", 1],
  ["a joiner between letters", "a\u200db", 2],
  ["a joiner between an emoji and a letter", "👨\u200da", 3],
])("UNICODE_WIDTHS counts %s", async (_, text, columns) => {
  expect(await columnsOf(text)).toBe(columns);
});

test("UNICODE_WIDTHS makes a character wider that stands at the edge", async () => {
  expect(await columnsOf("x".repeat(79) + "❤️")).toBe(2);
});
