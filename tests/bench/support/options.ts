/**
 * The options of a benchmark, each `--name=number`.
 *
 * @module
 */

/** The number given as `--name=…`, or `otherwise`. */
export function option(name: string, otherwise: number): number {
  const start = `--${name}=`;
  const given = Deno.args.find((arg) => arg.startsWith(start));
  if (given === undefined) return otherwise;
  const value = Number(given.slice(start.length));
  if (value > 0) return value;
  throw new Error(`Cannot use "${given}": it must be a number above 0`);
}
