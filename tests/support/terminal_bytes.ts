/**
 * Bytes that programs write to terminals, and bytes that they never should,
 * for tests that try many cases.
 *
 * @module
 */
import * as fc from "fast-check";
import { SPINNERS } from "./spinners.ts";
import { toBytes } from "./strip_in_pieces.ts";

/** Input made of pieces that mean something, so that it can be made smaller. */
export class TerminalBytes {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: Uint8Array;

  constructor(pieces: readonly Uint8Array[]) {
    this.pieces = pieces;
    this.bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  }

  /** JavaScript that can go into a table of tests. */
  [fc.toStringMethod](): string {
    try {
      const decoder = new TextDecoder("utf-8", {
        fatal: true,
        ignoreBOM: true,
      });
      return quote(decoder.decode(this.bytes));
    } catch {
      const latin1 = String.fromCharCode(...this.bytes);
      return `Uint8Array.from(${quote(latin1)}, (c) => c.charCodeAt(0))`;
    }
  }
}

/** With controls and marks escaped, and what is there many times written once. */
function quote(text: string): string {
  const quoted = JSON.stringify(text).replace(
    /[\x7f-\x9f\p{Mn}\p{Me}\p{Cf}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
  const shorter = quoted.replace(
    /(.{1,16}?)\1{40,}/gu,
    (run, unit) => `" + "${unit}".repeat(${run.length / unit.length}) + "`,
  );
  return shorter.replace(/^"" \+ | \+ ""$/g, "");
}

const ESC = "\x1b";

/** One of these strings. */
function oneOf(...texts: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...texts);
}

/** All of these, one after the other. */
function row(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

function some(
  part: fc.Arbitrary<string>,
  { from = 0, to }: { from?: number; to: number },
): fc.Arbitrary<string> {
  return fc.array(part, { minLength: from, maxLength: to, size: "max" })
    .map((texts) => texts.join(""));
}

function codes(first: number, last: number): fc.Arbitrary<string> {
  return fc.integer({ min: first, max: last })
    .map((code) => String.fromCodePoint(code));
}

const word = oneOf("a", "xy", "npm", "error:", " ", "  ", "[####    ]", "100%");

const wide = oneOf("你", "世界", "한국어", "カ", "ﾊ", "，", "Ａ", "🀄");

const latin = oneOf("é", "ß", "Ж", "λ", "\u00a0", "¿", "š", "\u00ad", "\ufeff");

const drawn = oneOf("─", "│┌┐", "█▉▊▋", "⠋", "⣾", "◐", "✔", "→", "…", "•", "▶");

const emoji = oneOf(
  "😀",
  "👍🏽",
  "👨‍👩‍👧",
  "🏳️‍🌈",
  "❤️",
  "❤",
  "☎",
  "🇩🇪",
  "🇩",
  "1️⃣",
  "✅",
  "\u{1f3fd}",
  "👩‍",
  "™️",
);

const accented = oneOf(
  "e\u0301",
  "a\u0301e\u0308o\u0302",
  "か\u3099",
  "x\u0301\u0302",
);

const mark = oneOf(
  "\u0301",
  "\u200d",
  "\ufe0f",
  "\ufe0e",
  "\u20e3",
  "\u200b",
  "\u0e31",
  "\u3099",
  "\u{e0101}",
);

const text = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: wide },
  latin,
  accented,
  { weight: 2, arbitrary: drawn },
  { weight: 2, arbitrary: emoji },
  mark,
  codes(0xa0, 0xffff).filter((char) => char < "\ud800" || char > "\udfff"),
  codes(0x10000, 0x10ffff),
);

const tab = oneOf("\t", "\t\t", "a\tb");

const control = fc.oneof(
  { weight: 4, arbitrary: oneOf("\r", "\b", "\b\b", "\r\r") },
  codes(0, 0x1f),
  codes(0x7f, 0x9f),
);

