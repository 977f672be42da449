import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Stripper } from "@/server/pipeline/strip.ts";
import { ReferenceLines } from "../../support/reference_lines.ts";
import { SPINNERS } from "../../support/spinners.ts";
import {
  ENGINES,
  type LineReader,
  piecesOf,
  readAll,
  strip,
  toBytes,
} from "../../support/strip_in_pieces.ts";

type Row = [what: string, input: string | number[], text: string];

const TEXT: Row[] = [
  ["plain lines stay", "one\ntwo\n", "one\ntwo\n"],
  ["empty lines stay", "\n\na\n\n", "\n\na\n\n"],
  ["\\r\\n is one newline", "a\r\nb\r\n", "a\nb\n"],
  ["VT and FF end a line", "a\vb\fc", "a\nb\nc"],
  ["other controls go", "a\x00\x01\x07\x0e\x7fb", "ab"],
  [
    "signs beside the C1 controls stay",
    "a\u00a0\u00b0\u00bb",
    "a\u00a0\u00b0\u00bb",
  ],
  ["other C1 controls go", "a\u0080\u0083\u0099b", "ab"],
  ["trailing blanks stay", "a  \n", "a  \n"],
];

const GRAMMAR: Row[] = [
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
  ["CAN ends a string", "\x1b]0;ti\x18after", "after"],
  ["SUB ends a sequence", "\x1b[3\x1aafter", "after"],
  ["ESC in a string begins a sequence", "\x1b]0;ti\x1b[31mred", "red"],
  ["ESC in a sequence begins anew", "\x1b[3\x1b[31mred", "red"],
  ["C1 CSI in a string is part of it", "\x1b]0;\u009b31m\x07after", "after"],
  ["a newline in a string is part of it", "a\x1bPq\n\x1b\\b", "ab"],
  ["CJK in a string is part of it", "\x1b]0;标题\x07after", "after"],
  ["character sets go", "\x1b(0\x1b)B\x1b#8after", "after"],
  ["a digit ends an escape sequence", "\x1b0ab\x1b7c", "abc"],
  ["an intermediate makes no CSI of ESC", "\x1b([31m", "31m"],
  ["a sequence with DEL in it goes on", "\x1b[3\x7f1mred", "red"],
  ["a newline in a sequence acts", "a\x1b[3\n1mb", "a\nb"],
  ["a return in a sequence acts", "ab\x1b[\r1Cx", "ax"],
  ["a tab in a sequence acts", "a\x1b[\t1mb", "a\tb"],
  ["a letter of two bytes ends a sequence", "\x1b[3é1m", "é1m"],
  ["C1 CSI in a sequence begins anew", "\x1b[3\u009b31mred", "red"],
  ["a prefix behind a parameter makes a sequence void", "ab\r\x1b[0?K", "ab"],
  ["a private sequence does not edit", "abc\r\x1b[?2K\x1b[>2Cx", "xbc"],
  ["an intermediate makes another sequence", "abc\r\x1b[2 Kx", "xbc"],
  ["parameters behind an intermediate are void", "a\x1b[ 31mb", "ab"],
  ["colons end a parameter", "abcdef\r\x1b[2:3CX", "abXdef"],
  ["a first parameter left out is 1", "abc\r\x1b[;5CX", "aXc"],
  ["leading zeros do not count", "abc\r\x1b[002CX", "abX"],
  ["text behind a void sequence stays", "\x1b[<1?2zok", "ok"],
];

