/**
 * Leaving out output that scrolled by faster than it could be drawn.
 *
 * What a terminal of N cells shows of scrolling text, scrollback included, is
 * determined by the last bytes alone; of everything before, only the modes
 * matter. That is not so for a program that paints: what it painted in the part
 * that is left out stays missing until it paints there again.
 *
 * @module
 */

/** How far to look for a good place to go on. */
const LOOK_AHEAD = 64 * 1024;

/** Kinds of sequences that are kept, and units of colours kept. */
const MAX_KEPT = 500;
const MAX_COLOURS = 256;

/** One character a byte, so that places in the text are places in the bytes. */
const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

const NEWLINE = 0x0a;
const ESC = 0x1b;

/** Where colours are looked for first, from the end on; logs are full of them. */
const COLOUR_WINDOW = 16 * 1024;

/**
 * Modes, scroll region, soft reset | designation of character sets | saved
 * cursor, reset, keypad | title | locking shifts.
 */
const SEQUENCES =
  // deno-lint-ignore no-control-regex
  /\x1b(?:\[[?!]?[\d;]*[hlrp]|[()*+\-./][ -~]|[78c=>]|\][02];[^\x07\x1b]{0,1000}(?:\x07|\x1b\\))|[\x0e\x0f]/g;

/** Colours and styles (SGR). */
// deno-lint-ignore no-control-regex
const COLOURS = /\x1b\[([\d;:]*)m/g;

/** Shortens `bytes` to about `keep`: what is left of the beginning are the sequences that set modes. */
export function skip(bytes: Uint8Array, keep: number): Uint8Array[] {
  const target = Math.max(0, bytes.length - keep);
  const { at, atLine } = goodPlace(bytes, target);
  const modes = keptModes(bytes.subarray(0, at));
  // CAN ends a sequence that was begun in what has been drawn already.
  const bridge = `\x18${modes}${atLine ? "\r\n" : ""}`;
  return [encoder.encode(bridge), bytes.subarray(at)];
}

/** Behind a newline, or else where a sequence or at least a character begins. */
function goodPlace(
  bytes: Uint8Array,
  target: number,
): { at: number; atLine: boolean } {
  const near = bytes.subarray(target, target + LOOK_AHEAD);
  const newline = near.indexOf(NEWLINE);
  if (newline >= 0) return { at: target + newline + 1, atLine: true };
  const start = near.indexOf(ESC);
  const at = start >= 0
    ? start
    : Math.max(0, near.findIndex((byte) => (byte & 0xc0) !== 0x80));
  return { at: target + at, atLine: false };
}

/** The sequences in `bytes` that still count at its end, in order. */
function keptModes(bytes: Uint8Array): string {
  const text = latin1.decode(bytes);
  const kept = new Map<string, string>();
  for (const { 0: found, index } of text.matchAll(SEQUENCES)) {
    const sequence = utf8.decode(bytes.subarray(index, index + found.length));
    for (const [key, value] of settings(sequence, kept)) {
      kept.delete(key);
      if (kept.size < MAX_KEPT) kept.set(key, value);
    }
  }
  return [...kept.values(), keptColours(text)].join("");
}

/** What `sequence` sets, by a key that the next setting of the same has too. */
function settings(
  sequence: string,
  kept: Map<string, string>,
): [string, string][] {
  const final = sequence.at(-1)!;
  if (sequence === "\x1bc") kept.clear();
  if (sequence[1] === "]") return [["title", sequence]];
  if (sequence[1] !== "[") {
    return [["78".includes(final) ? "saved" : sequence.slice(0, 2), sequence]];
  }
  switch (final) {
    case "h":
    case "l":
      return modesOf(sequence, final);
    default: // CSI ? r brings back modes that nobody knows here.
      return sequence[2] === "?" ? [] : [[final, sequence]];
  }
}

function modesOf(sequence: string, final: string): [string, string][] {
  const prefix = sequence[2] === "?" ? "?" : "";
  const numbers = sequence.slice(2 + prefix.length, -1).split(";");
  return numbers.map((mode) => [
    `${prefix}${mode}`,
    `\x1b[${prefix}${mode}${final}`,
  ]);
}

/** Colours and styles add up until they are reset. */
function keptColours(text: string): string {
  let window = COLOUR_WINDOW;
  for (;;) {
    let colours = "";
    for (
      const { 0: sequence, 1: parameters } of text.slice(-window).matchAll(
        COLOURS,
      )
    ) {
      const adds = !/^0?(?:;|$)/.test(parameters!) &&
        colours.length + sequence.length <= MAX_COLOURS;
      colours = adds ? colours + sequence : sequence;
    }
    if (colours !== "" || window >= text.length) return colours;
    window *= 4;
  }
}
