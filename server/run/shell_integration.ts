/**
 * Shells that mark their prompts, without a change to anybody's files.
 *
 * An interactive bash, zsh or fish starts with one more start-up file, given by
 * its arguments and environment. The file does what the shell would have done
 * anyway, adds the marks, and takes its traces out of the environment. Scripts,
 * restricted and POSIX shells are started as they are.
 *
 * @module
 */
import { makePrivate } from "../folders.ts";
import {
  interactiveShell,
  type ShellCommand,
} from "../profiles/shell_command.ts";

/** What is started, and what is added to its environment. */
export interface ShellStart {
  command: string[];
  env?: Readonly<Record<string, string>> | undefined;
}

/** Options of bash after which it is not the bash that the marks are for. */
const OTHER_BASH =
  /^--(posix|restricted|debugger|verbose|version|help)$|^-[a-zA-Z]*[prD]/;

/** Options of zsh without start-up files, or of another shell. */
const OTHER_ZSH = /^-[a-zA-Z]*[fr]|^--(no-?_?rcs|emulate|restricted)/i;

/**
 * `start` with marks, if it is an interactive shell; else `start` itself. The
 * files are kept in `folder`, mode 0600. Without a place for them the shell
 * starts without marks.
 */
export async function withShellIntegration<Start extends ShellStart>(
  start: Start,
  folder: string,
): Promise<Start> {
  const shell = interactiveShell(start.command);
  // Behind another program, nobody knows what reaches the shell.
  const direct = shell && shell.args.length === start.command.length - 1;
  if (!direct) return start;
  try {
    return await integrate(start, shell, folder);
  } catch (cause) {
    if (cause instanceof Error) return start;
    throw cause;
  }
}

async function integrate<Start extends ShellStart>(
  start: Start,
  shell: ShellCommand,
  folder: string,
): Promise<Start> {
  const variables = { ...Deno.env.toObject(), ...start.env };
  switch (shell.name) {
    case "bash": {
      const changed = bashStart(shell.args, variables, `${folder}/bash.sh`);
      if (changed === undefined) return start;
      const { BASH } = await import("./shell_integration_bash.ts");
      await keep(folder, "bash.sh", BASH);
      return combine(start, changed);
    }
    case "zsh": {
      if (shell.args.some((arg) => OTHER_ZSH.test(arg))) return start;
      const { ZSHENV } = await import("./shell_integration_zsh.ts");
      await keep(`${folder}/zsh`, ".zshenv", ZSHENV);
      return combine(start, {
        args: shell.args,
        env: {
          ZDOTDIR: `${folder}/zsh`,
          ...given("STREAMER_SHELL_ZDOTDIR", variables.ZDOTDIR),
        },
      });
    }
    case "fish": {
      const { FISH } = await import("./shell_integration_fish.ts");
      await keep(folder, "marks.fish", FISH);
      const path = `${folder}/marks.fish`.replace(/['\\]/g, "\\$&");
      return combine(start, {
        args: ["--init-command", `source '${path}'`, ...shell.args],
      });
    }
    default:
      return start;
  }
}

interface Changes {
  args: readonly string[];
  env?: Record<string, string>;
}

function combine<Start extends ShellStart>(
  start: Start,
  { args, env }: Changes,
): Start {
  return {
    ...start,
    command: [start.command[0]!, ...args],
    env: { ...start.env, ...env },
  };
}

/**
 * How bash reads `file` first. `--rcfile` is what an interactive shell reads;
 * a login shell, and one with `--norc`, can only be reached by the file that
 * ENV names to a POSIX shell, which it then ceases to be.
 */
function bashStart(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  file: string,
): Changes | undefined {
  const posix = variables.POSIXLY_CORRECT !== undefined ||
    args.some((arg, index) =>
      OTHER_BASH.test(arg) || (arg === "posix" && args[index - 1] === "-o")
    );
  if (posix) return;
  const login = args.some((arg) => /^--login$|^-[a-zA-Z]*l/.test(arg));
  if (login || args.includes("--norc")) {
    const start = login && !args.includes("--noprofile")
      ? "profile"
      : "nothing";
    return {
      args: ["--posix", ...args],
      env: {
        ENV: file,
        STREAMER_SHELL_START: start,
        ...given("STREAMER_SHELL_ENV", variables.ENV),
      },
    };
  }
  const at = args.findLastIndex((arg) => /^--(rcfile|init-file)$/.test(arg));
  return {
    args: [
      "--rcfile",
      file,
      ...args.filter((_, i) => at < 0 || (i !== at && i !== at + 1)),
    ],
    env: {
      STREAMER_SHELL_START: "rc",
      ...given("STREAMER_SHELL_RC", at < 0 ? undefined : args[at + 1]),
    },
  };
}

function given(name: string, value: string | undefined) {
  return value === undefined ? {} : { [name]: value };
}

/** Writes the file `name` unless it is there as it should be. */
async function keep(
  folder: string,
  name: string,
  text: string,
): Promise<void> {
  const path = `${folder}/${name}`;
  const there = await Deno.readTextFile(path).catch(() => undefined);
  if (there === text) return;
  await makePrivate(folder);
  const fresh = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(fresh, text, { mode: 0o600 });
  await Deno.rename(fresh, path);
}
