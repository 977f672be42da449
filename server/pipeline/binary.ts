/**
 * Whether output is text at all.
 *
 * @module
 */

/** Bytes of a chunk that are looked at. */
const SAMPLE = 1024;

/** Chunks shorter than this are text, unless they go on after binary output. */
const MIN_CHUNK = 64;

/** The share of odd bytes from which output is binary. */
const ODD = 0.25;

/** Control characters that text does not have: not BEL to CR, not SO, SI, CAN, SUB, ESC. */
const CONTROL = new Set(
  [1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 22, 23, 25, 28, 29, 30, 31, 127],
);

const decoder = new TextDecoder();

/**
 * Whether a chunk of output is binary: its first 1,024 bytes have a NUL, or a
 * quarter of them are control characters or not UTF-8. The quarter does not
 * count in a chunk of less than 64 bytes (one character cut in two would be
 * enough), unless `goesOn`: the output before it was binary.
 */
export function isBinary(data: Uint8Array, goesOn: boolean): boolean {
  const sample = data.subarray(0, SAMPLE);
  if (sample.includes(0)) return true;
  if (data.length < MIN_CHUNK && !goesOn) return false;
  return countOdd(sample) > sample.length * ODD;
}

function countOdd(sample: Uint8Array): number {
  let controls = 0;
  let high = 0;
  for (const byte of sample) {
    if (byte >= 0x80) high++;
    else if (byte < 0x20 && CONTROL.has(byte)) controls++;
  }
  return high === 0 ? controls : controls + countInvalid(sample);
}

function countInvalid(sample: Uint8Array): number {
  return decoder.decode(sample).split("\ufffd").length - 1;
}
