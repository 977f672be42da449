/**
 * Where agents write their own session logs, by the profile's name, and whose
 * log is whose.
 *
 * @module
 */
import { ClaudeLog } from "./claude_log.ts";
import { CodexLog } from "./codex_log.ts";
import { GeminiLog } from "./gemini_log.ts";
import { type Json, object, parseObject, text } from "./json.ts";
import type { LogReader } from "./log_reader.ts";

type Env = Readonly<Record<string, string>>;

/** The process whose log is looked for. */
export interface LogOwner {
  /** Its working directory. */
  cwd: string;
  /** SHA-256 of `cwd`, in hex. */
  cwdHash: string;
  /** When it was started, in milliseconds since the epoch. */
  since: number;
  /** Whether it was told to go on with an older session. */
  resumes: boolean;
}

export interface AgentLogPlace {
  /** Variables of the agent's environment that say where its folder is. */
  readonly variables: readonly string[];
  /** Folders below which its logs are; nothing else is read. */
  roots(env: Env): string[];
  /** Names on the way from a root to the log of `owner`, the last the file's. */
  path(owner: LogOwner): (string | RegExp)[];
  /** Whether a log that begins with `head`, its first lines, is of `owner`. */
  belongs(head: readonly string[], owner: LogOwner): boolean;
  reader(): LogReader;
}

const DAY = 24 * 60 * 60 * 1000;

const claude: AgentLogPlace = {
  variables: ["HOME", "CLAUDE_CONFIG_DIR", "XDG_CONFIG_HOME"],
  roots(env) {
    const own = env.CLAUDE_CONFIG_DIR;
    if (own) return [`${own}/projects`];
    return [
      ...below(env.HOME, ".claude/projects"),
      ...below(env.XDG_CONFIG_HOME, "claude/projects"),
    ];
  },
  // The folder's name is made of the project's; a long one is cut, and ends in a hash.
  path({ cwd }) {
    const name = cwd.replace(/[^A-Za-z0-9]/g, "-");
    const folder = name.length <= 200
      ? name
      : new RegExp(`^${name.slice(0, 200)}-\\w+$`);
    return [folder, /^[0-9a-f-]{36}\.jsonl$/];
  },
  belongs(head, { cwd }) {
    const told = head.map((line) => parseObject(line)?.cwd)
      .find((each) => typeof each === "string");
    return told === undefined || told === cwd;
  },
  reader: () => new ClaudeLog(),
};

const codex: AgentLogPlace = {
  variables: ["HOME", "CODEX_HOME"],
  roots({ CODEX_HOME, HOME }) {
    return CODEX_HOME
      ? [`${CODEX_HOME}/sessions`]
      : below(HOME, ".codex/sessions");
  },
  path({ since, resumes }) {
    const file = /^rollout-.*\.jsonl$/;
    if (resumes) return [/^\d{4}$/, /^\d\d$/, /^\d\d$/, file];
    // Folders are named by the local date; a session may go on for days.
    const days = [-1, 0, 1, 2, 3, 4, 5, 6, 7].map((day) =>
      new Date(since + day * DAY)
    );
    return [
      oneOf(days.map((day) => `${day.getFullYear()}`)),
      oneOf(days.map((day) => twoDigits(day.getMonth() + 1))),
      oneOf(days.map((day) => twoDigits(day.getDate()))),
      file,
    ];
  },
  belongs([line = ""], { cwd }) {
    const { type, payload } = parseObject(line) ?? {};
    const meta = object(payload);
    return type === "session_meta" && meta.cwd === cwd && !isSubagent(meta);
  },
  reader: () => new CodexLog(),
};

const gemini: AgentLogPlace = {
  variables: ["HOME", "GEMINI_CLI_HOME"],
  roots({ GEMINI_CLI_HOME, HOME }) {
    return below(GEMINI_CLI_HOME || HOME, ".gemini/tmp");
  },
  path: () => [/./, "chats", /^session-.*\.jsonl?$/],
  belongs(head, { cwdHash }) {
    const [first = ""] = head;
    const meta = parseObject(first) ?? wholeHead(head);
    return meta.projectHash === cwdHash && meta.kind !== "subagent";
  },
  reader: () => new GeminiLog(),
};

/** By the profile's name. */
export const LOG_PLACES: Readonly<Record<string, AgentLogPlace>> = {
  claude,
  codex,
  gemini,
};

/** The readers of all session logs, by the agent's name. */
export function logReaders(): { name: string; reader(): LogReader }[] {
  return Object.entries(LOG_PLACES).map(([name, { reader }]) => ({
    name,
    reader,
  }));
}

function isSubagent({ source, parent_thread_id: parent }: Json): boolean {
  return object(source).subagent !== undefined || text(parent) !== "";
}

/** What the first lines of a file say that is one indented object. */
function wholeHead(head: readonly string[]): Json {
  const pairs = head.flatMap((
    line,
  ) => [...line.matchAll(/^ {2}"(\w+)": "([^"]*)"/g)]);
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, value!]));
}

function below(folder: string | undefined, path: string): string[] {
  return folder ? [`${folder}/${path}`] : [];
}

function oneOf(names: readonly string[]): RegExp {
  return new RegExp(`^(${[...new Set(names)].join("|")})$`);
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, "0");
}
