/**
 * Every profile there is, the most particular first. A new one is a file, and
 * a line here.
 *
 * @module
 */
import { aider } from "./aider.ts";
import { amazonq } from "./amazonq.ts";
import { amp } from "./amp.ts";
import { auggie } from "./auggie.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { copilot } from "./copilot.ts";
import { cursor } from "./cursor.ts";
import { gemini } from "./gemini.ts";
import { goose } from "./goose.ts";
import { opencode } from "./opencode.ts";
import { plain } from "./plain.ts";
import type { Profile } from "./profile.ts";
import { shell } from "./shell.ts";

const PROFILES: readonly Profile[] = [
  claude,
  codex,
  gemini,
  aider,
  amazonq,
  amp,
  auggie,
  copilot,
  cursor,
  goose,
  opencode,
  shell,
  plain,
];

/** What `--agent` may name; `own` are those of the configuration. */
export function profileNames(own: readonly Profile[] = []): string[] {
  return [...own, ...PROFILES].map(({ name }) => name);
}

/**
 * The profile called `name`, or else the first that knows `command`, those of
 * the configuration first. A name that nobody has is no error: it may come from
 * a newer feeder.
 */
export function pickProfile(
  command: readonly string[],
  name?: string,
  own: readonly Profile[] = [],
): Profile {
  const all = [...own, ...PROFILES];
  return all.find((profile) => profile.name === name) ??
    all.find((profile) => profile.matches(command)) ?? plain;
}

/** The agent that `text`, what a screen shows, is of; undefined when none is known by it. */
export function recognize(
  text: string,
  own: readonly Profile[] = [],
): Profile | undefined {
  return [...own, ...PROFILES].find(({ signature }) => signature?.test(text));
}
