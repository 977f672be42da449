/**
 * A message as a line of JSON, the same wherever messages are printed.
 *
 * @module
 */
import type { Message } from "@/shared/domain.ts";

/** What is printed of a message. */
export type LineMessage = Pick<
  Message,
  "id" | "kind" | "text" | "source" | "turn" | "at" | "tool" | "permission"
>;

/** `message` with its line feed. `at`, `tool` and `permission` are there only where the message has them. */
export function messageLine(
  message: Omit<LineMessage, "at"> & { at?: number },
): string {
  const { id, kind, text, source, turn, at, tool, permission } = message;
  const line = { id, kind, text, source, turn, at, tool, permission };
  return `${JSON.stringify(line)}\n`;
}
