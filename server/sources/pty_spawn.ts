/**
 * Starts a command as the leader of a session on a pseudo-terminal of Linux.
 *
 * @module
 */
import { type CommandOptions, spawnError } from "./command.ts";

/**
 * Opens the terminal named by $0 as standard input, output and error, makes it
 * the controlling terminal of a new session, and becomes the command: all of
 * them one process, whose id is that of the session and of the command.
 */
const SCRIPT = 'exec setsid -c "$@" <>"$0" >&0 2>&0';

/**
 * @param terminal path of the terminal
 * @throws {StreamerError} `source_failed` or `forbidden` when it cannot be started
 */
export function spawnOnTerminal(
  terminal: string,
  { command, cwd, env }: CommandOptions,
): Deno.ChildProcess {
  const environment = { ...Deno.env.toObject(), ...env };
  try {
    return new Deno.Command("/bin/sh", {
      args: ["-c", SCRIPT, terminal, ...unshellable(environment), ...command],
      ...cwd !== undefined && { cwd },
      env: { ...env, ...!environment.TERM && { TERM: "xterm-256color" } },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  } catch (cause) {
    throw spawnError(command[0] ?? "", cause);
  }
}

/**
 * Some shells drop variables whose names they could not use themselves, such
 * as `npm.config` or bash's exported functions. env(1) puts them back.
 */
function unshellable(environment: Record<string, string>): string[] {
  const dropped = Object.entries(environment)
    .filter(([name]) => !/^[a-z_][a-z0-9_]*$/i.test(name));
  if (dropped.length === 0) return [];
  return ["env", "--", ...dropped.map(([name, value]) => `${name}=${value}`)];
}
