/**
 * How many columns a character takes in a terminal.
 *
 * @module
 */

/**
 * First and last code points that are wide for reasons other than being emoji:
 * `W` and `F` in Unicode's EastAsianWidth.txt, with neighbours that are not
 * assigned taken in.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul initials
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e], // CJK radicals, punctuation
  [0x3041, 0x3247], // kana, enclosed letters
  [0x3250, 0xa4cf], // CJK, Yi
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3], // Hangul
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60], // fullwidth forms
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff], // Tangut, Khitan
  [0x1aff0, 0x1b2ff], // more kana, Nushu
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x1f3fb, 0x1f3ff], // skin tones
  [0x20000, 0x3fffd], // CJK extensions
];

const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\u200b]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/**
 * 0, 1 or 2 columns, as xterm counts them: a mark or a joiner takes none, each
 * emoji of a joined sequence takes its own.
 */
export function columnsOf(code: number): 0 | 1 | 2 {
  // Letters, rules, blocks and braille: most of what is drawn with.
  if (code < 0x300 || (code >= 0x2500 && code < 0x25fd)) return 1;
  if (code >= 0x2800 && code < 0x2900) return 1;
  if (isWide(code)) return 2;
  const char = String.fromCodePoint(code);
  if (ZERO.test(char)) return 0;
  // Two regional indicators make one flag, and each counts half of it.
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return 1;
  return code > 0x2319 && EMOJI.test(char) ? 2 : 1;
}

function isWide(code: number): boolean {
  let low = 0;
  let high = WIDE.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [first, last] = WIDE[middle]!;
    if (code < first) high = middle;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}
