/**
 * Which kinds of messages are wanted, as options say it.
 *
 * @module
 */
import type { MessageKind } from "@/shared/domain.ts";

/** Every kind. Written here because the schemas take long to load. */
export const MESSAGE_KINDS = Object.keys(
  {
    question: true,
    answer: true,
    thinking: true,
    tool: true,
    permission: true,
    notice: true,
  } satisfies Record<MessageKind, true>,
) as readonly MessageKind[];

/** Kinds that are left out have false, as commander reads `--no-thinking`. */
export type KindFlags = Partial<Record<MessageKind, boolean>>;

/**
 * The kinds in `list` (such as `question,answer`; all when it is undefined)
 * without those that `flags` leave out; or the word in `list` that is no kind.
 */
export function wantedKinds(
  list: string | undefined,
  flags: KindFlags,
): ReadonlySet<MessageKind> | { unknown: string } {
  const words = list?.split(",").map((word) => word.trim()) ?? MESSAGE_KINDS;
  const unknown = words.find((word) => !isKind(word));
  if (unknown !== undefined) return { unknown };
  return new Set(words.filter(isKind).filter((kind) => flags[kind] !== false));
}

function isKind(word: string): word is MessageKind {
  return MESSAGE_KINDS.some((kind) => kind === word);
}
