/**
 * An agent of one's own, described by patterns: what `[agents.NAME]` in the
 * configuration and the file of `streamer segment --agent-file` hold.
 *
 * @module
 */
import * as z from "zod";

/** A regular expression, as JavaScript writes them, with the flag `u`. */
const Pattern = z.string().min(1).max(2000).refine(isPattern, {
  error: "it is not a valid regular expression",
});

/** One pattern or several. */
const Patterns = z.union([Pattern, z.array(Pattern).max(100)]);

/** How the agent's screen looks, row by row, without the boxes that are drawn around text. */
export const AgentSettings = z.strictObject({
  /** Names of the programs that are this agent; its own name when there is no other. */
  programs: z.array(z.string().min(1)).min(1).max(20).optional(),
  /** How a row begins with which a message begins. What matches is not part of its text. */
  question: Patterns,
  answer: Patterns.optional(),
  thinking: Patterns.optional(),
  tool: Patterns.optional(),
  notice: Patterns.optional(),
  /** Whether what nothing begins is an answer, once something was asked. */
  unmarked: z.boolean().optional(),
  /** The row that people write into; the group `draft` is what stands there. */
  prompt: Pattern,
  /** Whether it is in a box, or between rules. */
  framed: z.boolean().optional(),
  /** What stands in it while nothing is written. */
  hint: Pattern.optional(),
  /** Rows that are no part of the conversation. */
  noise: Patterns.optional(),
  /** Rows around the input box: a status bar, hints. */
  footer: Patterns.optional(),
  /** Rows by which it shows that it works, or thinks; the group `thought` is what it thinks. */
  working: Patterns.optional(),
  thinks: Patterns.optional(),
  /** What it says when it asks for permission, beside the usual words. */
  asks: Pattern.optional(),
  /** The same in a row that ends in letters to choose from; the group `keys` is those, such as `y/n`. */
  asks_inline: Pattern.optional(),
  /** By what it is known on a screen, whatever command has started it. */
  signature: Pattern.optional(),
  /** What sends a message; `\r` when it is left out. */
  enter: z.string().min(1).max(20).optional(),
  /** How a permission is answered; left out, by the choice's key, and Enter behind it with `asks_inline`. */
  choose: z.enum(["key", "key-enter", "arrows", "right-arrows"]).optional(),
});
export type AgentSettings = z.infer<typeof AgentSettings>;

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
