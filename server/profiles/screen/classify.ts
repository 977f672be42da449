/**
 * What single lines are to a layout. Most lines of a screen are those of the
 * screen before, so each is looked at once.
 *
 * @module
 */
import type { Busy, Layout } from "./layout.ts";
import type { ViewRow } from "@/shared/view.ts";
import type { Line } from "./line.ts";

/** What an agent does, by one line. */
export interface Work {
  busy: Busy;
  /** What it says, without its spinner and its figures. */
  words: string;
  thought: string | undefined;
}

/** The same questions that every reader of a screen asks. */
export interface Classes {
  isNoise(line: Line): boolean;
  /** Whether it belongs to the interface, blank or not. */
  isFooter(line: Line): boolean;
  workOf(line: Line): Work | undefined;
  /** The prompt of the input box. */
  promptOf(line: Line): RegExpExecArray | null;
}

/** Answers for `layout`. */
export const classesOf: (layout: Layout) => Classes = once((layout) => ({
  isNoise: once(({ text }: Line) =>
    layout.noise.some((pattern) => pattern.test(text))
  ),
  isFooter: once(({ text, blank }: Line) =>
    blank || layout.footer.some((pattern) => pattern.test(text))
  ),
  workOf: once(({ text, blank }: Line) =>
    blank ? undefined : workOf(layout, text)
  ),
  promptOf: once(({ text }: Line) => layout.input.prompt.exec(text)),
}));

function workOf({ busy }: Layout, text: string): Work | undefined {
  for (const one of busy) {
    const match = one.pattern.exec(text);
    if (!match) continue;
    const thought = match.groups?.["thought"]?.trim();
    const words = text.replace(/^[^\p{L}]+/u, "").replace(/\s*\(.*$/u, "");
    return { busy: one, words: words.trim(), thought: thought || undefined };
  }
  return undefined;
}

/** `make`, called once for each key as long as somebody has it. */
export function once<Key extends object, Value>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const made = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const known = made.get(key);
    if (known) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}

/** Whether a row, with something in it, only belongs to the interface. */
export const interfaceOf: (layout: Layout) => (row: ViewRow) => boolean = once(
  (layout) =>
    once(({ text }: ViewRow) =>
      text !== "" && (workOf(layout, text) !== undefined ||
        layout.footer.some((pattern) => pattern.test(text)))
    ),
);
