/**
 * The stripper as tests use it: both engines, and input cut anywhere.
 *
 * @module
 */
import { Stripper } from "@/server/pipeline/strip.ts";

/** A stripper, or what it is held against. */
export interface LineReader {
  push(bytes: Uint8Array): string;
  partial(): string;
  finish(): void;
}

/** The two implementations of the inner loop. */
export const ENGINES = [
  { engine: "WebAssembly", kernel: true },
  { engine: "TypeScript", kernel: false },
] as const;

export interface StripInPieces {
  edits?: boolean;
  kernel?: boolean;
  /** Bytes of each piece, from the first again when they are used up. */
  sizes?: readonly number[];
}

/** What the stripper makes of the input. */
export function strip(
  input: string | Uint8Array,
  { sizes = [Infinity], ...options }: StripInPieces = {},
): string {
  return readAll(new Stripper(options), piecesOf(toBytes(input), sizes));
}

/** Everything that `reader` makes of the pieces. */
export function readAll(
  reader: LineReader,
  pieces: Iterable<Uint8Array>,
): string {
  let text = "";
  for (const piece of pieces) text += pushCopy(reader, piece);
  reader.finish();
  return text + reader.partial();
}

/** Pushes bytes that are gone right afterwards, as those of a reused buffer are. */
export function pushCopy(reader: LineReader, piece: Uint8Array): string {
  const copy = piece.slice();
  const lines = reader.push(copy);
  copy.fill(0x21);
  return lines;
}

export function* piecesOf(
  bytes: Uint8Array,
  sizes: readonly number[],
): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const end = at + sizes[index % sizes.length]!;
    yield bytes.subarray(at, end);
    at = end;
  }
}

export function toBytes(input: string | Uint8Array): Uint8Array {
  return typeof input === "string" ? new TextEncoder().encode(input) : input;
}
