/**
 * `streamer run`: runs a command as the terminal would, and feeds it to the
 * server.
 *
 * @module
 */
import { Option } from "commander";
import type { Define } from "./context.ts";

interface Flags {
  name?: string;
  tag?: string[];
  agent?: string;
  notify?: string;
  pty?: boolean;
  cwd?: string;
  env?: string[];
  detach?: boolean;
  quiet?: boolean;
  headless?: string;
}

const collect = (value: string, before: string[] = []) => [...before, value];

export const run: Define = (program, context) => {
  program.command("run")
    .description("run a command as the terminal would, and stream it")
    .argument("<command...>", "the command and its arguments")
    .option("-n, --name <name>", "name of the session (default: the command)")
    .option("-t, --tag <tag>", "a tag; may be given again", collect)
    .option(
      "-a, --agent <agent>",
      "how to read its conversation (default: by the command)",
    )
    .option(
      "--notify <statuses>",
      "tell when it is needs_input, needs_permission, idle, stuck or exited; with commas between them",
    )
    .option(
      "--pty",
      "give it a terminal of its own (default: when we have one)",
    )
    .option("--no-pty", "give it pipes, standard output and error apart")
    .option("-C, --cwd <folder>", "run it in this folder")
    .option(
      "-e, --env <name=value>",
      "set a variable for it; may be given again",
      collect,
    )
    .option(
      "-d, --detach",
      "run it in the background and print the session's id",
    )
    .option("-q, --quiet", "do not print the dashboard's address")
    .addOption(new Option("--headless <id>").hideHelp())
    .passThroughOptions()
    .addHelpText("after", HELP)
    .action(async (command: string[], flags: Flags) => {
      const { runCommand } = await import("../run/run_command.ts");
      context.exit(await runCommand(command, settings(flags), context));
    });
};

/** The flags under the names that the rest of the program uses. */
function settings({ tag = [], env = [], ...flags }: Flags) {
  return { ...flags, tags: tag, variables: env };
}

const HELP = `
Its exit code is the command's own: 128+n after signal n, 127 when the command
is not found, 126 when it cannot be executed. Options come before the command;
everything after its name belongs to it.
`;
