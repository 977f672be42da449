/**
 * The straight line from a session's events to its messages. Read this first.
 *
 * output → {@linkcode Lines} (without escape codes) → the profile's segmenter
 * → message patches. What people type enters at the segmenter, in its order.
 *
 * @module
 */
import type { MessagePatch, SessionEvent } from "@/shared/domain.ts";
import type {
  Profile,
  Reading,
  Segmenter,
  SegmenterStart,
} from "../profiles/profile.ts";
import { Lines } from "./lines.ts";
import { mergePatches } from "./merge_patches.ts";

/** Adds to a session's events the messages that they lead to. Pure: no clock, no I/O. */
export class Pipeline {
  readonly #lines = new Lines();
  readonly #segmenter: Segmenter;

  /** Reads with `profile`; goes on after the messages that `start` counts. */
  constructor(profile: Profile, start: SegmenterStart) {
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
        return [event, ...this.#read([{ type: "typed", text: event.text }])];
      case "gap":
        return [event, ...this.#read(this.#lines.break())];
      case "exit":
        return [...this.#end(), event];
      case "resize":
      case "message":
      case "status":
        return [event];
    }
  }

  #read(readings: readonly Reading[]): SessionEvent[] {
    return asEvents(
      readings.flatMap((reading) => this.#segmenter.read(reading)),
    );
  }

  #end(): SessionEvent[] {
    return [
      ...this.#read(this.#lines.end()),
      ...asEvents(this.#segmenter.end()),
    ];
  }
}

function asEvents(patches: readonly MessagePatch[]): SessionEvent[] {
  return mergePatches(patches).map((patch) => ({ type: "message", patch }));
}
