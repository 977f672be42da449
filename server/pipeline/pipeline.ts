/**
 * The straight line from a session's events to its messages. Read this first.
 *
 * output → {@linkcode MarkSplitter} (marks in their place) → {@linkcode Lines} or {@linkcode Views} (text without escape codes) → the profile's
 * segmenter → message patches, turns and signs of what the program does. What
 * people type, and what the agent's own log says, enters at the segmenter, in
 * its order.
 *
 * @module
 */
import type { OutputStream, SessionEvent, Size } from "@/shared/domain.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import type {
  Profile,
  ProfileView,
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
  SendRecipe,
} from "../profiles/profile.ts";
import { JsonLines } from "./json_lines.ts";
import { Lines } from "./lines.ts";
import { joinPatches } from "./join_patches.ts";
import { MarkSplitter } from "./marks.ts";
import type { Readings } from "./readings.ts";
import { Views } from "./views.ts";

/** What a pipeline adds to a session's events. */
export type PipelineEvent = SessionEvent | SegmenterEvent;

export interface PipelineOptions {
  profile: Profile;
  command: readonly string[];
  /** Messages and turns that there were before. */
  start: SegmenterStart;
  /** For `terminal` see {@linkcode Lines}. */
  terminal?: Size | undefined;
  /** Whether a line feed returns to the first column too: output that did not come from a terminal. */
  convertEol?: boolean | undefined;
}

/** Adds to a session's events what they lead to. Pure: no clock, no I/O. */
export class Pipeline implements Disposable {
  /** What the profile reads of this session. */
  readonly view: ProfileView;
  /** How the program is answered. */
  readonly recipe: SendRecipe;
  readonly #readings: Readings;
  readonly #segmenter: Segmenter;
  #marks = newSplitters();

  constructor(options: PipelineOptions) {
    const { profile, command, start, terminal, convertEol } = options;
    this.view = viewOf(profile.view(command), terminal);
    this.recipe = profile.send;
    this.#readings = openReadings(this.view, { terminal, convertEol });
    this.#segmenter = profile.segmenter(start, this.view, command);
  }

  /** `event` with what it leads to behind it; before it when it is the `exit`. */
  push(event: SessionEvent | FeedEvent): PipelineEvent[] {
    switch (event.type) {
      case "output":
        return [
          event,
          ...this.#read(this.#readOutput(event.stream, event.data)),
        ];
      case "input":
        return [
          event,
          ...this.#read([
            ...this.#readings.settle(),
            { type: "typed", text: event.text },
          ]),
        ];
      case "gap":
        this.#marks = newSplitters();
        return [event, ...this.#read(this.#readings.break())];
      case "exit":
        return [...this.#end(), event];
      case "resize":
        return [event, ...this.#read(this.#readings.resize(event.size))];
      case "statements":
        return this.#read([event]);
      default:
        return [event];
    }
  }

  /** Nothing has come for a moment: what was drawn so far is read. */
  pause(): PipelineEvent[] {
    return this.#read(this.#readings.pause());
  }

  [Symbol.dispose](): void {
    this.#readings[Symbol.dispose]();
  }

  #readOutput(stream: OutputStream, data: Uint8Array): Reading[] {
    const parts = this.#marks[stream].split(data);
    return parts.flatMap((part): Reading[] => {
      if (part instanceof Uint8Array) return this.#readings.read(stream, part);
      const mark: Reading = { type: "mark", mark: part };
      // What stands above a prompt or an output is complete.
      return part.type === "prompt"
        ? [...this.#readings.settle(), mark]
        : [mark];
    });
  }

  #read(readings: readonly Reading[]): PipelineEvent[] {
    return joinPatches(readings.flatMap((one) => this.#segmenter.read(one)));
  }

  #end(): PipelineEvent[] {
    const events = [
      ...this.#read(this.#readings.end()),
      ...joinPatches(this.#segmenter.end()),
    ];
    this[Symbol.dispose]();
    return events;
  }
}

function newSplitters(): Record<OutputStream, MarkSplitter> {
  return { 1: new MarkSplitter(), 2: new MarkSplitter() };
}

/** Without a terminal there is no screen. */
function viewOf(view: ProfileView, terminal: Size | undefined): ProfileView {
  return view === "screen" && terminal === undefined ? "lines" : view;
}

function openReadings(
  view: ProfileView,
  { terminal, convertEol = false }: Pick<
    PipelineOptions,
    "terminal" | "convertEol"
  >,
): Readings {
  if (view === "json") return new JsonLines();
  return view === "screen" && terminal
    ? new Views(terminal, { convertEol })
    : new Lines(terminal);
}
