/**
 * How fast the text engine has to be, and whether it is.
 *
 * @module
 */
import type { InputName } from "../support/terminal_inputs.ts";
import { D, R } from "./contenders.ts";

/** As ratios to the speed of a peer. */
export interface Target {
  readonly least: number;
  readonly wanted: number;
}

/** In chunks of 64 KiB; `peer` is the name of a contender. */
export const TARGETS: Record<InputName, Target & { peer: string }> = {
  plain: { peer: D, least: 0.33, wanted: 0.6 },
  colour: { peer: R, least: 3, wanted: 4 },
  dense: { peer: R, least: 3, wanted: 4 },
  redraw: { peer: R, least: 1.7, wanted: 3 },
  cjk: { peer: R, least: 2.5, wanted: 3.3 },
};

/** Coloured logs in chunks of 4 KiB against the same in 64 KiB. */
export const SMALL_CHUNKS: Target = { least: 0.65, wanted: 0.8 };

/** Reading a child's lines, stripped, against reading them as they are. */
export const CHILD: Target = { least: 0.9, wanted: 1 };

/** Such as `3.50 × R: at least 3 is met, wanted 4 is NOT`. */
export function judge(value: number, of: string, target: Target): string {
  const verdict = (limit: number) => value >= limit ? "is met" : "is NOT";
  const { least, wanted } = target;
  return `${value.toFixed(2)} × ${of}: at least ${least} ${
    verdict(least)
  }, wanted ${wanted} ${verdict(wanted)}`;
}
