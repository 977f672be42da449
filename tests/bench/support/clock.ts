/**
 * The machine's clock in milliseconds with fractions, the same in every
 * process and page: `performance.now()` laid against a tick of `Date.now()`.
 *
 * @module
 */

/** Makes the clock. Free of everything else, so that it can be sent to a page. */
export function makeClock(): () => number {
  let offset = -Infinity;
  // A pause between the two readings only makes an offset too small.
  for (let round = 0; round < 20; round++) {
    const before = Date.now();
    let tick = before;
    while (tick === before) tick = Date.now();
    offset = Math.max(offset, tick - performance.now());
  }
  return () => performance.now() + offset;
}
