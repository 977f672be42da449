/**
 * Every setting: defaults < file < environment < flags, resolved once.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { type Folders, folders } from "./folders.ts";
import type { AgentSettings } from "@/shared/agent_settings.ts";
import type { Settings } from "./settings.ts";
import type * as z from "zod";

/** What holds where nobody says otherwise. */
const DEFAULTS: Settings = Object.freeze({
  port: 7433,
  db: "",
  idle_minutes: 30,
  spool_mb: 4096,
  stuck_after: 120,
  shell_integration: true,
  agent_logs: true,
  agents: {},
  notify: { when: [], desktop: true, webhook: [], ntfy: [], command: [] },
});

/** What is more than one value has no place in a variable. */
const ONLY_IN_FILE = ["notify", "agents"];

export interface Config extends Settings {
  readonly folders: Folders;
}

/** Reads the settings; `flags` win over everything else. */
export async function loadConfig(
  env: Readonly<Record<string, string>>,
  flags: { [Key in keyof Settings]?: Settings[Key] | string | undefined } = {},
): Promise<Config> {
  const places = folders(env);
  const given = {
    ...await readFile(`${places.config}/config.toml`),
    ...fromEnvironment(env),
    ...defined(flags),
  };
  const settings = Object.keys(given).length > 0
    ? await check({ ...DEFAULTS, ...given })
    : DEFAULTS;
  return {
    ...settings,
    db: absolute(settings.db || `${places.data}/streamer.db`),
    folders: places,
  };
}

/** Paths are meant from here, wherever a server in the background runs. */
function absolute(db: string): string {
  const isPath = !/^([a-z]+:|:|\/)/i.test(db);
  return isPath ? `${Deno.cwd()}/${db}` : db;
}

/** Loaded when there is something to check: every command waits for its settings. */
async function check(settings: Record<string, unknown>): Promise<Settings> {
  const { Settings } = await import("./settings.ts");
  return parseSettings(Settings, settings);
}

function parseSettings<Value>(
  schema: z.ZodType<Value>,
  settings: Record<string, unknown>,
): Value {
  const { success, data, error } = schema.safeParse(settings);
  if (success) return data;
  const issue = error.issues[0]!;
  const path = issue.code === "unrecognized_keys"
    ? [...issue.path, ...issue.keys]
    : issue.path;
  throw new StreamerError(
    "bad_request",
    `Cannot use setting "${path.join(".")}": ${issue.message}`,
  );
}

function fromEnvironment(env: Readonly<Record<string, string>>) {
  return defined(Object.fromEntries(
    Object.keys(DEFAULTS)
      .filter((key) => !ONLY_IN_FILE.includes(key))
      .map((key) => [key, env[`STREAMER_${key.toUpperCase()}`] || undefined]),
  ));
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}

/**
 * The description of an agent in the file at `path`.
 *
 * @throws {StreamerError} `bad_request` when it cannot be read or is none
 */
export async function readAgentFile(path: string): Promise<AgentSettings> {
  const [{ AgentSettings }, given] = await Promise.all([
    import("@/shared/agent_settings.ts"),
    readFile(path),
  ]);
  if (Object.keys(given).length === 0) {
    throw unreadable(path, "there is no such file, or nothing in it");
  }
  return parseSettings(AgentSettings, given);
}

async function readFile(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return {};
    throw unreadable(path, cause);
  }
  const { parse } = await import("smol-toml");
  try {
    return parse(text);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): StreamerError {
  const reason = cause instanceof Error ? cause.message.split("\n")[0] : cause;
  return new StreamerError(
    "bad_request",
    `Cannot read settings from "${path}": ${reason}`,
    { cause },
  );
}