const LINE: Row[] = [
  ["\\r overwrites", "12345\rab\n", "ab345\n"],
  ["\\r and nothing keeps", "12345\r\n", "12345\n"],
  ["\\r many times", "123\r\r\rx\r\ry\n", "y23\n"],
  ["longer text replaces", "12\rabc\n", "abc\n"],
  ["\\b goes back", "abc\b\bX\n", "aXc\n"],
  ["\\b stops at column 0", "a\b\b\b\bX\n", "X\n"],
  ["tabs stay", "a\tb", "a\tb"],
  ["a tab over text only moves", "123456789\r\tX\n", "12345678X\n"],
  ["a tab beyond the end fills from the end", "123\r\tX\n", "123\tX\n"],
  ["a tab behind a gap", "a\x1b[2C\tb\n", "a  \tb\n"],
  ["text over a tab makes blanks of it", "\tx\r\x1b[2CY\n", "  Y     x\n"],
  ["a tab takes its columns", "a\tb\x1b[9GX\n", "a\tX\n"],
  ["\\b into a tab breaks it", "a\t\bX\n", "a      X\n"],
  ["NEL ends the line", "a\u0085b\x1bEc", "a\nb\nc"],
  ["IND and RI end the line", "a\u0084b\x1bDc\u008dd\x1bMe", "a\nb\nc\nd\ne"],
  ["NEL does not end an empty line", "\u0085a\u0085\u0085b", "a\nb"],
  ["other single escapes do not", "a\x1b7b\x1b8c\x1bHd\x1bcz", "abcdz"],
  ["another row ends the line", "a\x1b[5;1Hb\x1b[Ac", "a\nb\nc"],
  [
    "every way to another row ends the line",
    "a\x1b[Bb\x1b[Ec\x1b[Fd\x1b[2;2fe\x1b[3df\x1b[eg\x1b[kh",
    "a\nb\nc\nd\ne\nf\ng\nh",
  ],
  ["another row does not end an empty line", "\x1b[2J\x1b[Ha", "a"],
  ["another row is column 0", "\x1b[9C\x1b[Aa", "a"],
  ["ED 1, 2 and 3 end the line", "a\x1b[1Jb\x1b[2Jc\x1b[3Jd", "a\nb\nc\nd"],
  ["ED 4 does nothing", "ab\r\x1b[4Jc", "cb"],
  ["the alternate screen ends the line", "$ vi\x1b[?1049hx", "$ vi\nx"],
  ["and the way back", "a\x1b[?1049lb\x1b[?47hc\x1b[?1047ld", "a\nb\nc\nd"],
  ["only as first parameter", "a\x1b[?25;1049hb\x1b[?1049;25hc", "ab\nc"],
  ["not without the question mark", "a\x1b[1049hb", "ab"],
  ["EL erases the rest", "12345\r\x1b[Kab\n", "ab\n"],
  ["EL behind the end keeps the column", "12\x1b[5G\x1b[KX\n", "12  X\n"],
  ["EL 1 blanks what is before", "12345\x1b[3G\x1b[1K\n", "   45\n"],
  ["EL 1 at the end blanks what exists", "123\x1b[1KX\n", "   X\n"],
  ["EL 2 keeps the column", "123\x1b[2Kab\n", "   ab\n"],
  ["EL 2 and \\r", "123\x1b[2K\rab\n", "ab\n"],
  ["EL 3 does nothing", "123\r\x1b[3Kx\n", "x23\n"],
  ["ED erases the rest of the line", "12345\rab\x1b[J\n", "ab\n"],
  ["CHA goes to a column", "abc\x1b[2GX\n", "aXc\n"],
  ["HPA goes to a column", "abc\x1b[2`X\n", "aXc\n"],
  ["CHA without parameter is column 0", "abc\x1b[GX\x1b[0GY\n", "Ybc\n"],
  ["CHA beyond the end leaves a gap", "a\x1b[5Gb\n", "a   b\n"],
  ["a gap that nothing follows is none", "a\x1b[5G\n", "a\n"],
  ["CUF and HPR leave a gap", "a\x1b[2Cb\x1b[ac\n", "a  b c\n"],
  ["CUB and HPB go back", "abcd\x1b[2D\x1b[jX\n", "aXcd\n"],
  ["CUB stops at column 0", "abc\x1b[99DX\n", "Xbc\n"],
  ["back from a gap", "a\x1b[5C\x1b[3D\bX\n", "a X\n"],
  ["ICH makes room", "abc\x1b[2D\x1b[2@X\n", "aX bc\n"],
  ["ICH at the end does nothing", "abc\x1b[2@X\n", "abcX\n"],
  ["DCH takes away", "abcd\x1b[3D\x1b[2PX\n", "aX\n"],
  ["DCH takes what there is", "abcd\x1b[3D\x1b[99PX\n", "aX\n"],
  ["ECH blanks", "abcd\x1b[3D\x1b[2X\n", "a  d\n"],
  ["ECH does not make the line longer", "ab\r\x1b[9Xx\n", "x \n"],
  ["REP repeats", "-\x1b[4b>\n", "----->\n"],
  ["REP repeats marks too", "e\u0301\x1b[2b\n", "e\u0301e\u0301e\u0301\n"],
  ["REP writes over", "-abcd\x1b[2G\x1b[2bX\n", "---Xd\n"],
  ["REP at column 0 does nothing", "\x1b[3ba\r\x1b[3b\n", "a\n"],
  ["REP behind a gap does nothing", "a\x1b[2C\x1b[3bb\n", "a  b\n"],
  ["REP repeats tabs", "\t\x1b[bx\r\x1b[17GX\n", "\t\tX\n"],
];

