/**
 * The short way for chunks that are nothing but printable ASCII and newlines.
 *
 * @module
 */
import { MAX_LINE } from "./line.ts";
import type { Line } from "./line.ts";

const NEWLINE = 0x0a;
/** Below this the long way costs as little. */
const WORTH = 64;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The lines that `input` completes, or undefined (and nothing has happened)
 * when it must be read byte by byte. `line` must be appending.
 */
export function plainLines(line: Line, input: Uint8Array): string | undefined {
  if (input.length < WORTH || !isPlain(input)) return undefined;
  if (!linesFit(line.end - line.start, input)) return undefined;
  const behind = input.lastIndexOf(NEWLINE) + 1;
  line.reserve(input.length);
  let lines = "";
  if (behind > 0) {
    lines = decoder.decode(input.subarray(0, behind));
    if (line.end > 0) lines = beforeOf(line) + lines;
  }
  line.bytes.set(input.subarray(behind), line.end);
  line.end += input.length - behind;
  return lines;
}

/** Takes the beginning of the line that the chunk completes. */
function beforeOf(line: Line): string {
  const text = decoder.decode(line.bytes.subarray(0, line.end));
  line.end = 0;
  line.start = 0;
  line.wide = false;
  return text;
}

/** Four bytes at a time: none below space but newlines, none above `~`. */
function isPlain(input: Uint8Array): boolean {
  const lead = Math.min(-input.byteOffset & 3, input.length);
  const count = (input.length - lead) >> 2;
  const words = new Int32Array(input.buffer, input.byteOffset + lead, count);
  for (let index = 0; index < count; index++) {
    const word = words[index]!;
    const odd = (word - 0x20202020) | (word + 0x01010101) | word;
    if ((odd & 0x80808080) === 0) continue;
    const at = lead + (index << 2);
    if (!arePlain(input, at, at + 4)) return false;
  }
  return arePlain(input, 0, lead) &&
    arePlain(input, lead + (count << 2), input.length);
}

function arePlain(input: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = input[at]!;
    if ((byte < 0x20 || byte > 0x7e) && byte !== NEWLINE) return false;
  }
  return true;
}

/** Whether no line becomes too long, the first having `before` bytes already. */
function linesFit(before: number, input: Uint8Array): boolean {
  let start = -before;
  while (input.length - start > MAX_LINE) {
    const last = start + MAX_LINE;
    if (last < 0) return false;
    const newline = input.lastIndexOf(NEWLINE, last);
    if (newline < Math.max(start, 0)) return false;
    start = newline + 1;
  }
  return true;
}
