/**
 * Fewer patches that say the same.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";
import type { SegmenterEvent } from "../profiles/profile.ts";

/** Joins patches of one message that follow one another, when the later one keeps the beginning of the earlier one. */
export function joinPatches(
  events: SegmenterEvent[],
): SegmenterEvent[] {
  if (events.length < 2) return events;
  const joined: SegmenterEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    const isNext = event.type === "message" && last?.type === "message" &&
      last.patch.id === event.patch.id && event.patch.from >= last.patch.from;
    if (!isNext) joined.push(event);
    else {
      const patch = join(last.patch, event.patch);
      joined[joined.length - 1] = { type: "message", patch };
    }
  }
  return joined;
}

function join(first: MessagePatch, next: MessagePatch): MessagePatch {
  const text = first.text.slice(0, next.from - first.from) + next.text;
  // A message that is taken back loses its details too, see `applyPatch`.
  const isNothing = next.done && first.from === 0 && text === "";
  const { tool, permission } = isNothing ? next : first;
  return {
    ...(tool && { tool }),
    ...(permission && { permission }),
    ...next,
    from: first.from,
    text,
  };
}
