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

/** Columns by code point, a page of {@linkcode PAGE} at a time, made when one of it is met. */
const pages: (Uint8Array | undefined)[] = [];
const PAGE = 256;

/**
 * 0, 1 or 2 columns of a character by itself: a mark or a joiner takes none.
 * What it takes behind another one is a matter of {@linkcode joins} too.
 */
export function columnsOf(code: number): number {
  const page = pages[code >> 8] ??= Uint8Array.from(
    { length: PAGE },
    (_, index) => measure((code & ~(PAGE - 1)) + index),
  );
  return page[code & (PAGE - 1)]!;
}

function measure(code: number): 0 | 1 | 2 {
  if (code < 0x300) return 1;
  const char = String.fromCodePoint(code);
  // Among the wide ones are marks, as those that kana are voiced with.
  if (ZERO.test(char)) return 0;
  if (isWide(code)) return 2;
  // Two regional indicators make one flag, and each counts half of it.
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return 1;
  return code > 0x2319 && EMOJI.test(char) ? 2 : 1;
}

/** Makes a character an emoji of two columns. */
export const EMOJI_STYLE = 0xfe0f;

const JOINER = "\u200d";
const PICTOGRAPH = /^\p{Extended_Pictographic}/u;
const WIDENED = /^(?![\0-\x7f])\p{Emoji}/u;

/**
 * Whether `code` becomes part of the character `before` it and takes no columns
 * of its own: what is joined to an emoji, and its skin tone (Unicode Standard
 * Annex 29, rules GB9 and GB11).
 */
export function joins(before: string, code: number): boolean {
  if (code < 0x2000) return false;
  if (code >= 0x1f3fb && code <= 0x1f3ff) return PICTOGRAPH.test(before);
  return before.endsWith(JOINER) && PICTOGRAPH.test(before) &&
    PICTOGRAPH.test(String.fromCodePoint(code));
}

/** Whether {@linkcode EMOJI_STYLE} behind the character makes it wider. */
export function widens(before: string): boolean {
  return WIDENED.test(before);
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

/** Columns of `text`, character by character: joined emoji count as their parts. */
export function widthOf(text: string): number {
  let columns = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) {
      columns += columnsOf(unit);
      continue;
    }
    const code = text.codePointAt(at)!;
    columns += columnsOf(code);
    if (code > 0xffff) at += 1;
  }
  return columns;
}
