/**
 * Where a message goes on whose beginning has left the screen.
 *
 * @module
 */
import { sameStart } from "../same_start.ts";
import { type Known, normal } from "./known.ts";

/** Units at the end of what is known that may have been drawn in another way since. */
const MAX_REDRAWN = 400;

/** Units that must be the same then. */
const ENOUGH = 24;

/**
 * The place in `known.norm` where `next` begins, which goes on to the end of
 * the message and beyond. Undefined when they have nothing in common.
 */
export function overlap(known: Known, next: string): number | undefined {
  const { norm } = known;
  return longest(startsOfRows(known, next.length), norm, next) ??
    longest(placesWithin(norm, next), norm, next);
}

/** The place from which most is the same, up to the end of what is known or near it. */
function longest(
  places: Iterable<number>,
  norm: string,
  next: string,
): number | undefined {
  let most = 0;
  let found: number | undefined;
  const start = next.slice(0, ENOUGH);
  for (const at of places) {
    const least = Math.min(start.length, norm.length - at);
    if (!norm.startsWith(start.slice(0, least), at)) continue;
    const rest = norm.slice(at);
    const common = sameStart(rest, next);
    const goesOn = common === rest.length ||
      (common >= ENOUGH && rest.length - common <= MAX_REDRAWN);
    if (!goesOn || common <= most) continue;
    most = common;
    found = at;
  }
  return found;
}

/** Where the last rows begin, the first of them first: so many as `length` units can show. */
function startsOfRows({ lines, norm }: Known, length: number): number[] {
  const places: number[] = [];
  let at = norm.length;
  for (let row = lines.length - 1; row >= 0; row--) {
    at -= normal(lines[row]!).length;
    if (norm.length - at > length + MAX_REDRAWN) break;
    if (places[0] !== at && at < norm.length) places.unshift(at);
  }
  return places;
}

/** Rows are others when the width has changed: the places where `next` may begin within one. */
function* placesWithin(norm: string, next: string): Generator<number> {
  const start = next.slice(0, ENOUGH);
  if (start.length < ENOUGH) return;
  const first = Math.max(0, norm.length - next.length - MAX_REDRAWN);
  let at = norm.indexOf(start, first);
  for (; at >= 0; at = norm.indexOf(start, at + 1)) yield at;
}
