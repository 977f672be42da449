/**
 * What this process is: how to start another one of its kind, and which
 * environment its caller gave it.
 *
 * There are three ways to run. In a clone, Deno runs the TypeScript. A compiled
 * executable is Deno and program in one. A packed executable is a shell script
 * that unpacks Deno and the bundle; it needs a few variables for its own Deno,
 * so it keeps the caller's aside as `STREAMER_ENV_<name>` and names itself in
 * `STREAMER_SELF` (scripts/build/stub.sh).
 *
 * @module
 */

/** A program with its first arguments. */
export interface OwnCommand {
  readonly program: string;
  readonly args: string[];
}

/** What {@linkcode ownCommand} needs to know of a process. */
export interface ProcessFacts {
  /** Path of the packed executable; undefined when there is none. */
  readonly self: string | undefined;
  /** Whether this is a compiled executable. */
  readonly standalone: boolean;
  readonly execPath: string;
  /** The folder with the server's main module, `main.ts` or `main.js`. */
  readonly folder: string;
  /** Whether that folder holds the sources instead of the bundle. */
  readonly sources: boolean;
}

/**
 * How V8 collects garbage in every process of ours. Output leaves little
 * behind but garbage, which V8 would let pile up: with these, a flood takes the
 * server to 150 MB instead of 230, for an eighth of the speed.
 */
export const V8_FLAGS = "--max-semi-space-size=4,--heap-growing-percent=50";

type Env = Readonly<Record<string, string>>;

const SELF = "STREAMER_SELF";
const ASIDE = "STREAMER_ENV_";

// Read when the module loads, because restoreEnv() removes the variable.
const ownFacts: ProcessFacts = {
  self: Deno.env.get(SELF),
  standalone: Deno.build.standalone,
  execPath: Deno.execPath(),
  folder: import.meta.dirname ?? ".",
  sources: import.meta.url.endsWith(".ts"),
};

/** Gives this process and what it starts the caller's environment back. */
export function restoreEnv(): void {
  for (const [name, value] of Object.entries(changes(Deno.env.toObject()))) {
    if (value === undefined) Deno.env.delete(name);
    else Deno.env.set(name, value);
  }
}

/** How to start another streamer process: append the arguments. */
export function selfCommand(): OwnCommand {
  return ownCommand(ownFacts);
}

/** What {@linkcode restoreEnv} changes in `env`; undefined removes a variable. */
export function changes(env: Env): Record<string, string | undefined> {
  const changed: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name === SELF) changed[name] = undefined;
    if (!name.startsWith(ASIDE)) continue;
    changed[name] = undefined;
    // "=" stands before the value of a variable that was set.
    changed[name.slice(ASIDE.length)] = value.startsWith("=")
      ? value.slice(1)
      : undefined;
  }
  return changed;
}

/** {@linkcode selfCommand} for any process. */
export function ownCommand(facts: ProcessFacts): OwnCommand {
  const { self, standalone, execPath, folder, sources } = facts;
  if (self) return { program: self, args: [] };
  if (standalone) return { program: execPath, args: [] };
  const config = sources
    ? ["--config", `${folder}/../deno.json`]
    : ["--no-config"];
  // Else Deno looks through all of node_modules first, for 100 ms.
  const modules = "--node-modules-dir=manual";
  const main = `${folder}/main.${sources ? "ts" : "js"}`;
  const flags = [`--v8-flags=${V8_FLAGS}`, ...config, modules];
  return { program: execPath, args: ["run", "-q", "-A", ...flags, main] };
}
