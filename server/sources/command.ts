/**
 * What every source that starts a command has in common: checking that it can
 * be started, and telling why not.
 *
 * @module
 */
import type { Exit } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import { findExecutable } from "./find_executable.ts";

/** A command and its surroundings. */
export interface CommandOptions {
  command: readonly string[];
  /** Where it runs; by default here. */
  cwd?: string | undefined;
  /** Added to the environment of this process. */
  env?: Readonly<Record<string, string>> | undefined;
}

/**
 * The file that `command` names.
 *
 * @throws {StreamerError} `not_found` or `forbidden` when it cannot be run,
 * `source_failed` when there is no folder `cwd`
 */
export function requireCommand({ command, cwd, env }: CommandOptions): string {
  const name = command[0] ?? "";
  if (cwd !== undefined) requireFolder(name, cwd);
  const found = findExecutable(name, {
    cwd: cwd ?? ".",
    env: {
      PATH: env?.PATH ?? Deno.env.get("PATH"),
      PATHEXT: env?.PATHEXT ?? Deno.env.get("PATHEXT"),
    },
  });
  switch (found.type) {
    case "found":
      return found.path;
    case "not_found":
      throw new StreamerError(
        "not_found",
        `Cannot run "${name}": command not found`,
      );
    case "not_executable":
      throw new StreamerError(
        "forbidden",
        `Cannot run "${name}": permission denied`,
      );
  }
}

/** The error for a command that could not be started although it was found. */
export function spawnError(name: string, cause: unknown): StreamerError {
  if (cause instanceof Deno.errors.PermissionDenied) {
    return new StreamerError(
      "forbidden",
      `Cannot run "${name}": permission denied`,
      {
        cause,
      },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StreamerError("source_failed", `Cannot run "${name}": ${reason}`, {
    cause,
  });
}

/** A process's end in our terms: it has a code or a signal, never both. */
export function exitOf({ code, signal }: Deno.CommandStatus): Exit {
  return signal === null ? { code, signal } : { code: null, signal };
}

function requireFolder(name: string, cwd: string): void {
  let problem = "there is no such folder";
  try {
    if (Deno.statSync(cwd).isDirectory) return;
    problem = "it is not a folder";
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) {
      problem = "permission denied";
    }
  }
  throw new StreamerError(
    "source_failed",
    `Cannot run "${name}" in "${cwd}": ${problem}`,
  );
}
