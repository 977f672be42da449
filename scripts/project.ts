/**
 * The project's folder and the programs that scripts start in it.
 *
 * @module
 */

/** Absolute path of the project, with `/`, without one at the end. */
export const ROOT: string = import.meta.dirname!.replaceAll("\\", "/").replace(
  /\/scripts$/,
  "",
);

/** Command-line programs of the packages in `deno.json`. */
const PROGRAMS = {
  "drizzle-kit": "drizzle-kit/bin.cjs",
  "svelte-check": "svelte-check/bin/svelte-check",
  vite: "vite/bin/vite.js",
  vitest: "vitest/vitest.mjs",
} as const;

/** Arguments for {@linkcode deno} that start a package's program. */
export function program(name: keyof typeof PROGRAMS): string[] {
  return ["run", "-q", "-A", `${ROOT}/node_modules/${PROGRAMS[name]}`];
}

/** Where and how {@linkcode deno} runs. */
export interface DenoOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Where its standard output goes; `inherit` unless told otherwise. */
  stdout?: "inherit" | "null";
}

/** Runs the Deno that runs this script and returns its exit code. */
export async function deno(
  args: readonly string[],
  { cwd = ROOT, env = {}, stdout = "inherit" }: DenoOptions = {},
): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env,
    stdin: "null",
    stdout,
    stderr: "inherit",
  }).output();
  return code;
}

/** Like {@linkcode deno}; throws when it fails, naming `what` was to be done. */
export async function mustDeno(
  what: string,
  args: readonly string[],
  options?: DenoOptions,
): Promise<void> {
  const code = await deno(args, options);
  if (code !== 0) throw new Error(`Cannot ${what}: exit code ${code}`);
}
