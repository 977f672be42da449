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
export type PipelineEvent =
  | SessionEvent
  | SegmenterEvent
  /** From here on, this profile reads: its agent was started within the session. */
  | { type: "agent"; profile: Profile };

export interface PipelineOptions {
  profile: Profile;
  command: readonly string[];
  /** Messages and turns that there were before. */
  start: SegmenterStart;
  /** For `terminal` see {@linkcode Lines}. */
  terminal?: Size | undefined;
  /** Whether a line feed returns to the first column too: output that did not come from a terminal. */
  convertEol?: boolean | undefined;
  /** The agent that a text on the screen is of, so that one that is started within a shell is known. */
  recognize?: ((text: string) => Profile | undefined) | undefined;
}

/** UTF-16 units of text, after something was typed, in which an agent is looked for. */
const MAX_SEARCHED = 64 * 1024;

/** Units of a reading that count as new. */
const MAX_NEW = 256;

/** Adds to a session's events what they lead to. Pure: no clock, no I/O. */
export class Pipeline implements Disposable {
  readonly #options: PipelineOptions;
  #profile: Profile;
  #view: ProfileView;
  #readings: Readings;
  #segmenter: Segmenter;
  #size: Size | undefined;
  /** The last message and turn. */
  #last: SegmenterStart;
  #marks = newSplitters();
  /** Units that are still searched for an agent. */
  #searched = MAX_SEARCHED;

  constructor(options: PipelineOptions) {
    const { profile, command, start, terminal, convertEol } = options;
    this.#options = options;
    this.#profile = profile;
    this.#size = terminal;
    this.#last = start;
    this.#view = viewOf(profile.view(command), terminal);
    this.#readings = openReadings(this.#view, { terminal, convertEol });
    this.#segmenter = profile.segmenter(start, this.#view, command);
  }

  /** What the profile reads of this session. */
  get view(): ProfileView {
    return this.#view;
  }

  /** How the program is answered. */
  get recipe(): SendRecipe {
    return this.#profile.send;
  }

  /** `event` with what it leads to behind it; before it when it is the `exit`. */
  push(event: SessionEvent | FeedEvent): PipelineEvent[] {
    switch (event.type) {
      case "output":
        return [event, ...this.#readOutput(event.stream, event.data)];
      case "input":
        this.#searched = MAX_SEARCHED;
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
        if (this.#size) this.#size = event.size;
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

  /** Part by part: another profile may read on behind one. */
  #readOutput(stream: OutputStream, data: Uint8Array): PipelineEvent[] {
    const parts = this.#marks[stream].split(data);
    return parts.flatMap((part) => {
      if (part instanceof Uint8Array) {
        return this.#read(this.#readings.read(stream, part));
      }
      const mark: Reading = { type: "mark", mark: part };
      // What stands above a prompt or an output is complete.
      return this.#read(
        part.type === "prompt" ? [...this.#readings.settle(), mark] : [mark],
      );
    });
  }

  #read(readings: readonly Reading[]): PipelineEvent[] {
    const events = this.#note(
      readings.flatMap((one) => this.#segmenter.read(one)),
    );
    const next = this.#nextProfile(readings);
    return next ? [...events, ...this.#switchTo(next)] : events;
  }

  #note(events: SegmenterEvent[]): PipelineEvent[] {
    for (const event of events) {
      if (event.type !== "message") continue;
      const { id, turn } = event.patch;
      const { lastId, turn: last } = this.#last;
      this.#last = {
        lastId: Math.max(lastId, id),
        turn: Math.max(last, turn),
      };
    }
    return joinPatches(events);
  }

  /** Who reads on: an agent that shows itself, or again the shell that it was started in. */
  #nextProfile(readings: readonly Reading[]): Profile | undefined {
    const { profile, recognize } = this.#options;
    if (!recognize || !this.#size) return undefined;
    if (this.#profile !== profile) {
      const isBack = readings.some((one) =>
        one.type === "mark" && one.mark.type === "prompt"
      );
      return isBack ? profile : undefined;
    }
    if (this.#view !== "lines" || this.#searched <= 0) return undefined;
    for (const reading of readings) {
      const text = shownText(reading);
      if (text === "" || this.#searched <= 0) continue;
      // A screen comes again and again with little that is new.
      this.#searched -= Math.min(text.length, MAX_NEW);
      const found = recognize(text);
      if (found && found !== profile) return found;
    }
    return undefined;
  }

  /** The rest of what was read until now is the last that the profile before gets. */
  #switchTo(profile: Profile): PipelineEvent[] {
    const size = this.#size!;
    const closed = this.#note(this.#segmenter.end());
    const view = profile === this.#options.profile
      ? viewOf(profile.view(this.#options.command), size)
      : profile.view([profile.name]);
    const screen = this.#readings instanceof Lines
      ? this.#readings.handOver()
      : undefined;
    this.#readings[Symbol.dispose]();
    this.#readings = view === "screen"
      ? new Views(size, {}, screen)
      : openReadings(view, { terminal: size });
    if (view !== "screen") screen?.[Symbol.dispose]();
    this.#profile = profile;
    this.#view = view;
    this.#segmenter = profile.segmenter(this.#last, view, [profile.name]);
    return [...closed, { type: "agent", profile }, ...this.pause()];
  }

  #end(): PipelineEvent[] {
    const events = [
      ...this.#read(this.#readings.end()),
      ...this.#note(this.#segmenter.end()),
    ];
    this[Symbol.dispose]();
    return events;
  }
}

function shownText(reading: Reading): string {
  switch (reading.type) {
    case "lines":
    case "partial":
    case "screen":
      return reading.text;
    default:
      return "";
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
