/**
 * Terminal output of the kinds that people have, the same bytes every time.
 *
 * @module
 */
import { seeded } from "../../support/seeded.ts";
import { cjkLine } from "./terminal_inputs/cjk.ts";
import { denseLine } from "./terminal_inputs/dense.ts";
import { colouredLine, plainLine } from "./terminal_inputs/logs.ts";
import { redrawn } from "./terminal_inputs/redraws.ts";
import type { Random } from "./terminal_inputs/words.ts";

/** What makes some lines of each. */
const MAKERS = {
  plain: plainLine,
  colour: colouredLine,
  dense: denseLine,
  redraw: redrawn,
  cjk: cjkLine,
} satisfies Record<string, (random: Random) => string>;

export type InputName = keyof typeof MAKERS;

export const INPUT_NAMES = Object.keys(MAKERS) as InputName[];

/** Whole lines, of at most `size` bytes and hardly less. */
export function terminalInput(
  name: InputName,
  size: number,
): Uint8Array<ArrayBuffer> {
  const random = seeded(2026);
  const encoder = new TextEncoder();
  const input = new Uint8Array(size);
  let end = 0;
  for (;;) {
    const lines = encoder.encode(MAKERS[name](random));
    if (end + lines.length > size) return input.subarray(0, end);
    input.set(lines, end);
    end += lines.length;
  }
}
