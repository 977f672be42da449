import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Stripper } from "../../../server/pipeline/strip.ts";

const encoder = new TextEncoder();

/** Strips `input` in chunks of `size` bytes. */
function strip(input: string | Uint8Array, size = Infinity, edits = true) {
  const bytes = typeof input === "string" ? encoder.encode(input) : input;
  const stripper = new Stripper({ edits });
  let text = "";
  for (let at = 0; at < bytes.length; at += size) {
    text += stripper.push(bytes.slice(at, at + size));
  }
  stripper.finish();
  return text + stripper.partial();
}

const TABLE: [what: string, input: string, text: string][] = [
  ["plain lines stay", "one\ntwo\n", "one\ntwo\n"],
  ["colours go", "\x1b[1;31mred\x1b[0m\n", "red\n"],
  ["colours with colons go", "\x1b[38:2::1:2:3mred\x1b[m\n", "red\n"],
  [
    "a hyperlink leaves its text",
    "\x1b]8;;http://x\x1b\\here\x1b]8;;\x07",
    "here",
  ],
  ["an OSC ends at C1 ST", "\x1b]0;title\u009cafter", "after"],
  ["a C1 OSC ends at BEL", "\u009d0;title\x07after", "after"],
  ["a DCS does not end at BEL", "\x1bPq\x07\x1b\\after", "after"],
  ["SOS, PM and APC go", "\x1bXa\x1b\\\x1b^b\x1b\\\x1b_c\u009cafter", "after"],
  ["a C1 CSI is a CSI", "\u009b31mred", "red"],
  [
    "signs beside the C1 controls stay",
    "a\u00a0\u00b0\u00bb",
    "a\u00a0\u00b0\u00bb",
  ],
  ["CAN ends a string", "\x1b]0;ti\x18after", "after"],
  ["SUB ends a sequence", "\x1b[3\x1aafter", "after"],
  ["character sets go", "\x1b(0\x1b)B\x1b#8after", "after"],
  ["a sequence with DEL in it goes on", "\x1b[3\x7f1mred", "red"],
  ["a newline in a sequence acts", "a\x1b[3\n1mb", "a\nb"],
  ["other controls go", "a\x00\x01\x07\x7fb", "ab"],
  ["tabs stay", "a\tb", "a\tb"],
  ["\\r\\n is one newline", "a\r\nb\r\n", "a\nb\n"],
  ["\\r overwrites", "12345\rab\n", "ab345\n"],
  ["\\r and EL replace", "12345\r\x1b[Kab\n", "ab\n"],
  ["EL 2 keeps the column", "123\x1b[2Kab\n", "   ab\n"],
  ["EL 1 blanks what is before", "12345\x1b[3G\x1b[1K\n", "   45\n"],
  ["\\b goes back", "abc\b\bX\n", "aXc\n"],
  ["CHA goes to a column", "abc\x1b[2GX\n", "aXc\n"],
  ["CHA beyond the end leaves a gap", "a\x1b[5Gb\n", "a   b\n"],
  ["CUF leaves a gap", "a\x1b[2Cb\n", "a  b\n"],
  ["CUB goes back", "abc\x1b[2DX\n", "aXc\n"],
  ["ICH makes room", "abc\x1b[2D\x1b[2@X\n", "aX bc\n"],
  ["DCH takes away", "abcd\x1b[3D\x1b[2PX\n", "aX\n"],
  ["ECH blanks", "abcd\x1b[3D\x1b[2X\n", "a  d\n"],
  ["ED erases the rest of the line", "12345\rab\x1b[J\n", "ab\n"],
  ["another row ends the line", "a\x1b[5;1Hb\x1b[Ac", "a\nb\nc"],
  ["another row does not end an empty line", "\x1b[2J\x1b[Ha", "a"],
  ["NEL ends the line", "a\u0085b\x1bEc", "a\nb\nc"],
  ["the alternate screen ends the line", "$ vi\x1b[?1049hx", "$ vi\nx"],
  ["wide characters keep their columns", "你好\r\x1b[2CX\n", "你X \n"],
  ["half a wide character becomes blank", "你好\x1b[2GX\n", " X好\n"],
  ["marks stay on their character", "e\u0301x\b\bE\n", "Ex\n"],
  ["marks take no column", "e\u0301x\bX\n", "e\u0301X\n"],
  ["an emoji takes two columns", "😀x\r\x1b[3GX\n", "😀X\n"],
];

describe("Stripper", () => {
  test.each(TABLE)("%s", (_, input, text) => {
    expect(strip(input)).toBe(text);
  });

  test.each(TABLE)("%s, byte by byte", (_, input, text) => {
    expect(strip(input, 1)).toBe(text);
  });

  test("shows the line that is being written", () => {
    const stripper = new Stripper();
    expect(stripper.push(encoder.encode("one\ntw\x1b[3"))).toBe("one\n");
    expect(stripper.partial()).toBe("tw");
    stripper.push(encoder.encode("1mo\rT"));
    expect(stripper.partial()).toBe("Two");
  });

  test("does not show half a character", () => {
    const stripper = new Stripper();
    stripper.push(new Uint8Array([0x61, 0xe4, 0xbd]));
    expect(stripper.partial()).toBe("a");
    stripper.push(new Uint8Array([0xa0]));
    expect(stripper.partial()).toBe("a你");
  });

  test("makes one line of a spinner's 500 redraws", () => {
    const frames = Array.from(
      { length: 500 },
      (_, index) =>
        `\r\x1b[2K\x1b[36m${"⠋⠙⠹⠸"[index % 4]}\x1b[0m ${index} of 500`,
    );
    expect(strip(frames.join("") + "\n", 777)).toBe("⠸ 499 of 500\n");
  });

  test("does not join bytes that a sequence keeps apart", () => {
    const bytes = new Uint8Array([0xe4, 0xbd, 0x1b, 0x5b, 0x6d, 0xa0, 0x0a]);
    expect(strip(bytes)).toBe("\ufffd\ufffd\n");
    expect(strip(bytes, 1)).toBe("\ufffd\ufffd\n");
  });
});

