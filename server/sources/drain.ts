/**
 * Tells when a process that has exited has also said its last word.
 *
 * @module
 */
import type { Outlet } from "./outlet.ts";

/** How long output must be still, as {@linkcode STILL_TICKS} looks of this length. */
const TICK_MS = 50;
const STILL_TICKS = 4;

/**
 * Settles when the output of an exited process is complete: at its end, or
 * when nothing came for 200 ms although it was asked for. A process left
 * behind in the background may hold the output open for ever. Time during
 * which the reader is paused or behind does not count.
 */
export function untilDrained(
  outlet: Outlet,
  ended: Promise<unknown>,
): Promise<void> {
  return new Promise((resolve) => {
    let seen = outlet.count;
    let still = 0;
    // Several looks, not one timer: after the event loop has been held up, a
    // single timer would fire before the output that waited was read.
    const timer = setInterval(() => {
      const quiet = outlet.wanted && outlet.count === seen;
      seen = outlet.count;
      still = quiet ? still + 1 : 0;
      if (still === STILL_TICKS) finish();
    }, TICK_MS);
    const finish = () => {
      clearInterval(timer);
      resolve();
    };
    ended.then(finish);
  });
}
