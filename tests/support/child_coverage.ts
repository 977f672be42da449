/**
 * Lets the processes that tests start count for the coverage of the run.
 *
 * @module
 */

/**
 * Environment for a child process that runs the project's sources under Deno.
 * Empty when the run measures no coverage. The profile is written when the
 * child exits by itself; a killed one leaves none.
 */
export function childCoverage(): Record<string, string> {
  const folder = Deno.env.get("STREAMER_CHILD_COVERAGE");
  return folder ? { DENO_COVERAGE_DIR: folder } : {};
}
