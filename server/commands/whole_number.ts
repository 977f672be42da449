/**
 * Options that are numbers.
 *
 * @module
 */
import type { Command } from "commander";

/** The one option in `flag` as a number; `command` fails when it is none from `least` to `most`. */
export function wholeNumber(
  flag: Record<string, string>,
  [least, most]: [number, number],
  command: Command,
): number {
  const [name, given] = Object.entries(flag)[0]!;
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (value >= least && value <= most) return value;
  return command.error(
    `error: --${name} must be a whole number from ${least} to ${most}`,
  );
}
