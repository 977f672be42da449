/**
 * Which agents print JSON instead of text, when they are told to, and how it
 * is read.
 *
 * @module
 */
import { programOf, programWords } from "../command_name.ts";
import { ClaudeStream } from "./claude_stream.ts";
import { CodexExec } from "./codex_exec.ts";
import { GeminiStream } from "./gemini_stream.ts";
import type { LogReader } from "./log_reader.ts";

/** An agent's standard output as JSON, a value a line. */
export interface JsonOutput {
  /** Whether `args`, the words behind the program, make it print JSON. */
  asked(args: readonly string[]): boolean;
  reader(): LogReader;
  /** Whether its output says what it was asked. */
  echoes: boolean;
}

/** By the profile's name, which is the program's. */
const OUTPUTS: Readonly<Record<string, JsonOutput>> = {
  claude: {
    asked: (args) => hasOption(args, /^--output-format$/, "stream-json"),
    reader: () => new ClaudeStream(),
    echoes: false,
  },
  codex: {
    asked: (args) =>
      args.some((arg) => arg === "exec" || arg === "e") &&
      args.some((arg) => /^--(experimental-)?json$/.test(arg)),
    reader: () => new CodexExec(),
    echoes: false,
  },
  gemini: {
    asked: (args) => hasOption(args, /^(-o|--output-format)$/, "stream-json"),
    reader: () => new GeminiStream(),
    echoes: true,
  },
};

/** The readers of what agents print as JSON, by the agent's name. */
export function jsonReaders(): { name: string; reader(): LogReader }[] {
  return Object.entries(OUTPUTS).map(([name, { reader }]) => ({
    name,
    reader,
  }));
}

/** How the output of `command` is read; undefined when it is not JSON that is known. */
export function jsonOutputOf(
  command: readonly string[],
): JsonOutput | undefined {
  const output = OUTPUTS[programOf(command)];
  return output?.asked(programWords(command).slice(1)) ? output : undefined;
}

/** Whether `args` has the option, as `--name value` or `--name=value`. */
function hasOption(
  args: readonly string[],
  name: RegExp,
  value: string,
): boolean {
  return args.some((arg, index) => {
    if (name.test(arg)) return args[index + 1] === value;
    const at = arg.indexOf("=");
    return at > 0 && name.test(arg.slice(0, at)) && arg.slice(at + 1) === value;
  });
}
