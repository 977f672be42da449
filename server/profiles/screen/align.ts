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
import { normalOf } from "./known.ts";
import { overlap } from "./overlap.ts";
import type { Block } from "./page.ts";
import { sameStart } from "../same_start.ts";

/** Known messages that are looked through, from the newest. */
const MAX_BACK = 300;

/** Known messages that may have gone from the screen. */
const MAX_GONE = 20;

/** Units in common that make two texts one that has changed. */
const ENOUGH = 12;

/** A block with its text without white space. */
export interface Seen extends Block {
  norm: string;
}

export function seen(block: Block): Seen {
  return { ...block, norm: normalOf(block.lines) };
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
    const block = blocks[index]!;
    const one = known[at + index]!;
    const isLast = at + index === known.length - 1;
    // Somebody has scrolled back: the last may not be there as a whole.
    const isCut = index === blocks.length - 1 && block.kind === one.kind &&
      block.norm.length >= ENOUGH && one.isBeginning(block.norm);
    if (!isCut && !isSame(block, one, isLast)) return false;
  }
  return true;
}

/**
 * The index in `known` of each of `blocks`, where messages have come between
 * others, or have gone; undefined for what is new. Undefined for all, when
 * too few are known for it to be the same stretch.
 */
export function match(
  blocks: readonly Seen[],
  known: readonly Known[],
): (number | undefined)[] | undefined {
  const from = Math.max(0, known.length - blocks.length - MAX_GONE);
  const recent = known.slice(from);
  const weights = weigh(blocks, recent);
  const places: (number | undefined)[] = blocks.map(() => undefined);
  let row = 0;
  let column = 0;
  while (row < blocks.length && column < recent.length) {
    const best = weights[row]![column]!;
    if (best === weights[row + 1]![column]) row++;
    else if (best === weights[row]![column + 1]) column++;
    else places[row++] = from + column++;
  }
  const found = places.filter((place) => place !== undefined).length;
  const behind = blocks.length - 1 -
    places.findLastIndex((place) => place !== undefined);
  return found > 0 && found * 2 >= blocks.length - behind ? places : undefined;
}

/** The most that blocks from `row` and messages from `column` on have in common, in this order. */
function weigh(
  blocks: readonly Seen[],
  known: readonly Known[],
): number[][] {
  const weights = Array.from(
    { length: blocks.length + 1 },
    () => new Array<number>(known.length + 1).fill(0),
  );
  for (let row = blocks.length - 1; row >= 0; row--) {
    for (let column = known.length - 1; column >= 0; column--) {
      const isLast = column === known.length - 1;
      const same = isSame(blocks[row]!, known[column]!, isLast);
      const weight = same
        ? weights[row + 1]![column + 1]! + weightOf(blocks[row]!)
        : 0;
      weights[row]![column] = Math.max(
        weight,
        weights[row + 1]![column]!,
        weights[row]![column + 1]!,
      );
    }
  }
  return weights;
}

/** A long text says more, and a question most. */
function weightOf({ kind, norm }: Seen): number {
  return Math.min(norm.length, 40) + (kind === "question" ? 40 : 1);
}

/** Whether `block` is `known`, which may have grown when it is the last one. */
function isSame(block: Seen, known: Known, isLast: boolean): boolean {
  if (block.kind === undefined) return isEndOf(block.norm, known, isLast);
  const canChange = isLast && !known.done && block.kind !== "question" &&
    known.kind !== "question";
  if (block.kind !== known.kind && !canChange) return false;
  if (known.isWhole(block.norm)) return true;
  if (block.kind === "tool" && known.kind === "tool") {
    return block.lines[0] === known.lines[0] ||
      (isLast && sameStart(block.norm, known.norm) >= ENOUGH);
  }
  const { common, all } = known.compare(block.norm);
  if (!isLast) return common >= ENOUGH * 2 && common * 10 >= all * 9;
  return common >= Math.min(ENOUGH, all) ||
    (!known.done && block.kind !== "question" && common * 2 >= all);
}

/** Whether a message whose beginning has left the screen is the end of `known`, or goes on from it. */
function isEndOf(norm: string, known: Known, isLast: boolean): boolean {
  if (known.isEnd(norm)) return true;
  if (!isLast) {
    return known.kind === "tool" && known.norm.includes(norm.slice(0, ENOUGH));
  }
  return overlap(known, norm) !== undefined;
}
