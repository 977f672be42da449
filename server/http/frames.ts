/**
 * Entries as WebSocket frames, encoded once for all who watch.
 *
 * @module
 */
import type { Entry } from "@/shared/domain.ts";
import { entryEvent } from "@/shared/delivery.ts";
import { encodeOutputFrame } from "@/shared/output_frame.ts";

export type Encoding = "text" | "binary";
export type Frame = string | Uint8Array<ArrayBuffer>;

/** Remembers the frames of entries for as long as somebody holds the entry. */
export class Frames {
  readonly #text = new WeakMap<Entry, string>();
  readonly #binary = new WeakMap<Entry, Uint8Array<ArrayBuffer>>();

  of(session: string, entry: Entry, encoding: Encoding): Frame {
    const { seq, at, event } = entry;
    if (event.type === "output" && encoding === "binary") {
      return remember(
        this.#binary,
        entry,
        () => encodeOutputFrame({ session, seq, at, ...event }),
      );
    }
    return remember(
      this.#text,
      entry,
      () => JSON.stringify(entryEvent(session, entry)),
    );
  }
}

function remember<Value>(
  known: WeakMap<Entry, Value>,
  entry: Entry,
  make: () => Value,
): Value {
  let value = known.get(entry);
  if (value === undefined) known.set(entry, value = make());
  return value;
}
