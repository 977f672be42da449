/**
 * The straight line from a session's events to its messages. Read this first.
 *
 * output → {@linkcode Lines} (lines and screens, without escape codes) → the profile's segmenter
 * → message patches. What people type enters at the segmenter, in its order.
 *
 * @module
 */
import type { MessagePatch, SessionEvent, Size } from "@/shared/domain.ts";
import type {
  Profile,
  Reading,
  Segmenter,
  SegmenterStart,
} from "../profiles/profile.ts";
import { Lines } from "./lines.ts";
import { mergePatches } from "./merge_patches.ts";

/** Adds to a session's events the messages that they lead to. Pure: no clock, no I/O. */
export class Pipeline implements Disposable {
  readonly #lines: Lines;
  readonly #segmenter: Segmenter;

  /**
   * Reads with `profile`; goes on after the messages that `start` counts. For
   * `terminal` see {@linkcode Lines}.
   */
  constructor(profile: Profile, start: SegmenterStart, terminal?: Size) {
    this.#lines = new Lines(terminal);
    this.#segmenter = profile.segmenter(start);
  }

  /** `event` with the messages behind it; before it when it is the `exit`. */
  push(event: SessionEvent): SessionEvent[] {
    switch (event.type) {
      case "output":
        return [
          event,
          ...this.#read(this.#lines.read(event.stream, event.data)),
        ];
      case "input":
        return [
          event,
          ...this.#read([
            ...this.#lines.settle(),
            { type: "typed", text: event.text },
          ]),
        ];
      case "gap":
        return [event, ...this.#read(this.#lines.break())];
      case "exit":
        return [...this.#end(), event];
      case "resize":
        this.#lines.resize(event.size);
        return [event];
      case "message":
      case "status":
        return [event];
    }
  }

  [Symbol.dispose](): void {
    this.#lines[Symbol.dispose]();
  }

  #read(readings: readonly Reading[]): SessionEvent[] {
    return asEvents(
      readings.flatMap((reading) => this.#segmenter.read(reading)),
    );
  }

  #end(): SessionEvent[] {
    const events = [
      ...this.#read(this.#lines.end()),
      ...asEvents(this.#segmenter.end()),
    ];
    this[Symbol.dispose]();
    return events;
  }
}

function asEvents(patches: readonly MessagePatch[]): SessionEvent[] {
  return mergePatches(patches).map((patch) => ({ type: "message", patch }));
}
