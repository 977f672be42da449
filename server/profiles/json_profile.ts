/**
 * Agents' JSON, known by what it looks like.
 *
 * @module
 */
import { JsonSegmenter } from "./json_segmenter.ts";
import { jsonReaders } from "./logs/json_output.ts";
import type { LogReader } from "./logs/log_reader.ts";
import { logReaders } from "./logs/places.ts";
import type { Profile } from "./profile.ts";
import { SEND_BOX } from "./recipes.ts";

/** Lines that are tried. */
const MAX_LINES = 200;

/**
 * The profile for a text that begins with lines of JSON, as the agent called
 * `name`, or any, prints them or keeps them in its session log. Undefined when
 * it is no such text.
 */
export function recognizeJson(
  text: string,
  name?: string,
): Profile | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const lines = text.split("\n", MAX_LINES);
  let most = 0;
  let found: { name: string; reader(): LogReader } | undefined;
  for (const one of [...logReaders(), ...jsonReaders()]) {
    if (name !== undefined && one.name !== name) continue;
    const reader = one.reader();
    const told = [
      ...lines.flatMap((line) => reader.read(line)),
      ...reader.end(),
    ]
      .length;
    if (told > most) {
      most = told;
      found = one;
    }
  }
  return found && jsonProfile(found);
}

function jsonProfile(
  { name, reader }: { name: string; reader(): LogReader },
): Profile {
  return {
    name,
    matches: () => false,
    view: () => "json",
    segmenter: (start) =>
      new JsonSegmenter(start, { command: [], reader: reader() }),
    send: SEND_BOX,
  };
}
