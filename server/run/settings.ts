/**
 * The options of `streamer run`, and what they mean.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { Config } from "../config.ts";
import { profileNames } from "../profiles/registry.ts";

export interface RunSettings {
  name?: string | undefined;
  tags: string[];
  agent?: string | undefined;
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
export function requireAgent(agent: string | undefined): void {
  const known = profileNames();
  if (agent === undefined || known.includes(agent)) return;
  throw new StreamerError(
    "bad_request",
    `Cannot read agent "${agent}": known are ${known.join(", ")}`,
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
