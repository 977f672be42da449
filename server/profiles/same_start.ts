/**
 * How far two texts are the same.
 *
 * @module
 */

/** How many units `one` and `other` begin with in common, never half a character. */
export function sameStart(one: string, other: string): number {
  if (other.startsWith(one)) return wholeUntil(one, one.length);
  let low = 0;
  let high = Math.min(one.length, other.length);
  // Comparing slices is a hundred times as fast as comparing units.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (one.slice(low, middle) === other.slice(low, middle)) low = middle;
    else high = middle - 1;
  }
  return wholeUntil(one, low);
}

function wholeUntil(text: string, end: number): number {
  return end > 0 && /[\ud800-\udbff]/.test(text[end - 1]!) ? end - 1 : end;
}