const newline = oneOf("\n", "\r\n", "\n\n");

/** As long as the blocks that a kernel reads, and longer. */
const run = fc.tuple(
  oneOf("x", "plain text ", "0123456789abcdef", "你好", "é", "─"),
  fc.integer({ min: 50, max: 220 }),
).map(([unit, columns]) => unit.repeat(220 / unit.length).slice(0, columns));

const parameter = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }).map(String) },
  {
    weight: 2,
    arbitrary: oneOf("", "00", "03", "40", "255", "256", "257", "300"),
  },
  oneOf("100000", "999999999", "4294967296", "99999999999999999999"),
  oneOf("25", "47", "1047", "1049", "2004"),
);

const parameters = fc.oneof(
  { weight: 3, arbitrary: parameter },
  { weight: 2, arbitrary: fc.constant("") },
  row(parameter, oneOf(";", ":"), parameter),
  some(oneOf("0", "1", "12", ";", ":"), { to: 8 }),
);

const introducer = fc.oneof(
  { weight: 5, arbitrary: fc.constant(`${ESC}[`) },
  fc.constant("\u009b"),
);

/** The sequences that do something to a line. */
const edit = row(
  introducer,
  parameters,
  fc.oneof(
    { weight: 3, arbitrary: oneOf(..."KGCDX@Pb") },
    { weight: 1, arbitrary: oneOf(..."`ajJ") },
  ),
);

const move = row(introducer, parameters, oneOf(..."ABEFHdefkJ"));

const colour = oneOf(
  `${ESC}[m`,
  `${ESC}[0m`,
  `${ESC}[1;31m`,
  `${ESC}[38;5;208m`,
  `${ESC}[38:2::255:128:0m`,
  `${ESC}[39;49m`,
);

const anySequence = row(
  introducer,
  oneOf("", "", "", "?", "<", "=", ">", "??", "3?"),
  parameters,
  oneOf("", "", "", " ", "$", "!", " 2", "#?", "\x7f", "\n", "\b"),
  codes(0x40, 0x7e),
);

const mode = row(introducer, fc.constant("?"), parameters, oneOf("h", "l"));

const escape = row(
  fc.constant(ESC),
  oneOf("", "", "(", ")", "#", "%", " ", "$("),
  codes(0x30, 0x7e),
);

const stringIntroducer = oneOf(
  ..."]PX^_".split("").map((final) => ESC + final),
  "\u009d",
  "\u0090",
  "\u0098",
  "\u009e",
  "\u009f",
);

const stringBody = some(
  fc.oneof(
    { weight: 3, arbitrary: oneOf("0;title", "8;;http://x", "1$r0m", "q") },
    text,
    control,
    newline,
    run,
  ),
  { to: 3 },
);

const string = row(
  stringIntroducer,
  stringBody,
  fc.oneof(
    {
      weight: 6,
      arbitrary: oneOf("\x07", `${ESC}\\`, "\u009c", "\x18", "\x1a"),
    },
    oneOf("", ESC, `${ESC}[31m`),
  ),
);

const truncated = oneOf(
  ESC,
  `${ESC}[`,
  `${ESC}[3`,
  `${ESC}[3;`,
  `${ESC}[?1049`,
  `${ESC}[ `,
  `${ESC}(`,
  "\u009b",
  `${ESC}${ESC}[`,
  `${ESC}[${ESC}[2`,
);

const logLine = row(
  oneOf("12:00:01 ", "\x1b[2m2026-11-21T10:00:00Z\x1b[0m ", ""),
  oneOf(`${ESC}[32mINFO${ESC}[0m `, `${ESC}[1;31mERROR${ESC}[m `, "warn "),
  some(fc.oneof(word, text, colour), { from: 1, to: 6 }),
  newline,
);