const COLUMNS: Row[] = [
  ["wide characters keep their columns", "你好\r\x1b[2CX\n", "你X \n"],
  ["half a wide character becomes blank", "你好\x1b[2GX\n", " X好\n"],
  ["a wide one over two halves", "你好吗\x1b[2G世\n", " 世 吗\n"],
  ["EL cuts a wide character", "你好\x1b[4G\x1b[K|\n", "你 |\n"],
  ["EL 1 cuts a wide character", "你好\x1b[3G\x1b[1K\n", "    \n"],
  ["DCH cuts wide characters", "你好吗\x1b[2G\x1b[2P\n", "  吗\n"],
  ["ICH cuts a wide character", "你好\x1b[2G\x1b[@\n", "   好\n"],
  ["ECH cuts a wide character", "你好\x1b[2G\x1b[X\n", "  好\n"],
  ["\\b is one column", "你\bX\n", " X\n"],
  ["marks stay on their character", "e\u0301x\b\bE\n", "Ex\n"],
  ["marks take no column", "e\u0301x\bX\n", "e\u0301X\n"],
  ["ECH keeps the marks behind it", "abcde\u0301\r\x1b[4X\n", "    e\u0301\n"],
  ["DCH moves the marks behind it", "abcde\u0301\r\x1b[4P\n", "e\u0301\n"],
  ["ICH moves marks", "abe\u0301\r\x1b[4@X\n", "X   abe\u0301\n"],
  ["DCH takes marks away", "ae\u0301o\u0308bc\r\x1b[4PX\n", "X\n"],
  ["a voiced mark of kana takes no column", "か\u3099x\b\bX\n", " Xx\n"],
  ["a mark at column 0 stays before the line", "ab\r\u0301x\n", "\u0301xb\n"],
  ["EL keeps a mark at column 0", "\u0301ab\r\x1b[K\n", "\u0301\n"],
  ["EL 2 does not", "\u0301ab\x1b[2K\r\n", "\n"],
  ["a mark alone makes a line", "\u0301\x1b[Ax", "\u0301\nx"],
  ["a mark behind a gap stands on a blank", "a\x1b[2C\u0301\n", "a  \u0301\n"],
  ["a mark on a wide character", "你\u0301\bX\n", " X\n"],
  ["a mark from within a wide character", "你x\b\b\u0301\n", "你\u0301x\n"],
  ["an emoji takes two columns", "😀x\r\x1b[3GX\n", "😀X\n"],
  ["joined emoji take two columns", "👨‍👩‍👧x\r\x1b[3GX\n", "👨‍👩‍👧X\n"],
  ["a skin tone takes none", "👍🏽x\r\x1b[3GX\n", "👍🏽X\n"],
  ["a skin tone alone takes two", "a🏽x\r\x1b[4GX\n", "a🏽X\n"],
  ["a joiner joins pictographs only", "a\u200d😀x\r\x1b[4GX\n", "a\u200d😀X\n"],
  ["a flag takes two columns", "🇩🇪x\r\x1b[3GX\n", "🇩🇪X\n"],
  ["emoji style widens", "❤️x\r\x1b[3GX\n", "❤️X\n"],
  ["emoji style replaces what follows", "❤bc\r\x1b[C\ufe0fX\n", "❤️X\n"],
  ["emoji style does not widen digits", "1️⃣x\r\x1b[2GX\n", "1️⃣X\n"],
  ["emoji style does not widen twice", "❤️\ufe0fx\r\x1b[3GX\n", "❤️\ufe0fX\n"],
  ["text style does not widen", "❤\ufe0ex\r\x1b[2GX\n", "❤\ufe0eX\n"],
  ["a soft hyphen is a character", "a\u00adb\bX\n", "a\u00adX\n"],
  ["a byte order mark stays", "\ufeffa\n", "\ufeffa\n"],
];

