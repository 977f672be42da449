/**
 * Text whose columns are easy to count: ASCII, letters, box drawing, braille,
 * and CJK, without tabs, marks and emoji. The kernel counts the same way.
 *
 * @module
 */

/**
 * Columns of the UTF-8 text in `bytes` from `from` to `to`, or -1 when it has
 * anything else in it, or is not complete.
 */
export function columnsOfSimple(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let columns = 0;
  let at = from;
  while (at < to) {
    const lead = bytes[at]!;
    if (lead >= 0x20 && lead < 0x7f) {
      columns++;
      at++;
    } else if (lead >= 0xc3 && lead <= 0xcb) {
      if (at + 1 >= to || !isContinuation(bytes[at + 1]!)) return -1;
      columns++;
      at += 2;
    } else {
      const wide = threeByteColumns(bytes, at, to);
      if (wide === 0) return -1;
      columns += wide;
      at += 3;
    }
  }
  return columns;
}

/** 1, 2, or 0 when it is no simple character of three bytes. */
function threeByteColumns(
  bytes: Uint8Array,
  at: number,
  to: number,
): number {
  if (at + 2 >= to) return 0;
  const lead = bytes[at]!;
  const second = bytes[at + 1]!;
  const third = bytes[at + 2]!;
  if (!isContinuation(second) || !isContinuation(third)) return 0;
  switch (lead) {
    case 0xe2:
      return isSign(second, third) ? 1 : 0;
    case 0xe3: // U+3040 to U+307F, U+30C0 to U+30FF
      return second === 0x81 && third >= 0x81 || second === 0x83 ? 2 : 0;
    case 0xe4: // U+4E00 on
      return second >= 0xb8 ? 2 : 0;
    case 0xea: // U+B000 on
      return second >= 0xb0 ? 2 : 0;
    case 0xe5:
    case 0xe6:
    case 0xe7:
    case 0xe8:
    case 0xe9:
    case 0xeb:
    case 0xec:
      return 2;
    default:
      return 0;
  }
}

/** Signs from U+2000 on that progress is drawn with. */
function isSign(second: number, third: number): boolean {
  switch (second) {
    case 0x80: // dashes, quotes, bullet, ellipsis
      return third >= 0x90 && third <= 0xa7;
    case 0x9c: // check marks and crosses
      return third >= 0x93 && third <= 0x98;
    case 0x97: // circles
      return third < 0xbd;
    case 0x86: // arrows
    case 0x94: // boxes and blocks
    case 0x95:
    case 0x96:
    case 0xa0: // braille
    case 0xa1:
    case 0xa2:
    case 0xa3:
      return true;
    default:
      return false;
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
