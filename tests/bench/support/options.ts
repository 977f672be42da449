/**
 * The options of a benchmark, each `--name=number` or `--name=word`.
 *
 * @module
 */

/** The number given as `--name=…`, or `otherwise`. */
export function option(name: string, otherwise: number): number {
  const given = find(name);
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (value > 0) return value;
  throw new Error(
    `Cannot use "--${name}=${given}": it must be a number above 0`,
  );
}

/** The one of `all` that is given as `--name=…`, or all of them. */
export function selected<Word extends string>(
  name: string,
  all: readonly Word[],
): readonly Word[] {
  const given = find(name);
  if (given === undefined) return all;
  const found = all.filter((word) => word === given);
  if (found.length > 0) return found;
  throw new Error(
    `Cannot use "--${name}=${given}": there are ${all.join(", ")}`,
  );
}

function find(name: string): string | undefined {
  const start = `--${name}=`;
  return Deno.args.find((arg) => arg.startsWith(start))?.slice(start.length);
}
