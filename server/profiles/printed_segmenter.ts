/**
 * The conversation of an agent that answers one question and leaves.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";
import { LineConversation } from "./line_conversation.ts";
import { MessageWriter } from "./message_writer.ts";
import type {
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
} from "./profile.ts";

/** What the command asks is the question, what it prints the answer. */
export class PrintedSegmenter implements Segmenter {
  readonly #messages: MessageWriter;
  readonly #conversation: LineConversation;
  /** What the command asks, until it is told. */
  #asked: string | undefined;

  constructor(start: SegmenterStart, asked: string | undefined) {
    this.#messages = new MessageWriter(start, "lines");
    this.#conversation = new LineConversation(this.#messages);
    this.#asked = start.lastId === 0 ? asked : undefined;
  }

  read(reading: Reading): SegmenterEvent[] {
    const patches = [...this.#begin(), ...this.#conversation.read(reading)];
    return patches.map((patch) => ({ type: "message", patch }));
  }

  end(): SegmenterEvent[] {
    return [...this.#begin(), ...this.#messages.end()]
      .map((patch) => ({ type: "message", patch }));
  }

  #begin(): MessagePatch[] {
    const asked = this.#asked;
    this.#asked = undefined;
    return asked === undefined ? [] : this.#conversation.begin(asked);
  }
}
