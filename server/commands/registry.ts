/**
 * Every command. To add one, write its file and a line here.
 *
 * @module
 */
import { Command } from "commander";
import { VERSION } from "../version.ts";
import type { Context, Define } from "./context.ts";
import { completions } from "./completions.ts";
import { doctor } from "./doctor.ts";
import { keys } from "./keys.ts";
import { logs } from "./logs.ts";
import { notify } from "./notify.ts";
import { ps } from "./ps.ts";
import { run } from "./run.ts";
import { send } from "./send.ts";
import { segment } from "./segment.ts";
import { serve } from "./serve.ts";
import { server } from "./server.ts";
import { stop } from "./stop.ts";
import { text } from "./text.ts";

const COMMANDS: readonly Define[] = [
  run,
  ps,
  logs,
  send,
  keys,
  stop,
  text,
  segment,
  serve,
  server,
  notify,
  doctor,
  completions,
];

/** The command line as a whole. */
export function createProgram(context: Context): Command {
  const program = new Command("streamer")
    .description(
      "Runs any command as the terminal would, streams it live, and keeps every line.",
    )
    .version(VERSION, "-V, --version")
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText("after", EXAMPLES);
  for (const define of COMMANDS) define(program, context);
  return program;
}

const EXAMPLES = `
Examples:
  streamer run -- npm test            run a command, watch it in the browser
  streamer run --name fix -- claude   an agent, under a name of its own
  streamer ps                         what is running
  streamer logs fix -f                follow its text
  streamer logs fix --messages        read its conversation
  streamer send fix "now the tests"   answer it, from any terminal
  make 2>&1 | streamer text           clean text of anything
`;
