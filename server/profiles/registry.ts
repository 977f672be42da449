/**
 * Every profile there is, the most particular first. A new one is a file, and
 * a line here.
 *
 * @module
 */
import { plain } from "./plain.ts";
import type { Profile } from "./profile.ts";

const PROFILES: readonly Profile[] = [plain];

/** What `--agent` may name. */
export function profileNames(): string[] {
  return PROFILES.map(({ name }) => name);
}

/**
 * The profile called `name`, or else the first that knows `command`. A name
 * that nobody has is no error: it may come from a newer feeder.
 */
export function pickProfile(
  command: readonly string[],
  name?: string,
): Profile {
  return PROFILES.find((profile) => profile.name === name) ??
    PROFILES.find((profile) => profile.matches(command)) ?? plain;
}
