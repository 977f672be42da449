/**
 * How large messages are, for everything that keeps or sends a bounded amount
 * of them.
 *
 * @module
 */
import type { Message } from "./domain.ts";

/** UTF-16 units of all that a message, or a patch, says. */
export function messageUnits(
  { text, tool, permission }: Pick<Message, "text" | "tool" | "permission">,
): number {
  let units = text.length;
  if (tool) units += tool.name.length + tool.input.length + tool.result.length;
  for (const { key, label } of permission?.choices ?? []) {
    units += key.length + label.length;
  }
  return units;
}