/** Text that a progress bar writes over itself, now longer, now shorter. */
const redraw = row(
  fc.constant("\r"),
  oneOf("", "", `${ESC}[K`, `${ESC}[2K`, `${ESC}[0G`),
  fc.oneof(
    fc.integer({ min: 0, max: 20 }).map((done) =>
      `[${"=".repeat(done)}>${" ".repeat(20 - done)}] ${done * 5}%`
    ),
    fc.integer({ min: 0, max: 10 }).map((done) => "█".repeat(done) + "░"),
    some(text, { to: 5 }),
    fc.constant("done"),
  ),
  oneOf("", "", `${ESC}[K`, "\x1b[0m"),
);

const spinner = fc.constantFrom(...SPINNERS).chain(({ frames, draw }) =>
  fc.array(fc.constantFrom(...frames), { minLength: 1, maxLength: 4 })
    .map((shown) => shown.map(draw).join(""))
);

/** What no UTF-8 text has in it: lone, missing, overlong, surrogate bytes. */
const notText = fc.constantFrom(
  [0x80],
  [0xbf, 0x9b],
  [0xc0, 0x80],
  [0xc2],
  [0xc2, 0xc2],
  [0xe0, 0x80],
  [0xe4],
  [0xe4, 0xbd],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f],
  [0xf0, 0x9f, 0x98],
  [0xf4, 0x90],
  [0xf5],
  [0xff],
).map((bytes) => Uint8Array.from(bytes));

const randomBytes = fc.uint8Array({ minLength: 1, maxLength: 4 });

const piece: fc.Arbitrary<Uint8Array> = fc.oneof(
  ...([
    [12, text],
    [2, tab],
    [5, control],
    [3, newline],
    [3, run],
    [8, edit],
    [2, move],
    [3, colour],
    [2, anySequence],
    [1, mode],
    [1, escape],
    [2, string],
    [1, truncated],
    [2, logLine],
    [4, redraw],
    [1, spinner],
  ] as const).map(([weight, arbitrary]) => ({
    weight,
    arbitrary: arbitrary.map(toBytes),
  })),
  { weight: 5, arbitrary: notText },
  { weight: 1, arbitrary: randomBytes },
);

/** Up to `most` pieces of terminal output. */
export function terminalBytes(most: number): fc.Arbitrary<TerminalBytes> {
  return fc.array(piece, { maxLength: most, size: "max" })
    .map((pieces) => new TerminalBytes(pieces));
}

const longRun = fc.tuple(
  oneOf(
    "x",
    "0123456789abcdef",
    "你",
    "é",
    "─",
    "e\u0301",
    "\t",
    "😀",
    "\u0301",
  ),
  oneOf("", "", "\r", "\r\x1b[K", "\x1b[4000G", "\x1b[300b", "\x1b[300@"),
  fc.oneof(
    fc.integer({ min: 100, max: 6000 }),
    fc.integer({ min: 4090, max: 4100 }),
    fc.integer({ min: 16_380, max: 16_390 }),
  ),
).map(([unit, after, size]) =>
  toBytes(unit.repeat(Math.ceil(size / toBytes(unit).length)) + after)
);

/** Terminal output with lines that may be longer than what is kept of one. */
export function longLines(most: number): fc.Arbitrary<TerminalBytes> {
  const pieces = fc.oneof(
    { weight: 3, arbitrary: piece },
    { weight: 1, arbitrary: longRun },
  );
  return fc.array(pieces, { maxLength: most, size: "max" })
    .map((pieces) => new TerminalBytes(pieces));
}

/** Bytes of which each is as likely as any other. */
export function noise(most: number): fc.Arbitrary<TerminalBytes> {
  return fc.array(
    fc.integer({ min: 0, max: 255 }).map((byte) => Uint8Array.of(byte)),
    { maxLength: most, size: "max" },
  ).map((pieces) => new TerminalBytes(pieces));
}

/** Sizes of pieces that input is cut into, one after the other. */
export const pieceSizes = fc.oneof(
  fc.constant([Infinity]),
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 }),
);
