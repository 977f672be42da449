/**
 * The command line: arguments in, exit code out. The only place that ends the
 * process.
 *
 * @module
 */
import { CommanderError } from "commander";
import { ERRORS, toStreamerError } from "@/shared/errors.ts";
import type { Context } from "./commands/context.ts";
import { createProgram } from "./commands/registry.ts";
import { writeAll } from "./commands/write_all.ts";
import { restoreEnv } from "./own_process.ts";

/** Wrong usage, as the shells' own commands say it. */
const USAGE = 2;

/** Runs the command line and gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  const context: Context = {
    env: Deno.env.toObject(),
    exit: (given) => void (code = given),
    print,
    warn,
  };
  const program = createProgram(context);
  try {
    for (const command of [program, ...program.commands]) {
      exitByThrowing(command);
    }
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode && USAGE;
    const error = toStreamerError(cause);
    warn(error.message);
    return ERRORS[error.code].exit;
  }
}

type Program = ReturnType<typeof createProgram>;

function exitByThrowing(command: Program): void {
  command.exitOverride().showHelpAfterError(
    command.parent
      ? `Usage: streamer ${command.name()} ${command.usage()}`
      : true,
  );
  for (const below of command.commands) exitByThrowing(below);
}

/** A reader that has left has seen enough. */
async function print(text: string): Promise<void> {
  await writeAll(Deno.stdout, new TextEncoder().encode(text));
}

function warn(message: string): void {
  const bytes = new TextEncoder().encode(`streamer: ${message}\n`);
  try {
    Deno.stderr.writeSync(bytes);
  } catch {
    // Nobody reads it.
  }
}

if (import.meta.main) {
  restoreEnv();
  Deno.exit(await main(Deno.args));
}
