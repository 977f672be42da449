/**
 * JSON of which nobody knows what is in it.
 *
 * @module
 */

export type Json = Readonly<Record<string, unknown>>;

/** The object that `line` is; undefined when it is none. */
export function parseObject(line: string): Json | undefined {
  if (!/^\s*\{/.test(line)) return undefined;
  try {
    return object(JSON.parse(line));
  } catch {
    // A line that was cut, or that is something else.
    return undefined;
  }
}

/** `value` if it is an object, else an empty one. */
export function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Json
    : {};
}

/** `value` if it is a list, else an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `value` if it is text, else an empty one. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `value` as a whole number that is not negative, else 0. */
export function count(value: unknown): number {
  return typeof value === "number" && value > 0 && value < 2 ** 53
    ? Math.round(value)
    : 0;
}

/** Milliseconds since the epoch of an ISO 8601 time; null when it is none. */
export function timeOf(value: unknown): number | null {
  const time = Date.parse(text(value));
  return Number.isNaN(time) ? null : time;
}

/** The text of a content block, or of several: strings, and what has a `text`. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return text(object(content).text);
  return content.map(textOf).filter((part) => part !== "").join("\n");
}
