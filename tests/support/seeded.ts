/**
 * Chance that comes the same way each time, for tests that try many cases.
 *
 * @module
 */

/** Numbers from 0 up to 1, from `seed` (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `below` - 1. */
export function pick(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

/** `data` in pieces of 1 to `most` bytes. */
export function cut(
  data: Uint8Array<ArrayBuffer>,
  { random, most }: { random: () => number; most: number },
): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < data.length;) {
    const piece = data.subarray(at, at + 1 + pick(random, most));
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}
