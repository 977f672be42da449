/**
 * Keys by their names, as what a terminal sends for them.
 *
 * Sequences are xterm's with its usual settings (xterm control sequences,
 * "PC-Style Function Keys"); a modifier is a parameter of its own: 2 Shift,
 * 3 Alt, 5 Ctrl, and their sums.
 *
 * @module
 */

/** Keys that send one character. */
const PLAIN: Readonly<Record<string, string>> = {
  enter: "\r",
  escape: "\x1b",
  tab: "\t",
  space: " ",
  backspace: "\x7f",
};

/** Keys that send `CSI letter`, and with modifiers `CSI 1 ; modifier letter`. */
const LETTERED: Readonly<Record<string, string>> = {
  up: "A",
  down: "B",
  right: "C",
  left: "D",
  end: "F",
  home: "H",
  f1: "P",
  f2: "Q",
  f3: "R",
  f4: "S",
};

/** Keys that send `CSI number ~`, and with modifiers `CSI number ; modifier ~`. */
const NUMBERED: Readonly<Record<string, number>> = {
  insert: 2,
  delete: 3,
  pageup: 5,
  pagedown: 6,
  f5: 15,
  f6: 17,
  f7: 18,
  f8: 19,
  f9: 20,
  f10: 21,
  f11: 23,
  f12: 24,
};

/** Other names of the same keys. */
const ALIASES: Readonly<Record<string, string>> = {
  return: "enter",
  esc: "escape",
  btab: "s-tab",
  bspace: "backspace",
  ins: "insert",
  del: "delete",
  pgup: "pageup",
  pgdn: "pagedown",
};

/** The names for lists and completion, as they are written. */
export const KEY_NAMES: readonly string[] = [
  "Enter",
  "Escape",
  "Tab",
  "S-Tab",
  "Space",
  "Backspace",
  "Up",
  "Down",
  "Left",
  "Right",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "Insert",
  "Delete",
  ...Array.from({ length: 12 }, (_, i) => `F${i + 1}`),
  "C-c",
  "C-d",
  "C-z",
];

const MODIFIERS: Readonly<Record<string, number>> = { s: 1, m: 2, c: 4 };

/**
 * What the key called `name` sends: such as `Enter`, `Up`, `F5`, `C-c` (Ctrl),
 * `M-x` (Alt), `S-Tab` (Shift), `C-M-Left`. Capitals matter only in what `M-`
 * stands before. Undefined when there is no such key.
 */
export function keySequence(name: string): string | undefined {
  const alias = ALIASES[name.toLowerCase()] ?? name;
  const [, prefix, base] = /^((?:[CMS]-)*)(.+)$/isu.exec(alias) ?? [];
  if (prefix === undefined || base === undefined) return undefined;
  let modifiers = 0;
  for (const letter of prefix.toLowerCase().replaceAll("-", "")) {
    modifiers |= MODIFIERS[letter]!;
  }
  const key = ALIASES[base.toLowerCase()] ?? base.toLowerCase();
  if (key in LETTERED) return lettered(LETTERED[key]!, key, modifiers);
  if (key in NUMBERED) return numbered(NUMBERED[key]!, modifiers);
  if (key === "tab" && modifiers === 1) return "\x1b[Z";
  if (key in PLAIN) return character(PLAIN[key]!, modifiers);
  // One character alone is text: only with a modifier it names a key.
  const single = [...base].length === 1 && modifiers > 0;
  return single ? character(base, modifiers) : undefined;
}

function lettered(letter: string, key: string, modifiers: number): string {
  if (modifiers > 0) return `\x1b[1;${modifiers + 1}${letter}`;
  return /^f[1-4]$/.test(key) ? `\x1bO${letter}` : `\x1b[${letter}`;
}

function numbered(number: number, modifiers: number): string {
  return modifiers > 0 ? `\x1b[${number};${modifiers + 1}~` : `\x1b[${number}~`;
}

/** A character with modifiers: Alt puts Escape before it, Ctrl takes its low five bits. */
function character(text: string, modifiers: number): string | undefined {
  const shifted = (modifiers & 1) > 0 ? text.toUpperCase() : text;
  const controlled = (modifiers & 4) > 0 ? control(shifted) : shifted;
  if (controlled === undefined) return undefined;
  return (modifiers & 2) > 0 ? `\x1b${controlled}` : controlled;
}

/** ECMA-48, 5.2: the character of the same place in columns 00 and 01; Ctrl-? is DEL. */
function control(text: string): string | undefined {
  if (text === "?") return "\x7f";
  if (text === " ") return "\x00";
  const code = text.toUpperCase().charCodeAt(0);
  return text.length === 1 && code >= 0x40 && code <= 0x5f
    ? String.fromCharCode(code - 0x40)
    : undefined;
}
