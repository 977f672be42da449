/**
 * What may come next on streamer's command line, from the commands themselves.
 *
 * @module
 */
import type { Command, Option } from "commander";
import type { SessionInfo } from "@/shared/domain.ts";
import { NOTICE_STATUSES } from "@/shared/notice_status.ts";
import { KEY_NAMES } from "@/shared/keys.ts";
import { loadConfig } from "../config.ts";
import { LocalServer } from "../local/local_server.ts";
import { profileNames } from "../profiles/registry.ts";

type Env = Readonly<Record<string, string>>;

/**
 * One line for each word that may stand in the place of the last of `words`,
 * which are those behind `streamer`. See `scripts.ts` for the form.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  env: Env,
): Promise<string[]> {
  const current = words.at(-1) ?? "";
  const place = locate(program, words.slice(0, -1));
  if (place.type === "foreign") return [`:command ${place.at + 1}`];
  const all = place.type === "value"
    ? valuesOf(place.option)
    : await wordsOf(place, { current, at: words.length, env });
  return all.filter((line) => line.startsWith(current) || line.startsWith(":"));
}

/** What the cursor stands behind. */
type Place =
  /** Behind so many arguments of a command. */
  | { type: "command"; command: Command; given: number }
  | { type: "value"; option: Option }
  /** Within a command that is not ours and begins at word `at`. */
  | { type: "foreign"; at: number };

function locate(program: Command, before: readonly string[]): Place {
  let command = program;
  let given = 0;
  for (let at = 0; at < before.length; at++) {
    const word = before[at]!;
    const option = command.options.find(({ short, long }) =>
      word === short || word === long
    );
    if (option && takesValue(option)) {
      if (at === before.length - 1) return { type: "value", option };
      at += 1;
    } else if (!word.startsWith("-")) {
      const below = command.commands.find((one) => one.name() === word);
      if (!below && command.name() === "run") return { type: "foreign", at };
      given = below ? 0 : given + 1;
      command = below ?? command;
    } else if (word === "--" && command.name() === "run") {
      return { type: "foreign", at: at + 1 };
    }
  }
  return { type: "command", command, given };
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function valuesOf(option: Option): string[] {
  switch (option.long) {
    case "--cwd":
      return [":folders"];
    case "--agent":
      return profileNames();
    case "--notify":
      return [...NOTICE_STATUSES];
    default:
      return option.argChoices ?? [];
  }
}

async function wordsOf(
  { command, given }: Extract<Place, { type: "command" }>,
  { current, at, env }: { current: string; at: number; env: Env },
): Promise<string[]> {
  if (current.startsWith("-")) {
    return command.createHelp().visibleOptions(command)
      .map(({ long, short, description }) =>
        `${long ?? short}\t${description}`
      );
  }
  if (command.name() === "run") return [`:command ${at}`];
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[given] ??
    (last?.variadic ? last : undefined);
  if (argument?.argChoices) return argument.argChoices;
  if (argument?.name() === "session") return await sessionNames(env);
  if (argument?.name() === "key") return [...KEY_NAMES];
  if (argument?.name() === "file") return [":files"];
  return command.createHelp().visibleCommands(command)
    .map((one) => `${one.name()}\t${one.description()}`);
}

/** Names and ids; none when no server runs, which is not worth starting one. */
async function sessionNames(env: Env): Promise<string[]> {
  const config = await loadConfig(env);
  using server = new LocalServer(config.folders);
  try {
    const infos = await server.json<SessionInfo[]>("/sessions?all=1");
    return infos.flatMap(({ id, name, status }) => [
      ...(/\s/.test(name) ? [] : [`${name}\t${status}`]),
      `${id}\t${name}`,
    ]);
  } catch {
    // A shell has no place for what went wrong.
    return [];
  }
}
