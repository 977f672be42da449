/**
 * One message as the page shows it.
 *
 * @module
 */
import type {
  Message,
  MessageKind,
  MessagePatch,
  MessageSource,
  Permission,
  ToolCall,
} from "@/shared/domain.ts";
import { lengthOf, NO_TEXT, patchBlocks, textOf } from "./text_blocks.ts";

export class MessageState {
  readonly id: number;
  readonly at: number;
  kind = $state<MessageKind>("answer");
  source = $state<MessageSource>("lines");
  turn = $state(0);
  done = $state(false);
  tool = $state.raw<ToolCall | null>(null);
  permission = $state.raw<Permission | null>(null);
  /** The text in blocks, keyed by where they start. */
  blocks = $state.raw(NO_TEXT);
  /** False for one that was taken back. */
  readonly shown = $derived(
    this.length > 0 || this.tool !== null || this.permission !== null,
  );

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
    this.source = patch.source;
    this.turn = patch.turn;
    this.done = patch.done;
    this.tool = patch.tool ?? this.tool;
    this.permission = patch.permission ?? this.permission;
    this.blocks = patchBlocks(this.blocks, patch);
  }

  /** Makes it what `message` says, keeping the blocks that are right already. */
  set(message: Message): void {
    const shown = this.text;
    const from = message.text.startsWith(shown) ? shown.length : 0;
    this.apply({ ...message, from, text: message.text.slice(from) });
  }
}
