/**
 * How one agent is prepared and used.
 *
 * @module
 */

/** Where an agent finds itself in a recording. */
export interface Place {
  home: string;
  project: string;
  /** Address of the model's stand-in. */
  url: string;
}

/** What the recorder has to know of an agent. */
export interface Agent {
  readonly name: string;
  /** Name of the program in the folder of programs. */
  readonly program: string;
  /** Arguments that it always gets, not worth telling. */
  readonly hidden?: readonly string[];
  /** Writes its settings. */
  prepare(place: Place): Promise<void>;
  environment(place: Place): Record<string, string>;
  /** Found in the screen's text once a question can be typed. */
  readonly ready: RegExp;
  /** Keys that begin a new line in a question. */
  readonly newline: string;
  /** What is typed, one after the other, to leave it. */
  readonly leave: readonly string[];
  readonly dialog: Dialog;
  /** Its session log below the home, if it writes one of JSON lines. */
  readonly log?: RegExp;
}

/** Its question whether it may do something. */
export interface Dialog {
  /** Found in the screen's text while it is shown; the first group is what it asks. */
  readonly shown: RegExp;
  /** The labels, in case they are always the same and stand on one row. */
  readonly choices?: readonly string[];
  readonly yes: { keys: string; label: RegExp };
  readonly no: { keys: string; label: RegExp };
}

/** Writes a file and the folders above it. */
export async function writeFile(path: string, text: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, text);
}
