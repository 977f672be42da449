/** The wait before try number `attempt` (from 0), in milliseconds: doubling from 0.5 s to 15 s, each by chance up to a half shorter. */
export function backoff(
  attempt: number,
  random: () => number = Math.random,
): number {
  const longest = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(longest * (1 - random() / 2));
}
