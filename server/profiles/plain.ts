/**
 * Any command: what is typed is a question, what is printed is the answer.
 *
 * @module
 */
import type { MessagePatch } from "@/shared/domain.ts";
import { LineConversation } from "./line_conversation.ts";
import { MessageWriter } from "./message_writer.ts";
import type {
  Profile,
  Reading,
  Segmenter,
  SegmenterEvent,
  SegmenterStart,
  SendRecipe,
} from "./profile.ts";
import { PromptSigns } from "./prompt_signs.ts";

/** A line is a message. */
export const SEND_LINES: SendRecipe = {
  paste: "never",
  newline: "\n",
  enter: "\r",
  pause: 0,
  choose: "key-enter",
};

export const plain: Profile = {
  name: "plain",
  matches: () => true,
  view: () => "lines",
  segmenter: (start) => new PlainSegmenter(start),
  send: SEND_LINES,
};

export class PlainSegmenter implements Segmenter {
  readonly #messages: MessageWriter;
  readonly #conversation: LineConversation;
  readonly #signs = new PromptSigns();

  constructor(start: SegmenterStart) {
    this.#messages = new MessageWriter(start, "lines");
    this.#conversation = new LineConversation(this.#messages);
  }

  read(reading: Reading): SegmenterEvent[] {
    return [
      ...asEvents(this.#conversation.read(reading)),
      ...this.#signs.read(reading),
    ];
  }

  end(): SegmenterEvent[] {
    return asEvents(this.#messages.end());
  }
}

function asEvents(patches: readonly MessagePatch[]): SegmenterEvent[] {
  return patches.map((patch) => ({ type: "message", patch }));
}
