/**
 * Output that is drawn over and over: progress, spinners, whole screens.
 *
 * @module
 */
import { pick } from "../../../support/seeded.ts";
import {
  between,
  one,
  path,
  type Random,
  several,
  time,
  word,
  words,
} from "./words.ts";

const BRAILLE = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];

/** Something that is redrawn some times, then left behind. */
export function redrawn(random: Random): string {
  const makers = [spinner, npm, cargo, pip, layers, panel, panel, top, board];
  return one(random, makers)(random);
}

/** The steps of a progress, from 0 to 1. */
function steps<T>(
  random: Random,
  [from, to]: readonly [number, number],
  draw: (share: number, index: number) => T,
): T[] {
  const count = between(random, from, to);
  return Array.from({ length: count }, (_, i) => draw((i + 1) / count, i));
}

/** `\r` and erase, a frame at a time. */
function spinner(random: Random): string {
  const text = words(random, 2, 6);
  const frames = steps(
    random,
    [8, 40],
    (_, i) => `\r\x1b[K\x1b[36m${BRAILLE[i % BRAILLE.length]}\x1b[39m ${text}`,
  );
  return `${frames.join("")}\r\x1b[K\x1b[32m✔\x1b[39m ${text}\n`;
}

/** To the first column, erase, draw. */
function npm(random: Random): string {
  const frames = steps(
    random,
    [8, 30],
    (_, i) =>
      `\x1b[2K\x1b[1G${BRAILLE[i % BRAILLE.length]} reify:${word(random)}: ${
        one(random, ["timing", "http fetch", "sill"])
      } ${words(random, 1, 4)}`,
  );
  return `${frames.join("")}\x1b[2K\x1b[1Gadded ${
    pick(random, 900)
  } packages\n`;
}

/** Finished crates above a bar that stays at the bottom. */
function cargo(random: Random): string {
  return steps(random, [6, 25], (share) => {
    const bar = "=".repeat(Math.round(share * 26)).padEnd(27);
    return `\r\x1b[K\x1b[1m\x1b[32m   Compiling\x1b[0m ${word(random)} v0.${
      pick(random, 90)
    }.1\n\x1b[1m\x1b[36m    Building\x1b[0m [${bar}] ${
      Math.round(share * 90)
    }/90: ${word(random)}, ${word(random)}`;
  }).join("") + "\r\x1b[K\x1b[1m\x1b[32m    Finished\x1b[0m dev in 4.2s\n";
}

/** A bar that only `\r` takes back. */
function pip(random: Random): string {
  return steps(random, [10, 50], (share) => {
    const done = Math.round(share * 40);
    return `\r   \x1b[38;2;249;38;114m${"━".repeat(done)}\x1b[0m\x1b[38;5;237m${
      "━".repeat(40 - done)
    }\x1b[0m \x1b[32m${(share * 9).toFixed(1)}/9.0 MB\x1b[0m \x1b[31m${
      between(random, 1, 9)
    }.${pick(random, 9)} MB/s\x1b[0m`;
  }).join("") + "\n";
}

/** Docker: up to the line of a layer, erase it, write it, and down again. */
function layers(random: Random): string {
  const names = Array.from(
    { length: between(random, 3, 8) },
    () => pick(random, 2 ** 30).toString(16).padStart(12, "0"),
  );
  const lines = names.map((name) => `${name}: Pulling fs layer\n`).join("");
  return lines + steps(random, [10, 40], (share) => {
    const up = between(random, 1, names.length);
    const bar = `${"=".repeat(Math.round(share * 48))}>`.padEnd(50);
    return `\x1b[${up}A\x1b[2K\r${names.at(-up)}: Downloading [${bar}] ${
      share.toFixed(2)
    }MB/1MB\r\x1b[${up}B`;
  }).join("") + "Status: Downloaded newer image\n";
}

/** Programs made with Ink: erase line by line upwards, then draw a box anew. */
function panel(random: Random): string {
  const height = between(random, 3, 8);
  const erase = "\x1b[2K\x1b[1A".repeat(height + 1) + "\x1b[2K\x1b[G";
  const rule = "─".repeat(58);
  return steps(random, [4, 12], (_, i) => {
    const rows = several(
      random,
      [height - 1, height - 1],
      () =>
        `│ \x1b[1m${word(random)}\x1b[22m ${
          words(random, 2, 5).padEnd(48)
        }\x1b[2m│\x1b[22m\n`,
    );
    return `${i === 0 ? "" : erase}╭${rule}╮\n${rows}╰${rule}╯\n\x1b[35m${
      BRAILLE[i % BRAILLE.length]
    }\x1b[39m ${
      words(random, 1, 4)
    }… \x1b[2m(${i}s · esc to interrupt)\x1b[22m\n`;
  }).join("");
}

/** `top`: home, then line after line, each erased to its end. */
function top(random: Random): string {
  const screens = steps(
    random,
    [1, 3],
    () =>
      `\x1b[H\x1b[?25ltop - ${time(random)} up 3 days, load average: 0.${
        pick(random, 99)
      }\x1b[K\r\n\x1b[7m    PID USER      %CPU  %MEM COMMAND\x1b[27m\x1b[K\r\n` +
      several(
        random,
        [22, 22],
        () =>
          `${String(pick(random, 99_999)).padStart(7)} root     ${
            (random() * 99).toFixed(1).padStart(5)
          } ${(random() * 9).toFixed(1).padStart(5)} ${path(random)}\x1b[K\r\n`,
      ) +
      "\x1b[J",
  );
  return `${screens.join("")}\x1b[?25h\n`;
}

/** A full-screen program that writes cells here and there by their address. */
function board(random: Random): string {
  const frame = Array.from(
    { length: 24 },
    (_, row) =>
      `\x1b[${row + 1};1H\x1b[38;5;240m│\x1b[m${words(random, 3, 7)}\x1b[${
        row + 1
      };80H\x1b[38;5;240m│\x1b[m`,
  );
  const cells = several(
    random,
    [30, 120],
    () =>
      `\x1b[${between(random, 1, 24)};${between(random, 2, 70)}H\x1b[${
        between(random, 31, 36)
      }m${one(random, ["█", "▓", "▁", "42", "ok", word(random)])}\x1b[m`,
  );
  return `\x1b[?1049h\x1b[H\x1b[2J${frame.join("")}${cells}\x1b[?1049l\n`;
}
