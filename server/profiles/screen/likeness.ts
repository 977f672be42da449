/**
 * Whether what an agent says of a message, and what its screen shows, are the
 * same message.
 *
 * @module
 */
import type { MessageKind, ToolCall } from "@/shared/domain.ts";
import { sameStart } from "../same_start.ts";

/** Letters in common that make two texts one. */
const ENOUGH = 30;

/** What is stated. */
interface Stated {
  kind: MessageKind;
  text: string;
  tool?: ToolCall | undefined;
}

/** What is seen. */
interface Shown {
  kind: MessageKind;
  lines: readonly string[];
}

/** Markdown is drawn without its marks, so only letters and digits count. */
export function isAlike(stated: Stated, shown: Shown): boolean {
  if (stated.kind !== shown.kind) return false;
  const seen = letters(shown.lines.join(" "));
  if (seen === "") return false;
  if (stated.kind === "tool") return isSameCall(stated, seen);
  const told = letters(stated.text);
  if (told === seen) return true;
  const common = sameStart(told, seen);
  return common >= ENOUGH ||
    (common > 0 && common * 10 >= Math.min(told.length, seen.length) * 9);
}

function isSameCall({ text, tool }: Stated, seen: string): boolean {
  const input = letters(tool?.input ?? text);
  if (input === "") return seen.startsWith(letters(tool?.name ?? text));
  return seen.includes(input.slice(0, ENOUGH)) || input.includes(seen);
}

/** Letters and digits: what marks and white space do not change. */
export function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
