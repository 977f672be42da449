/**
 * An input as it comes: in pieces.
 *
 * @module
 */

export type Chunks = readonly Uint8Array<ArrayBuffer>[];

/** `input` in pieces of `size` bytes. */
export function inChunks(
  input: Uint8Array<ArrayBuffer>,
  size: number,
): Chunks {
  return cutAt(input, (at) => at + size);
}

/** The same, each piece a little shorter where it would cut a character. */
export function inWholeCharacters(
  input: Uint8Array<ArrayBuffer>,
  size: number,
): Chunks {
  return cutAt(input, (at) => {
    let end = at + size;
    while ((input[end] ?? 0) >> 6 === 0b10) end -= 1;
    return end;
  });
}

function cutAt(
  input: Uint8Array<ArrayBuffer>,
  endOf: (at: number) => number,
): Chunks {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < input.length;) {
    const end = endOf(at);
    chunks.push(input.subarray(at, end));
    at = end;
  }
  return chunks;
}
