/**
 * Output that changes its colour every few characters.
 *
 * @module
 */
import { pick } from "../../../support/seeded.ts";
import {
  one,
  path,
  type Random,
  several,
  trueColour,
  word,
  words,
} from "./words.ts";

const KEYWORDS = ["const", "return", "if", "await", "function", "export"];
const SIGNS = ["(", ")", " = ", ".", ", ", ";", " => ", "{", "}"];

/** A theme's colours, as 24-bit highlighters write them. */
const THEME = ["249;38;114", "230;219;116", "166;226;46", "174;129;255"];

export function denseLine(random: Random): string {
  const makers = [listing, source, source, wordDiff, found, rainbow];
  return one(random, makers)(random);
}

/** `ls --color -C`. */
function listing(random: Random): string {
  const colours = ["01;34", "01;32", "01;36", "00", "01;31", "38;5;244"];
  return several(
    random,
    [3, 8],
    () =>
      `\x1b[${one(random, colours)}m${word(random)}\x1b[0m${
        one(random, ["  ", "   ", "\t"])
      }`,
  ) + "\n";
}

/** Source text through a highlighter such as bat. */
function source(random: Random): string {
  const indent = " ".repeat(2 * pick(random, 4));
  return `\x1b[38;5;238m${pick(random, 900)}\x1b[0m ${indent}` +
    several(random, [5, 14], () => {
      const text = one(random, [one(random, KEYWORDS), word(random)]);
      return `\x1b[38;2;${one(random, THEME)}m${text}\x1b[0m` +
        `\x1b[38;2;248;248;242m${one(random, SIGNS)}\x1b[0m`;
    }) + "\n";
}

/** `git diff --color-words`. */
function wordDiff(random: Random): string {
  return several(random, [4, 9], () =>
    one(random, [
      `${word(random)} `,
      `\x1b[31m${word(random)}\x1b[m `,
      `\x1b[32m${word(random)}\x1b[m `,
    ])) + "\n";
}

/** `grep --color -n`, which erases to the end of the line after each colour. */
function found(random: Random): string {
  return `\x1b[35m\x1b[K${
    path(random)
  }\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K` +
    `\x1b[32m\x1b[K${
      pick(random, 900)
    }\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K` +
    `${words(random, 1, 4)} \x1b[01;31m\x1b[K${word(random)}\x1b[m\x1b[K ${
      words(random, 1, 4)
    }\n`;
}

/** A colour a character, as lolcat and gradient banners have it. */
function rainbow(random: Random): string {
  const text = words(random, 3, 6);
  return [...text].map((char) => `\x1b[${trueColour(random)}m${char}`).join(
    "",
  ) +
    "\x1b[39m\n";
}
