/**
 * Where a UTF-8 sequence stops being complete.
 *
 * @module
 */

/**
 * How many bytes at the end of `bytes` begin a character and lack the rest of
 * it. 0 when nothing that follows could change how the end is decoded (the
 * Encoding Standard, section 8.1.1, UTF-8 decoder).
 */
export function incompleteTail(bytes: Uint8Array): number {
  const last = bytes.length - 1;
  for (let tail = 1; tail <= 3 && tail <= bytes.length; tail++) {
    const byte = bytes[last - tail + 1]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    if (lengthOf(byte) <= tail) return 0;
    return tail === 1 || fits(byte, bytes[last - tail + 2]!) ? tail : 0;
  }
  return 0;
}

function lengthOf(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Whether `second` may follow `lead`: no overlong form, no surrogate, nothing above U+10FFFF. */
function fits(lead: number, second: number): boolean {
  switch (lead) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second < 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second < 0x90;
    default:
      return true;
  }
}
