/**
 * Runs benchmarks: `deno task bench [name]… [--option]…` runs
 * tests/bench/<name>.ts, or all of them, one after the other, so that they do
 * not disturb each other. Options go to each.
 *
 * @module
 */
import { prepare } from "./prepare.ts";
import { mustDeno, ROOT } from "./project.ts";
import { note, script } from "./say.ts";

const FOLDER = `${ROOT}/tests/bench`;

await script(async () => {
  await prepare();
  for (const name of chosen()) {
    note(`bench: ${name}`);
    await mustDeno(`run benchmark "${name}"`, [
      "run",
      "-q",
      "-A",
      `${FOLDER}/${name}.ts`,
      ...Deno.args.filter(isOption),
    ]);
  }
});

function chosen(): string[] {
  const known = [...Deno.readDirSync(FOLDER)]
    .filter(({ name, isFile }) => isFile && name.endsWith(".ts"))
    .map(({ name }) => name.slice(0, -".ts".length))
    .sort();
  const named = Deno.args.filter((arg) => !isOption(arg));
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return named.length > 0 ? named : known;
  throw new Error(
    `Cannot find benchmark "${unknown}": there are ${known.join(", ")}`,
  );
}

function isOption(arg: string): boolean {
  return arg.startsWith("-");
}