const BROKEN: Row[] = [
  [
    "a sequence keeps bytes apart",
    [0xe4, 0xbd, 0x1b, 0x5b, 0x6d, 0xa0],
    "\ufffd\ufffd",
  ],
  [
    "a gap keeps bytes apart, though it is left again",
    [0xf0, 0x9f, 0x98, 0x1b, 0x5b, 0x61, 0x08],
    "\ufffd",
  ],
  [
    "a gap keeps bytes apart, though nothing fills it",
    [0xc2, 0x1b, 0x5b, 0x43, 0x1b, 0x5b, 0x4b],
    "\ufffd",
  ],
  ["a control keeps bytes apart", [0xe4, 0xbd, 0x07, 0xa0], "\ufffd\ufffd"],
  ["a newline keeps bytes apart", [0xe4, 0x0a, 0xbd], "\ufffd\n\ufffd"],
  ["the end breaks a character", [0x61, 0xf0, 0x9f, 0x98], "a\ufffd"],
  ["a lead alone", [0xc2], "\ufffd"],
  ["two leads", [0xc2, 0xc2, 0x85], "\ufffd\n"],
  ["a byte ends a sequence", [0x1b, 0x5b, 0xff, 0x6d], "\ufffdm"],
  ["U+FFFD takes one column", [0xff, 0x78, 0x0d, 0x61, 0x62], "ab"],
  ["a string swallows bytes", [0x1b, 0x5d, 0xff, 0xe4, 0x07, 0x61], "a"],
];

const TABLE = [...TEXT, ...GRAMMAR, ...LINE, ...COLUMNS, ...BROKEN].map(
  ([what, input, text]) => {
    const bytes = typeof input === "string"
      ? toBytes(input)
      : Uint8Array.from(input);
    return { what, bytes, text };
  },
);

test.each(TABLE)("The reference: $what", ({ bytes, text }) => {
  expect(readAll(new ReferenceLines(), [bytes])).toBe(text);
});

