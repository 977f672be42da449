/**
 * One message as the page shows it.
 *
 * @module
 */
import type { Message, MessageKind, MessagePatch } from "@/shared/domain.ts";
import { lengthOf, NO_TEXT, patchBlocks, textOf } from "./text_blocks.ts";

export class MessageState {
  readonly id: number;
  readonly at: number;
  kind = $state<MessageKind>("answer");
  done = $state(false);
  /** The text in blocks, keyed by where they start. */
  blocks = $state.raw(NO_TEXT);

  constructor(id: number, at: number) {
    this.id = id;
    this.at = at;
  }

  get text(): string {
    return textOf(this.blocks);
  }

  /** UTF-16 units. */
  get length(): number {
    return lengthOf(this.blocks);
  }

  apply(patch: MessagePatch): void {
    this.kind = patch.kind;
    this.done = patch.done;
    this.blocks = patchBlocks(this.blocks, patch);
  }

  /** Makes it what `message` says, keeping the blocks that are right already. */
  set(message: Message): void {
    const shown = this.text;
    const from = message.text.startsWith(shown) ? shown.length : 0;
    this.apply({ ...message, from, text: message.text.slice(from) });
  }
}
