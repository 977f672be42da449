/**
 * Sequences that xterm.js carries out once per count, and the highest count
 * that has a use: scroll up and down, insert and delete lines, tab forwards and
 * backwards, repeat a character. A higher one, up to 2^31, would only hold the
 * emulator up for minutes; who meets one drops it.
 *
 * @module
 */

/** Highest count by the final character of the CSI sequence. */
export const REPEAT_LIMITS: Readonly<Record<string, number>> = {
  S: 256,
  T: 256,
  L: 256,
  M: 256,
  I: 256,
  Z: 256,
  b: 1000,
};
