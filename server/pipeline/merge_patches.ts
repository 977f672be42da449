/**
 * Fewer patches that say the same.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";

/** Joins patches of one message that follow one another, when the later one keeps the beginning of the earlier one. */
export function mergePatches(
  patches: readonly MessagePatch[],
): readonly MessagePatch[] {
  if (patches.length < 2) return patches;
  const merged: MessagePatch[] = [];
  for (const patch of patches) {
    const last = merged.at(-1);
    if (last?.id !== patch.id || patch.from < last.from) {
      merged.push(patch);
      continue;
    }
    const kept = last.text.slice(0, patch.from - last.from);
    merged[merged.length - 1] = {
      ...patch,
      from: last.from,
      text: kept + patch.text,
    };
  }
  return merged;
}
