/**
 * Which keys enter a text or pick a choice.
 *
 * @module
 */
import type { Permission } from "@/shared/domain.ts";
import type { SendRecipe } from "../profiles/profile.ts";

/** Bracketed paste: what stands between these is text and no keys (xterm, "Bracketed Paste Mode"). */
const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";

/** Either of them in a text, with the one-character CSI too. */
// deno-lint-ignore no-control-regex
const PASTE_MARKS = /(?:\x1b\[|\x9b)20[01]~/g;

/** What would be a key or a command to the terminal: controls but for line break and tab. */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

const DOWN = "\x1b[B";
const RIGHT = "\x1b[C";

/** `text` as a message: line breaks are `\n`, none at its end, and nothing in it acts as a key. */
export function messageText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(PASTE_MARKS, "")
    .replace(CONTROLS, "").trimEnd();
}

/** The recipe where standard input is a pipe: a program there reads lines and knows no keys. */
export function pipeRecipe(recipe: SendRecipe): SendRecipe {
  return { ...recipe, paste: "never", newline: "\n", enter: "\n", pause: 0 };
}

/** The keys that write `text` without sending it. */
export function textKeys(text: string, recipe: SendRecipe): string {
  const { paste, newline } = recipe;
  const pastes = paste === "always" ||
    (paste === "multiline" && text.includes("\n"));
  if (!pastes) return text.replaceAll("\n", newline);
  // Terminals give line breaks of what is pasted as the Enter key.
  return PASTE_START + text.replaceAll("\n", "\r") + PASTE_END;
}

/** The keys that pick a choice, in the order in which they are pressed. */
export function choiceKeys(
  { choices }: Permission,
  key: string,
  { choose, enter }: SendRecipe,
): string[] {
  switch (choose) {
    case "key":
      return [key];
    case "key-enter":
      return [key, enter];
    case "arrows":
    case "right-arrows": {
      // Menus open with their first choice marked.
      const steps = Math.max(0, choices.findIndex((one) => one.key === key));
      const arrow = choose === "arrows" ? DOWN : RIGHT;
      return [...Array<string>(steps).fill(arrow), enter];
    }
  }
}

/**
 * The key of the choice that `words` name: its key, its label, its place from
 * 1, or the beginning of one label alone. Undefined when none or several fit.
 */
export function findChoice(
  { choices }: Permission,
  words: string,
): string | undefined {
  const wanted = words.trim().toLowerCase();
  const exact = choices.find(({ key }) => key === words) ??
    choices.find(({ key }) => key.toLowerCase() === wanted) ??
    choices.find(({ label }) => label.toLowerCase() === wanted) ??
    (/^\d+$/.test(wanted) ? choices[Number(wanted) - 1] : undefined);
  if (exact || wanted === "") return exact?.key;
  const [first, second] = choices.filter(({ label }) =>
    label.toLowerCase().startsWith(wanted)
  );
  return second ? undefined : first?.key;
}
