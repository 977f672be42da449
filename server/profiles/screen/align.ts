/**
 * Which message of the conversation each message on the screen is.
 *
 * The screen shows a stretch of the conversation, usually its end: some
 * messages that are known, of which the last may have grown, and new ones. So
 * one number says it all: which known message the first one is.
 *
 * @module
 */
import type { Known } from "./known.ts";
import { normal } from "./known.ts";
import { overlap } from "./overlap.ts";
import type { Block } from "./page.ts";
import { sameStart } from "../same_start.ts";

/** Known messages that are looked through, from the newest. */
const MAX_BACK = 300;

/** Units in common that make two texts one that has changed. */
const ENOUGH = 12;

/** A block with its text without white space. */
export interface Seen extends Block {
  norm: string;
}

export function seen(block: Block): Seen {
  return { ...block, norm: normal(block.lines.join("")) };
}

/**
 * The index in `known` of the first of `blocks`; `known.length` when none of
 * them is known. Undefined: the screen shows an earlier stretch, to which
 * somebody has scrolled back.
 */
export function align(
  blocks: readonly Seen[],
  known: readonly Known[],
): number | undefined {
  const { length } = known;
  const nearest = Math.max(0, length - blocks.length);
  for (let at = nearest; at < length; at++) {
    if (fits(blocks, known, at)) return at;
  }
  const oldest = Math.max(0, length - MAX_BACK);
  for (let at = nearest - 1; at >= oldest; at--) {
    if (fits(blocks, known, at)) {
      return known[at + blocks.length]!.done ? undefined : at;
    }
  }
  return length;
}

function fits(
  blocks: readonly Seen[],
  known: readonly Known[],
  at: number,
): boolean {
  const count = Math.min(blocks.length, known.length - at);
  for (let index = 0; index < count; index++) {
    const isLast = at + index === known.length - 1;
    if (!isSame(blocks[index]!, known[at + index]!, isLast)) return false;
  }
  return true;
}

/** The same where some messages have changed in ways that are not foreseen: the others tell. */
export function alignRoughly(
  blocks: readonly Seen[],
  known: readonly Known[],
): number {
  const oldest = Math.max(0, known.length - MAX_BACK);
  let most = 0;
  let found = known.length;
  for (let at = known.length - 1; at >= oldest; at--) {
    const count = Math.min(blocks.length, known.length - at);
    let same = 0;
    for (let index = 0; index < count; index++) {
      const one = blocks[index]!;
      const { kind } = known[at + index]!;
      if (
        one.kind !== kind && (one.kind === "question" || kind === "question")
      ) {
        same = -Infinity;
      }
      if (one.norm.length < ENOUGH && one.kind !== "question") continue;
      if (isSame(one, known[at + index]!, false)) same++;
    }
    if (same > most && same * 2 >= count) {
      most = same;
      found = at;
    }
  }
  return found;
}

/** Whether `block` is `known`, which may have grown when it is the last one. */
function isSame(block: Seen, known: Known, isLast: boolean): boolean {
  if (block.kind === undefined) return isEndOf(block.norm, known, isLast);
  const canChange = isLast && !known.done && block.kind !== "question" &&
    known.kind !== "question";
  if (block.kind !== known.kind && !canChange) return false;
  if (block.norm === known.norm) return true;
  if (block.kind === "tool" && known.kind === "tool") {
    return block.lines[0] === known.lines[0] ||
      (isLast && sameStart(block.norm, known.norm) >= ENOUGH);
  }
  const common = sameStart(block.norm, known.norm);
  if (!isLast) {
    return common >= ENOUGH * 2 && common * 10 >= known.norm.length * 9;
  }
  return common >= Math.min(ENOUGH, known.norm.length) ||
    (!known.done && block.kind !== "question" &&
      common * 2 >= known.norm.length);
}

/** Whether a message whose beginning has left the screen is the end of `known`, or goes on from it. */
function isEndOf(norm: string, known: Known, isLast: boolean): boolean {
  if (known.norm.endsWith(norm)) return true;
  if (!isLast) {
    return known.kind === "tool" && known.norm.includes(norm.slice(0, ENOUGH));
  }
  return overlap(known, norm) !== undefined;
}
