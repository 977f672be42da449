/**
 * How one agent lays out a conversation, and how it is answered.
 *
 * @module
 */
import type { MessagePatch, Statement, Status, Turn } from "@/shared/domain.ts";
import type { View } from "@/shared/view.ts";

/** One reading of the terminal, without escape codes. */
export type Reading =
  /** Lines that are complete, each with its `\n`. They take the place of the last `partial`. */
  | { type: "lines"; text: string }
  /**
   * What is still being written, as it stands; empty when it was erased. It
   * takes the place of the last one. More than one line when standard output
   * and standard error both have one that is not complete, or when a program
   * draws on the screen: then these are the rows that may still change.
   */
  | { type: "partial"; text: string }
  /**
   * The alternate screen, which a program draws on, as it stands: rows, each
   * with its `\n`. It takes the place of the last one, until one says that it
   * was `left`.
   */
  | { type: "screen"; text: string; left: boolean }
  /** The terminal with its positions and styles, for profiles that read the screen. */
  | { type: "view"; view: View }
  /** Nothing more is drawn for now: the last view is to be read as it is. */
  | { type: "rest" }
  /** What people typed, as it was sent to the process. */
  | { type: "typed"; text: string }
  /** Output that is not text, in bytes. */
  | { type: "binary"; bytes: number }
  /** What a program says of itself beside its text, in its place within it. */
  | { type: "mark"; mark: Mark }
  /** What the agent itself has written of its conversation. */
  | { type: "statements"; statements: readonly Statement[] };

/** What a program tells the terminal in an operating system command (OSC) or by its bell. */
export type Mark =
  /** OSC 0 and 2: the window's title. */
  | { type: "title"; text: string }
  /** OSC 9, 99 and 777: a notice for the person. */
  | { type: "notice"; text: string }
  /** OSC 9;4: progress; `state` 0 ends it, 1 is at `percent`, 2 failed, 3 goes on without a measure, 4 waits. */
  | { type: "progress"; state: number; percent: number }
  | { type: "bell" }
  /**
   * OSC 7501: what the program does, `working`, `idle`, `done`, `blocked` or
   * `clear`; blocked by what (`permission`), and what it asks.
   */
  | { type: "state"; state: string; kind?: string; message?: string }
  /**
   * OSC 133 and 633, semantic prompts: `A` the prompt begins, `B` the command
   * line begins, `C` its output begins, `D` it has ended.
   */
  | { type: "prompt"; part: "A" | "B" | "C"; command?: string }
  | { type: "prompt"; part: "D"; exit: number | null }
  /** OSC 7 and 633;P;Cwd: the folder that the shell is in. */
  | { type: "cwd"; path: string };

/** What the program shows itself to be doing, and by which sign. */
export interface Sign {
  status: Exclude<Status, "stuck" | "exited">;
  /** Which mark, row or title shows it, in a few words. */
  evidence: string;
  /** Nothing on the screen would end it: output and silence say what comes next. */
  lapses?: true;
}

/** What a segmenter finds out. */
export type SegmenterEvent =
  | { type: "message"; patch: MessagePatch }
  /** A turn is complete; what the agent does not tell is left out. */
  | { type: "turn"; turn: Turn }
  /** Given when it changes. */
  | { type: "sign"; sign: Sign }
  /** What stands in the agent's input box now. */
  | { type: "draft"; text: string };

/** Turns readings into messages and signs. Pure: no clock, no streams, no I/O. */
export interface Segmenter {
  read(reading: Reading): SegmenterEvent[];
  /** The session has ended: closes what is open. */
  end(): SegmenterEvent[];
}

/** Where a segmenter goes on when a session is taken up again. */
export interface SegmenterStart {
  /** The last message id in use, 0 for a new session. */
  lastId: number;
  /** The last turn, 0 for a new session. */
  turn: number;
}

/**
 * What a profile reads: complete lines, the screen with its positions, or JSON
 * on standard output, an object a line.
 */
export type ProfileView = "lines" | "screen" | "json";

/** How a text is given to an agent so that it takes it as one message. */
export interface SendRecipe {
  /** Whether text of several lines goes in as a bracketed paste (`ESC [ 200 ~`). */
  paste: "always" | "multiline" | "never";
  /** What stands for a line break where nothing is pasted. */
  newline: string;
  /** What sends the message: usually `\r`. */
  enter: string;
  /** Milliseconds between the text and `enter`: agents take what comes at once for a paste. */
  pause: number;
  /** How a permission is answered: by typing the choice's key, by that and `enter`, or by moving to it with the arrows, down or to the right. */
  choose: "key" | "key-enter" | "arrows" | "right-arrows";
}

/** One agent. One file each, listed in `registry.ts`. */
export interface Profile {
  readonly name: string;
  /** Whether `command` starts this agent. */
  matches(command: readonly string[]): boolean;
  /** How the output of `command` is read. */
  view(command: readonly string[]): ProfileView;
  /** `command` may hold the first question, and say how the output is written. */
  segmenter(
    start: SegmenterStart,
    view: ProfileView,
    command: readonly string[],
  ): Segmenter;
  readonly send: SendRecipe;
  /** By what it is known on a screen, whatever command has started it. */
  readonly signature?: RegExp;
}
