/**
 * Input that a slow, greedy or careless reader would choke on.
 *
 * @module
 */
import { toBytes } from "./strip_in_pieces.ts";

export interface Flood {
  name: string;
  /** What comes once, first. */
  before?: string;
  /** What comes again and again. */
  unit: string;
  /** Makes so much text of so little input that a small part of it will do. */
  heavy?: boolean;
}

const ESC = "\x1b";
const LONG_LINE = "0123456789abcdef".repeat(250);
const LONG_WIDE_LINE = "你好".repeat(640);
const ACCENTS = "\u0301".repeat(16);

export const FLOODS: readonly Flood[] = [
  // Sequences and strings that do not end.
  { name: "an OSC without an end", before: `${ESC}]0;`, unit: "title" },
  { name: "a DCS without an end", before: `${ESC}P`, unit: "\x07q\n" },
  { name: "C1 in a string", before: `${ESC}_`, unit: "\u009b1m\u0085" },
  { name: "lone leads in a string", before: `${ESC}]`, unit: "\xc2" },
  { name: "parameters", before: `${ESC}[`, unit: "1;" },
  { name: "one long parameter", before: `${ESC}[`, unit: "9" },
  { name: "intermediates", before: `${ESC}[`, unit: " !" },
  { name: "DEL in a sequence", before: `${ESC}[`, unit: "\x7f" },
  { name: "escape intermediates", before: ESC, unit: "(" },
  { name: "nothing but ESC", unit: ESC },
  { name: "ESC [ again and again", unit: `${ESC}[` },
  { name: "strings in strings", unit: `${ESC}]${ESC}P${ESC}[${ESC}_` },
  { name: "C1 controls that begin", unit: "\u009b\u009d\u0090\u0098" },
  { name: "NUL", unit: "\0" },
  { name: "leads without the rest", unit: "\xf0" },
  // Lines.
  { name: "a line without an end", unit: "all one line " },
  { name: "a CJK line without an end", unit: "这是一行" },
  { name: "empty lines", unit: "\n" },
  { name: "lines that are left", unit: `a${ESC}[A` },
  { name: "leaving empty lines", unit: `${ESC}[A` },
  { name: "text and \\r in a long line", before: LONG_LINE, unit: "\rtext" },
  { name: "\\r of 16 KB", unit: "x".repeat(16_000) + "\r" },
  { name: "\\r of 4 KB, one less each", unit: shrinking() },
  { name: "\\r and CJK", before: LONG_WIDE_LINE, unit: "\r好" },
  { name: "\\r and accents", before: LONG_LINE, unit: "\re\u0301" },
  { name: "\\r only", before: LONG_LINE, unit: "\r" },
  { name: "x and \\b", before: LONG_LINE, unit: "x\b" },
  { name: "\\b only", before: LONG_LINE, unit: "\b" },
  { name: "tabs", unit: "\t" },
  { name: "tabs from the start", before: LONG_LINE, unit: "\r\t\t" },
  { name: "broken tabs", unit: `\t\bx` },
  // Edits.
  { name: "far columns", unit: `${ESC}[999999999Cx\n` },
  { name: "far columns of one line", unit: `${ESC}[999999999Cx` },
  {
    name: "columns to and fro",
    before: LONG_LINE,
    unit: `${ESC}[4000Gx${ESC}[1Gy`,
  },
  { name: "EL 0", before: LONG_LINE, unit: `${ESC}[K` },
  { name: "EL 1", before: LONG_LINE, unit: `${ESC}[1K` },
  { name: "EL 2", before: LONG_LINE, unit: `${ESC}[2Kx` },
  { name: "ECH", before: LONG_LINE + "\r", unit: `${ESC}[9999X` },
  { name: "ICH", before: LONG_LINE + "\r", unit: `${ESC}[@` },
  { name: "ICH of many", before: "x\r", unit: `${ESC}[999@` },
  { name: "ICH and DCH", before: LONG_LINE + "\r", unit: `${ESC}[@${ESC}[P` },
  { name: "DCH", before: LONG_LINE + "\r", unit: `${ESC}[P` },
  { name: "REP", unit: `x${ESC}[999b`, heavy: true },
  { name: "REP in a line each", unit: `x${ESC}[999b\n`, heavy: true },
  { name: "REP of accents", unit: `x${ACCENTS}${ESC}[999b\n`, heavy: true },
  // Characters of other widths.
  { name: "marks", before: "a", unit: "\u0301" },
  { name: "marks at column 0", before: "a\r", unit: "\u0301" },
  { name: "marks on every column", unit: "e\u0301" },
  {
    name: "marks that move",
    before: "e\u0301".repeat(1000) + "\r",
    unit: `${ESC}[@${ESC}[P`,
    heavy: true,
  },
  { name: "marks that go", before: "a\b", unit: `e\u0301${ESC}[D` },
  { name: "joiners", before: "a\b", unit: "\u200d" },
  { name: "joined emoji", before: "a\b", unit: "👨\u200d" },
  { name: "skin tones", before: "a\b👍", unit: "🏽" },
  { name: "emoji style", before: "a\b", unit: "❤\ufe0f\b" },
  { name: "narrow over wide", before: LONG_WIDE_LINE, unit: "\rxx你\b\by" },
  { name: "wide over narrow", before: LONG_LINE, unit: `\r你${ESC}[2G好\bx` },
];

/** `size` bytes of it and hardly more, or a sixteenth when it is heavy. */
export function flood(
  { before = "", unit, heavy = false }: Flood,
  size: number,
): Uint8Array {
  const start = bytesOf(before);
  const part = bytesOf(unit);
  const times = Math.ceil(size / (heavy ? 16 : 1) / part.length);
  const bytes = new Uint8Array(start.length + times * part.length);
  bytes.set(start);
  for (let at = start.length; at < bytes.length; at += part.length) {
    bytes.set(part, at);
  }
  return bytes;
}

/** Single bytes that are not UTF-8 stand for themselves. */
function bytesOf(text: string): Uint8Array {
  if (/^[\xc2\xf0]$/.test(text)) return Uint8Array.of(text.charCodeAt(0));
  return toBytes(text);
}

function shrinking(): string {
  const lengths = Array.from({ length: 64 }, (_, index) => 4000 - index);
  return lengths.map((length) => "x".repeat(length) + "\r").join("");
}
