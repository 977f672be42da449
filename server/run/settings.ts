/**
 * The options of `streamer run`, and what they mean.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import {
  isNoticeStatus,
  NOTICE_STATUSES,
  type NoticeStatus,
} from "@/shared/notice_status.ts";
import type { Config } from "../config.ts";

export interface RunSettings {
  name?: string | undefined;
  tags: string[];
  agent?: string | undefined;
  /** Statuses to be told of, with commas between them. */
  notify?: string | undefined;
  /** Undefined: a pseudo-terminal when we have a terminal. */
  pty?: boolean | undefined;
  cwd?: string | undefined;
  /** `NAME=value`, each. */
  variables: string[];
  detach?: boolean | undefined;
  quiet?: boolean | undefined;
  /** Set in the background process of `--detach`: the session's id. */
  headless?: string | undefined;
}

export interface RunIo {
  env: Readonly<Record<string, string>>;
  print(text: string): Promise<void>;
  warn(message: string): void;
}

/** What it takes to run a command. */
export interface RunContext {
  settings: RunSettings;
  config: Config;
  io: RunIo;
}

/** @throws {StreamerError} `bad_request` when nobody knows `agent` */
export async function requireAgent(
  agent: string | undefined,
  { agents }: Config,
): Promise<void> {
  if (agent === undefined || agent in agents) return;
  // Loaded when it is asked for: every command waits for what is loaded here.
  const { profileNames } = await import("../profiles/registry.ts");
  const known = [...Object.keys(agents), ...profileNames()];
  if (known.includes(agent)) return;
  throw new StreamerError(
    "bad_request",
    `Cannot read agent "${agent}": known are ${known.join(", ")}`,
  );
}

/**
 * The statuses that `list` names, with commas between them.
 *
 * @throws {StreamerError} `bad_request` for one that nobody can be told of
 */
export function noticeStatuses(list: string): NoticeStatus[] {
  const names = list.split(",").map((name) => name.trim()).filter(Boolean);
  const wrong = names.find((name) => !isNoticeStatus(name));
  if (wrong === undefined && names.length > 0) {
    return [...new Set(names.filter(isNoticeStatus))];
  }
  throw new StreamerError(
    "bad_request",
    `Cannot tell of "${wrong ?? list}": known are ${
      NOTICE_STATUSES.join(", ")
    }`,
  );
}

/** @throws {StreamerError} `bad_request` for what is not `NAME=value` */
export function variables(pairs: string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
    throw new StreamerError(
      "bad_request",
      `Cannot use --env "${pair}": it must be NAME=value`,
    );
  }));
}
