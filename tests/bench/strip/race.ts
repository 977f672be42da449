/**
 * Contenders take turns, so that a noisy machine disturbs all of them alike.
 *
 * @module
 */
import { percentile } from "../support/report.ts";

/** Turns that a slow one has at most. */
const SLOW_ROUNDS = 3;

/**
 * Seconds that a turn takes at least. On a busy machine short ones would slip
 * between the interruptions that make long ones look slow.
 */
const TURN = 0.015;

export interface Runner {
  readonly name: string;
  readonly slow?: boolean;
  run(): unknown | Promise<unknown>;
}

/** The median seconds of one run of each by its name. */
export async function race(
  runners: readonly Runner[],
  rounds: number,
): Promise<Map<string, number>> {
  const lanes: Lane[] = [];
  for (const runner of runners) lanes.push(await warmUp(runner));
  for (let round = 0; round < rounds; round++) {
    for (const { runner, runs, times } of turned(lanes, round)) {
      if (runner.slow && round >= SLOW_ROUNDS) continue;
      times.push(await secondsOf(runner, runs));
    }
  }
  return new Map(
    lanes.map(({ runner, times }) => [runner.name, percentile(times, 0.5)]),
  );
}

interface Lane {
  readonly runner: Runner;
  /** How many make a turn. */
  readonly runs: number;
  readonly times: number[];
}

async function warmUp(runner: Runner): Promise<Lane> {
  await secondsOf(runner, 1);
  const runs = Math.ceil(TURN / await secondsOf(runner, 1));
  return { runner, runs, times: [] };
}

/** Seconds of one run, when there are `runs` in a row. */
async function secondsOf({ run }: Runner, runs: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < runs; i++) await run();
  return (performance.now() - started) / 1000 / runs;
}

/** Another one goes first in each round: nobody always cleans up after the same one. */
function turned<T>(list: readonly T[], round: number): T[] {
  const first = round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}
