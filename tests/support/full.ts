/**
 * How much the tests do: a little on every run, all of it when asked for.
 *
 * @module
 */

/** Whether `STREAMER_TEST_FULL=1` asks for the tests' full size. */
export const FULL = Deno.env.get("STREAMER_TEST_FULL") === "1";

/** `full` when all of it is asked for, else `usual`. */
export function sized(usual: number, full: number): number {
  return FULL ? full : usual;
}

/** Milliseconds for tests of many megabytes. */
export const LONG = sized(60_000, 600_000);
