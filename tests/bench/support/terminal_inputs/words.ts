/**
 * What lines of output are made of.
 *
 * @module
 */
import { pick } from "../../../support/seeded.ts";

/** Numbers from 0 up to 1. */
export type Random = () => number;

const WORDS = ("the request worker server client session stream buffer " +
  "connection started finished failed retrying after reading writing bytes " +
  "from to with without cache miss hit index rebuilt migration applied for " +
  "user job queue is empty full accepted closed by peer timeout waiting on " +
  "lock released acquired package resolved module compiled loaded test passed")
  .split(" ");

export const KEYS = ["id", "user", "ms", "status", "path", "size", "attempt"];

const FOLDERS = ["src", "server", "web", "tests", "lib", "node_modules", "app"];
const NAMES = ["main", "index", "router", "session", "parser", "style", "util"];
const ENDINGS = [".ts", ".rs", ".py", ".json", ".svelte", ".md", ".test.ts"];

/** One of `list`. */
export function one<T>(random: Random, list: readonly T[]): T {
  return list[pick(random, list.length)]!;
}

/** A whole number from `from` to `to`. */
export function between(random: Random, from: number, to: number): number {
  return from + pick(random, to - from + 1);
}

/** What `make` gives `from` to `to` times, one after the other. */
export function several(
  random: Random,
  [from, to]: readonly [number, number],
  make: () => string,
): string {
  return Array.from({ length: between(random, from, to) }, make).join("");
}

export function word(random: Random): string {
  return one(random, WORDS);
}

/** `from` to `to` words with spaces between them. */
export function words(random: Random, from: number, to: number): string {
  return several(random, [from, to], () => `${word(random)} `).trimEnd();
}

export function path(random: Random): string {
  const folders = several(random, [1, 3], () => `${one(random, FOLDERS)}/`);
  return folders + one(random, NAMES) + one(random, ENDINGS);
}

/** What a log says about `key`. */
export function value(random: Random, key: string): string {
  if (key === "path") return `/${path(random)}`;
  if (key === "status") return one(random, ["200", "204", "304", "404", "500"]);
  return String(pick(random, 100_000));
}

/** A time of day, in milliseconds. */
export function time(random: Random): string {
  const [hours, minutes, seconds] = [24, 60, 60]
    .map((below) => String(pick(random, below)).padStart(2, "0"));
  const milliseconds = String(pick(random, 1000)).padStart(3, "0");
  return `${hours}:${minutes}:${seconds}.${milliseconds}`;
}

/** A 24-bit colour as the parameters of SGR. */
export function trueColour(random: Random): string {
  const [red, green, blue] = [0, 0, 0].map(() => pick(random, 256));
  return `38;2;${red};${green};${blue}`;
}
