/**
 * Logs, plain and coloured.
 *
 * @module
 */
import { pick } from "../../../support/seeded.ts";
import {
  between,
  KEYS,
  one,
  path,
  type Random,
  several,
  time,
  trueColour,
  value,
  word,
  words,
} from "./words.ts";

const LEVELS = ["TRACE", "DEBUG", " INFO", " INFO", " INFO", " WARN", "ERROR"];

/** SGR parameters by level. */
const COLOURS: Record<string, string> = {
  TRACE: "35",
  DEBUG: "34",
  " INFO": "32",
  " WARN": "33",
  ERROR: "1;31",
};

/** ASCII of 60 to 120 columns, as a server without colours writes it. */
export function plainLine(random: Random): string {
  const columns = between(random, 60, 120);
  let line = `2026-11-21T${time(random)}Z ${one(random, LEVELS)} `;
  while (line.length < columns) line += `${word(random)} `;
  return `${line.slice(0, columns - 1)}.\n`;
}

/** A line as one of several popular loggers colours it, now and then without colour. */
export function colouredLine(random: Random): string {
  const makers = [tracing, tracing, pretty, compose, palette, plainLine];
  return one(random, makers)(random);
}

/** Rust's tracing: dim time, coloured level, dim target, italic keys. */
function tracing(random: Random): string {
  const level = one(random, LEVELS);
  const fields = several(random, [0, 3], () => {
    const key = one(random, KEYS);
    return ` \x1b[3m${key}\x1b[0m\x1b[2m=\x1b[0m${value(random, key)}`;
  });
  return `\x1b[2m2026-11-21T${time(random)}Z\x1b[0m \x1b[${
    COLOURS[level]
  }m${level}\x1b[0m \x1b[2m${word(random)}::${word(random)}:\x1b[0m ${
    words(random, 4, 10)
  }${fields}\n`;
}

/** pino-pretty and its like. */
function pretty(random: Random): string {
  const level = one(random, LEVELS);
  return `[${time(random)}] \x1b[${COLOURS[level]}m${level.trim()}\x1b[39m (${
    word(random)
  }/${pick(random, 40_000)}): \x1b[36m${words(random, 4, 12)}\x1b[39m\n`;
}

/** Docker Compose: the service in a colour of its own, then what it wrote. */
function compose(random: Random): string {
  const service = pick(random, 6);
  return `\x1b[${31 + service}m${
    ["web", "api", "worker", "redis", "proxy", "db"][service]!.padEnd(7)
  }| \x1b[0m${time(random)} ${words(random, 6, 14)}\n`;
}

/** 256 and 24-bit colours. */
function palette(random: Random): string {
  const level = one(random, LEVELS);
  return `\x1b[38;5;${pick(random, 256)}m${time(random)}\x1b[0m \x1b[1m\x1b[${
    trueColour(random)
  }m${level}\x1b[0m ${words(random, 4, 9)} \x1b[4m${path(random)}\x1b[24m:${
    pick(random, 900)
  }\n`;
}
