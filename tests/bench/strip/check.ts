/**
 * Whether what is about to be measured is right.
 *
 * @module
 */
import stripAnsi from "strip-ansi";
import type { InputName } from "../support/terminal_inputs.ts";
import { inChunks } from "./chunks.ts";
import { strippedText } from "./contenders.ts";

/** Besides those that are measured, one at which characters and sequences are cut. */
const ODD_SIZE = 61;

/** Throws unless both engines give the right text of `input`, however it is cut. */
export function check(
  name: InputName,
  input: Uint8Array<ArrayBuffer>,
  sizes: readonly number[],
): void {
  const expected = name === "redraw"
    ? strippedText([input])
    : stripAnsi(new TextDecoder().decode(input));
  for (const size of [...sizes, ODD_SIZE]) {
    for (const kernel of [true, false]) {
      if (strippedText(inChunks(input, size), { kernel }) === expected) {
        continue;
      }
      const engine = kernel ? "the kernel" : "TypeScript";
      throw new Error(
        `Cannot accept the text of "${name}" by ${engine} in chunks of ${size} B: it is wrong`,
      );
    }
  }
}
