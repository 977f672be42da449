/**
 * How times, sizes and commands are written on the page.
 *
 * @module
 */
import type { Exit, Turn } from "@/shared/domain.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in two units at most: `4s`, `2m 05s`, `1h 12m`, `3d 4h`. */
export function duration(ms: number): string {
  const time = Math.max(0, ms);
  if (time < MINUTE) return `${Math.floor(time / SECOND)}s`;
  if (time < HOUR) return pair(time, [MINUTE, "m"], [SECOND, "s"]);
  if (time < DAY) return pair(time, [HOUR, "h"], [MINUTE, "m"]);
  return `${Math.floor(time / DAY)}d ${Math.floor(time % DAY / HOUR)}h`;
}

/** A length of time in one unit: `4s`, `2m`, `1h`, `3d`. */
export function brief(ms: number): string {
  const time = Math.max(0, ms);
  if (time < MINUTE) return `${Math.floor(time / SECOND)}s`;
  if (time < HOUR) return `${Math.floor(time / MINUTE)}m`;
  if (time < DAY) return `${Math.floor(time / HOUR)}h`;
  return `${Math.floor(time / DAY)}d`;
}

/** How long ago `at` was, in one unit; a date after a week. */
export function ago(at: number, now: number): string {
  if (now - at < 7 * DAY) return brief(now - at);
  return new Date(at).toLocaleDateString(undefined, { dateStyle: "medium" });
}

/** Date and time to the second, as the reader's country writes them. */
export function exact(at: number): string {
  return new Date(at).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "medium",
  });
}

/** The time of day to the minute. */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { timeStyle: "short" });
}

const UNITS = ["kB", "MB", "GB", "TB", "PB"];

/** A size in decimal units: `812 B`, `4.2 kB`, `38 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  let size = count / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toFixed(size < 9.95 ? 1 : 0)} ${UNITS[unit]}`;
}

/** A command as one could type it into a shell. */
export function commandLine(command: readonly string[]): string {
  return command.map(quote).join(" ");
}

/** The end of a path, by which people know it. */
export function place(path: string): string {
  const parts = path.split("/");
  return parts.length > 3 ? `…/${parts.slice(-2).join("/")}` : path;
}

/** How a command ended: `exit 0`, `SIGKILL`, `cause unknown`. */
export function exitText(exit: Exit | null): string {
  if (exit?.signal) return exit.signal;
  if (exit?.code !== null && exit?.code !== undefined) {
    return `exit ${exit.code}`;
  }
  return "cause unknown";
}

/** What a turn has taken, as far as it is known and worth a word: `3.4s · 1.2k tokens in, 86 out · $0.012`. */
export function turnText({ duration: ms, tokens, cost }: Turn): string {
  const parts: string[] = [];
  if (ms !== undefined && ms >= SECOND) {
    parts.push(ms < 10 * SECOND ? `${tenths(ms)}s` : duration(ms));
  }
  if (tokens) {
    parts.push(`${count(tokens.input)} tokens in, ${count(tokens.output)} out`);
  }
  if (cost !== undefined) parts.push(dollars(cost));
  return parts.join(" · ");
}

/** A count in three digits or so: `940`, `1.2k`, `38k`, `1.4M`. */
function count(value: number): string {
  if (value < 1000) return `${value}`;
  const [size, unit] = value < 999_500
    ? [value / 1000, "k"]
    : [value / 1_000_000, "M"];
  return `${size.toFixed(size < 9.95 ? 1 : 0)}${unit}`;
}

/** Cents are shown from a dollar on, two digits that count below it. */
function dollars(cost: number): string {
  if (cost >= 1 || cost === 0) return `$${cost.toFixed(2)}`;
  const digits = Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(cost))));
  return `$${cost.toFixed(digits)}`;
}

function tenths(ms: number): string {
  return (Math.floor(ms / 100) / 10).toFixed(1);
}

function pair(
  time: number,
  [big, bigName]: [number, string],
  [small, smallName]: [number, string],
): string {
  const rest = Math.floor(time % big / small).toString().padStart(2, "0");
  return `${Math.floor(time / big)}${bigName} ${rest}${smallName}`;
}

function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