describe("Stripper, with whatever comes,", () => {
  test.each([1, 3, 4096, 65_536])(
    "breaks long lines at the same places in chunks of %i",
    (size) => {
      const line = "x".repeat(40_000) + "é".repeat(20_000);
      const lines = strip(line, size).split("\n");
      expect(lines.join("")).toBe(line);
      expect(lines.map((line) => encoder.encode(line).length)).toEqual(
        strip(line).split("\n").map((line) => encoder.encode(line).length),
      );
      expect(Math.max(...lines.map((line) => encoder.encode(line).length)))
        .toBeLessThanOrEqual(16_384);
    },
  );

  test("does not make room for a column far away", () => {
    expect(strip("a\x1b[999999999Cb\n").length).toBeLessThan(300);
    expect(strip("\x1b[999999999Gb\x1b[999999999@c\n").length).toBeLessThan(
      600,
    );
  });

  test("passes over an OSC of 50 MB that never ends", () => {
    const stripper = new Stripper();
    stripper.push(encoder.encode("a\x1b]0;"));
    const chunk = encoder.encode("0123456789abcdef".repeat(4096));
    for (let sent = 0; sent < 50e6; sent += chunk.length) {
      expect(stripper.push(chunk)).toBe("");
    }
    expect(stripper.partial()).toBe("a");
    stripper.push(encoder.encode("\x07b"));
    expect(stripper.partial()).toBe("ab");
  });

  test("passes over a million parameters", () => {
    expect(strip(`a\x1b[${"1;".repeat(1e6)}mb`)).toBe("ab");
    expect(strip(`a\x1b[${"1;".repeat(1e6)}mb`, 1000)).toBe("ab");
  });

  test("never throws and gives the same however it is cut", () => {
    const random = generator(42);
    for (let round = 0; round < 100; round++) {
      const bytes = garbage(random);
      const text = strip(bytes);
      expect(strip(bytes, 1)).toBe(text);
      expect(strip(bytes, 1 + random(50))).toBe(text);
      expect(text.length).toBeLessThan(bytes.length * 45 + 100);
    }
  });
});

const CORPUS = new URL(
  "../../../../shared/corpora/strip-ansi/",
  `file://${import.meta.dirname}/`,
);
const present = existsSync(new URL("pairs.jsonl", CORPUS));

describe.skipIf(!present)(
  "Stripper (skipped when the corpus is not there)",
  () => {
    test("takes out what every core pair takes out", () => {
      const pairs = read("pairs.jsonl").filter(({ core }) => core);
      expect(pairs.length).toBeGreaterThan(1000);
      const wrong = pairs.filter((pair) =>
        [Infinity, 1].some((size) => strip(pair.in, size, false) !== pair.out)
      );
      expect(wrong).toEqual([]);
    });

    test("replaces what is not UTF-8, wherever it is cut", () => {
      for (const { in_hex: hex, out } of read("invalid-utf8.jsonl")) {
        const bytes = Uint8Array.from(
          hex.match(/../g)!,
          (pair: string) => parseInt(pair, 16),
        );
        // deno-lint-ignore no-control-regex
        const text = out.replace(/[\x00-\x08\x0e-\x1f\x7f]/g, "");
        for (let cut = 0; cut <= bytes.length; cut++) {
          const stripper = new Stripper();
          const lines = stripper.push(bytes.slice(0, cut)) +
            stripper.push(bytes.slice(cut));
          stripper.finish();
          expect(lines + stripper.partial(), `${hex} at ${cut}`).toBe(text);
        }
      }
    });
  },
);

// deno-lint-ignore no-explicit-any
function read(name: string): any[] {
  const text = readFileSync(new URL(name, CORPUS), "utf8");
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

/** Numbers below `n`, the same in every run. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
}

/** Bytes at random among pieces of sequences. */
function garbage(random: (n: number) => number): Uint8Array {
  const pieces = [
    "a",
    "word ",
    "你好",
    "e\u0301",
    "😀",
    "\n",
    "\r",
    "\r\n",
    "\b",
    "\t",
    "\x18",
    "\x1b",
    "\x1b[",
    "\x1b]",
    "\x1bP",
    "\x1b\\",
    "\x07",
    "\u009b",
    "\u009c",
    "K",
    "\x1b[K",
    "\x1b[1K",
    "\x1b[2K",
    "\x1b[9G",
    "\x1b[C",
    "\x1b[2D",
    "\x1b[2@",
    "\x1b[P",
    "\x1b[3X",
    "\x1b[A",
    "\x1b[m",
    "\x1b[99999999999C",
    ";",
    "5",
    "?",
  ];
  const chunks = Array.from({ length: 60 }, () => {
    if (random(4) > 0) return encoder.encode(pieces[random(pieces.length)]);
    return Uint8Array.from({ length: random(4) }, () => random(256));
  });
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}
