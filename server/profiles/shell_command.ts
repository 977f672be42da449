/**
 * Which commands start a shell that somebody types into.
 *
 * @module
 */
import { programWords } from "./command_name.ts";

/** The options of each shell that have the next word as their value. */
const VALUES: Readonly<Record<string, RegExp>> = {
  bash: /^[-+][a-zA-Z]*[oO]$|^--(rcfile|init-file)$/,
  zsh: /^[-+][a-zA-Z]*o$|^--emulate$/,
  fish: /^-[CdofDp]$|^--(init-command|debug|debug-output|features|profile)$/,
  sh: /^[-+][a-z]*o$/,
  dash: /^[-+][a-z]*o$/,
  ksh: /^[-+][a-z]*o$/,
  pwsh: /^-(wd|workingdirectory|version|settingsfile)$/i,
};

/** Options with which a shell runs something else than what is typed, or only tells of itself. */
const RUNS_SOMETHING =
  /^-[a-zA-Z]*c$|^--command(=|$)|^--(version|help|dump-.*)$|^-(command|file|encodedcommand|help)$/i;

/** A shell and its arguments. */
export interface ShellCommand {
  /** `bash`, `zsh`, … */
  name: string;
  args: readonly string[];
}

/** The shell that `command` starts to be typed into; undefined when it starts something else, or a script. */
export function interactiveShell(
  command: readonly string[],
): ShellCommand | undefined {
  const [program = "", ...args] = programWords(command);
  const name = program.slice(program.lastIndexOf("/") + 1)
    .replace(/^-|\.exe$/g, "");
  const values = VALUES[name];
  if (values === undefined || runsSomething(args, values)) return;
  return { name, args };
}

function runsSomething(args: readonly string[], values: RegExp): boolean {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (RUNS_SOMETHING.test(arg)) return true;
    if (values.test(arg)) at++;
    else if (arg === "--" || arg === "-") return at + 1 < args.length;
    // With -s, further words are the shell's positional parameters.
    else if (/^-[a-z]*s[a-z]*$/.test(arg)) return false;
    else if (!/^[-+]/.test(arg)) return true;
  }
  return false;
}
