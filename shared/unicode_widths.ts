/**
 * How many columns characters take, as xterm.js wants to be told, by the rules
 * of `width.ts`: clean lines, screens and the page agree.
 *
 * xterm's own tables do not do: that of addon-unicode11 knows no emoji that
 * are joined, that of addon-unicode-graphemes takes vowel signs of Indian
 * scripts for nothing and invisible characters for something.
 *
 * @module
 */
import { columnsOf, EMOJI_STYLE, joins, widens } from "./width.ts";

/**
 * What xterm keeps of the character before: whether it was joined to another,
 * its columns, and above them what may join it. `UnicodeService` in xterm's
 * source has the same.
 */
const JOINED = 1;
const WIDTH_SHIFT = 1;
const PICTOGRAPH = 8;
/** {@linkcode EMOJI_STYLE} makes it wider. */
const WIDENS = 16;
/** A pictograph with a joiner behind it. */
const JOINING = 32;
/** Every character has it, as 0 stands for none. */
const ANY = 64;

const NARROW = ANY | 1 << WIDTH_SHIFT;
const JOINER = 0x200d;
const DELETE = 0x7f;
/** Any of the characters that give an emoji the colour of its skin. */
const SKIN_TONE = 0x1f3fb;

/** To be registered with `terminal.unicode`, and its version made the active one. */
export const UNICODE_WIDTHS = {
  version: "streamer",

  wcwidth(code: number): 0 | 1 | 2 {
    return columnsOf(code) as 0 | 1 | 2;
  },

  charProperties(code: number, before: number): number {
    if (code < DELETE) return NARROW;
    const alone = properties(code);
    if (alone >> WIDTH_SHIFT & 3) {
      const part = before & PICTOGRAPH &&
        (alone & PICTOGRAPH ? before & JOINING : isSkinTone(code));
      return part ? before & ~JOINING | JOINED : alone;
    }
    return behind(before, code);
  },
};

/** The character before, with `code` behind it that takes no columns. */
function behind(before: number, code: number): number {
  const narrow = (before >> WIDTH_SHIFT & 3) === 1;
  if (code === EMOJI_STYLE && before & WIDENS && narrow) {
    return before + (1 << WIDTH_SHIFT) & ~JOINING | JOINED;
  }
  const joining = code === JOINER && before & PICTOGRAPH ? JOINING : 0;
  return before & ~JOINING | joining | JOINED;
}

/** Characters by themselves, by code point, a page at a time, made when one of it is met. */
const pages: (Uint8Array | undefined)[] = [];
const PAGE = 256;

function properties(code: number): number {
  const page = pages[code >> 8] ??= Uint8Array.from(
    { length: PAGE },
    (_, index) => measure((code & ~(PAGE - 1)) + index),
  );
  return page[code & (PAGE - 1)]!;
}

function measure(code: number): number {
  const char = String.fromCodePoint(code);
  const pictograph = joins(char, SKIN_TONE) ? PICTOGRAPH : 0;
  return ANY | columnsOf(code) << WIDTH_SHIFT | pictograph |
    (widens(char) ? WIDENS : 0);
}

function isSkinTone(code: number): boolean {
  return code >= SKIN_TONE && code <= SKIN_TONE + 4;
}
