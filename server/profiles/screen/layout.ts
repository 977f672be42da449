/**
 * What one agent's screen looks like, as data: how its messages begin, where
 * its input box is, and by which rows it shows what it does.
 *
 * @module
 */
import type { MessageKind, Status } from "@/shared/domain.ts";

/** How a message begins. What `pattern` matches is not part of its text. */
export interface Start {
  kind: MessageKind;
  /** Tried at the beginning of a row. */
  pattern: RegExp;
  /** Only for rows within a box, whose edges are taken off; absent: only outside. */
  boxed?: true;
  /** The sum of `LOOK`s that all letters of the row must have. */
  look?: number;
  /** Whether its row must not have a background of its own. */
  unfilled?: true;
  /**
   * Which rows go on with it: those that are `indented` at least as far as its
   * text, those that are `deeper` in than its first row, `any` until the next
   * start, those that are in the same box (`boxed`), those that begin with
   * `pattern` too (`marked`), those that begin with its `rail` (`railed`), or
   * `none`. Absent: `any`.
   */
  goesOn?:
    | "indented"
    | "deeper"
    | "any"
    | "boxed"
    | "marked"
    | "railed"
    | "none";
  /** Only behind a message of one of these kinds; absent: anywhere. */
  after?: readonly MessageKind[];
  /** What stands before each of its rows, and is not part of its text. */
  rail?: RegExp;
  /** Whether a blank row ends it, and what follows stands for itself. */
  endsAtBlank?: true;
}

/** A row by which an agent shows what it does. */
export interface Busy {
  pattern: RegExp;
  status: Extract<Status, "working" | "thinking" | "starting">;
  /** Why it is believed. The group `thought` of the pattern says what it thinks about. */
  evidence: string;
}

/** A title of the window by which an agent shows what it does. */
export interface Title {
  pattern: RegExp;
  status: Extract<Status, "working" | "idle" | "needs_permission">;
}

/** The box, or the line, that people write into. */
export interface InputBox {
  /** The row that shows the prompt; group `draft` is what stands behind it. */
  prompt: RegExp;
  /** Whether there are edges or rules above and below it. */
  framed: boolean;
  /** A draft that is only a hint of what to write. */
  hint?: RegExp;
  /** A side that it has in place of edges: what stands before each of its rows. */
  side?: RegExp;
  /** Whether it is a line that is only there while the agent waits, as in a shell: the one that the cursor is in. */
  line?: true;
  /** Whether nothing of the conversation ever stands below it. */
  last?: true;
  /** Most rows between a rule and the prompt that belong to it, such as the files in use. */
  lead?: number;
}

/** One agent's screen. */
export interface Layout {
  /** Tried in this order. */
  starts: readonly Start[];
  /** Whether rows that nothing begins are an answer, once a question was asked. */
  unmarked?: true;
  /** Whether the question stays in the top row while its answer scrolls on below it. */
  sticky?: true;
  /** Whether the lines of code in answers are numbered. */
  numbered?: true;
  /** Rows of the conversation that say nothing: rules, durations, tips. */
  noise: readonly RegExp[];
  input: InputBox;
  /** Rows around the input box: its status bar, its hints. */
  footer: readonly RegExp[];
  busy: readonly Busy[];
  titles?: readonly Title[];
  /** What a permission question says; the usual words are known anyway. */
  asks?: RegExp;
  /** A question that is answered with a letter behind it, such as `[y/n]:`. */
  asksInline?: RegExp;
  /**
   * A choice without a number, in a row of its own; groups `label`, `mark` when
   * it is the marked one, and `key` when a key picks it. Below a row of `asks`.
   */
  choice?: RegExp;
  /** Choices beside each other, in group `choices`, at least two blanks apart. Below a row of `asks`. */
  choiceBar?: RegExp;
  /** First lines of messages of the kind `answer` that are tools; group `name` and `input` where they can be told. */
  tool?: RegExp;
  /** How the first line of a tool names it, groups `name` and `input`; absent: as in `tool`. */
  call?: RegExp;
  /** The second line of a message that is a tool. */
  toolResult?: RegExp;
  /** Texts by which this agent is known on a screen, whatever command has started it. */
  signature?: RegExp;
}