describe.each(ENGINES)("Stripper in $engine", ({ kernel }) => {
  test.each(TABLE)("$what", ({ bytes, text }) => {
    expect(strip(bytes, { kernel })).toBe(text);
  });

  test.each(TABLE)("$what, wherever it is cut", ({ bytes, text }) => {
    expect(strip(bytes, { kernel, sizes: [1] })).toBe(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      const sizes = [cut, Infinity];
      expect(strip(bytes, { kernel, sizes }), `cut at ${cut}`).toBe(text);
    }
  });

  test("takes sequences out when they are not to edit", () => {
    const input = "12345\x1b[2K\x1b[2D\x1b[5;5H\x1bE\u0085\x1b[?1049h\x1b[3bx";
    expect(strip(input, { kernel, edits: false })).toBe("12345x");
    const controls = "123\rab\bX\tc\vd\fe\x1b[1\r\n2mf";
    expect(strip(controls, { kernel, edits: false }))
      .toBe(strip(controls, { kernel }));
  });

  test("shows the line that is being written", () => {
    const stripper = new Stripper({ kernel });
    expect(stripper.push(toBytes("one\ntw\x1b[3"))).toBe("one\n");
    expect(stripper.partial()).toBe("tw");
    stripper.push(toBytes("1mo\rT"));
    expect(stripper.partial()).toBe("Two");
    stripper.push(toBytes("\x1b[9C"));
    expect(stripper.partial()).toBe("Two");
  });

  test("does not show half a character", () => {
    const stripper = new Stripper({ kernel });
    stripper.push(new Uint8Array([0x61, 0xe4, 0xbd]));
    expect(stripper.partial()).toBe("a");
    stripper.push(new Uint8Array([0xa0]));
    expect(stripper.partial()).toBe("a你");
    stripper.push(new Uint8Array([0xc2]));
    expect(stripper.partial()).toBe("a你");
    stripper.push(new Uint8Array([0xc2]));
    expect(stripper.partial()).toBe("a你\ufffd");
  });

  test("shows nothing before anything came", () => {
    const stripper = new Stripper({ kernel });
    expect(stripper.partial()).toBe("");
    expect(stripper.push(new Uint8Array())).toBe("");
    stripper.finish();
    expect(stripper.partial()).toBe("");
  });

  test.each(SPINNERS)(
    "makes one line of 500 redraws: $name",
    ({ frames, draw }) => {
      const shown = Array.from(
        { length: 500 },
        (_, index) => frames[index % frames.length]!,
      );
      const input = shown.map(draw).join("") + "\n";
      expect(strip(input, { kernel, sizes: [777] })).toBe(shown.at(-1) + "\n");
    },
  );
});

const CORPUS = new URL(
  "../../../../shared/corpora/strip-ansi/",
  `file://${import.meta.dirname}/`,
);
const present = existsSync(new URL("pairs.jsonl", CORPUS));

describe.skipIf(!present)(
  "Stripper (skipped when the corpus is not there)",
  () => {
    test.each(ENGINES)(
      "takes out what every core pair takes out, in $engine",
      ({ kernel }) => {
        const pairs = read("pairs.jsonl").filter(({ core }) => core);
        expect(pairs.length).toBeGreaterThan(1000);
        const wrong = pairs.filter((pair) =>
          [[Infinity], [1], [2, 3]].some((sizes) =>
            strip(pair.in, { kernel, sizes, edits: false }) !== pair.out
          )
        );
        expect(wrong).toEqual([]);
      },
    );

    test.each(readers())(
      "replaces what is not UTF-8, wherever it is cut, in $engine",
      ({ open }) => {
        for (const { in_hex: hex, out } of read("invalid-utf8.jsonl")) {
          const bytes = Uint8Array.fromHex(hex);
          // deno-lint-ignore no-control-regex
          const text = out.replace(/[\x00-\x08\x0e-\x1f\x7f]/g, "");
          for (let cut = 1; cut <= bytes.length; cut++) {
            const pieces = piecesOf(bytes, [cut, Infinity]);
            expect(readAll(open(), pieces), `${hex} at ${cut}`).toBe(text);
          }
        }
      },
    );
  },
);

/** Everything that reads lines, with and without edits. */
function readers(): { engine: string; open: () => LineReader }[] {
  return [true, false].flatMap((edits) => [
    ...ENGINES.map(({ engine, kernel }) => ({
      engine: `${engine}${edits ? "" : " without edits"}`,
      open: () => new Stripper({ kernel, edits }),
    })),
    {
      engine: `the reference${edits ? "" : " without edits"}`,
      open: () => new ReferenceLines({ edits }),
    },
  ]);
}

// deno-lint-ignore no-explicit-any
function read(name: string): any[] {
  const text = readFileSync(new URL(name, CORPUS), "utf8");
  return text.trim().split("\n").map((line) => JSON.parse(line));
}
