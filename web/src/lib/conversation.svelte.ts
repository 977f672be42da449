/**
 * The end of a session's conversation, bounded in number and size.
 *
 * @module
 */
import { SvelteMap } from "svelte/reactivity";
import type { Message, MessagePatch, Turn } from "@/shared/domain.ts";
import { MessageState } from "./message_state.svelte.ts";

/** Most messages that are kept while the reader is at the end. */
export const KEPT = 200;
/** Most that are kept while the reader looks at older ones. */
export const KEPT_READING = 2000;
/** Most text that is kept, in UTF-16 units. */
export const KEPT_TEXT = 2_000_000;

export class Conversation {
  /** Oldest first. */
  messages = $state.raw<readonly MessageState[]>([]);
  /** Whether the reader is at the end; older messages are let go only then. */
  following = $state(true);
  /** Message ids count from 1, so the oldest one shown tells whether there are more. */
  readonly hasOlder = $derived((this.messages[0]?.id ?? 1) > 1);
  readonly #byId = new Map<number, MessageState>();
  /** Turns that are complete, of messages that are kept. */
  readonly #turns = new SvelteMap<number, Turn>();

  /** Shows what a snapshot holds. Messages that are shown already stay in place. */
  reset(messages: readonly Message[], turns: readonly Turn[]): void {
    this.complete(turns);
    const states = messages.map((message) => this.#stateOf(message));
    const kept = this.following ? [] : this.#olderThan(messages[0]);
    this.#show(this.#bounded([...kept, ...states]));
  }

  apply(patch: MessagePatch, at: number): void {
    const known = this.#byId.get(patch.id);
    if (known) return known.apply(patch);
    const state = new MessageState(patch.id, at);
    state.apply(patch);
    this.#show(this.#bounded([...this.messages, state]));
  }

  /** Notes what turns have taken. */
  complete(turns: readonly Turn[]): void {
    for (const turn of turns) this.#turns.set(turn.turn, turn);
  }

  /** The turn that is complete and ends with the message at `index`, if one does. */
  turnAfter(index: number): Turn | undefined {
    const turn = this.messages[index]?.turn;
    if (turn === undefined || this.messages[index + 1]?.turn === turn) return;
    return this.#turns.get(turn);
  }

  /** Puts older messages before those that are shown. */
  prepend(messages: readonly Message[], turns: readonly Turn[]): void {
    this.complete(turns);
    const added = messages.filter(({ id }) => !this.#byId.has(id));
    this.#show([
      ...added.map((message) => this.#stateOf(message)),
      ...this.messages,
    ]);
  }

  /** Lets go of what is too much, after the reader came back to the end. */
  trim(): void {
    this.#show(this.#bounded(this.messages));
  }

  #stateOf(message: Message): MessageState {
    const state = this.#byId.get(message.id) ??
      new MessageState(message.id, message.at);
    state.set(message);
    return state;
  }

  /** What is shown before `first` without a hole, when it cannot change any more. */
  #olderThan(first: Message | undefined): readonly MessageState[] {
    if (!first || !this.#byId.get(first.id - 1)) return [];
    return this.messages.filter(({ id, done }) => id < first.id && done);
  }

  #bounded(messages: readonly MessageState[]): readonly MessageState[] {
    const most = this.following ? KEPT : KEPT_READING;
    let start = Math.max(0, messages.length - most);
    let size = 0;
    for (let i = messages.length - 1; i >= start; i--) {
      size += messages[i]!.length;
      if (size > KEPT_TEXT && i < messages.length - 1) start = i + 1;
    }
    return start === 0 ? messages : messages.slice(start);
  }

  #show(messages: readonly MessageState[]): void {
    this.#byId.clear();
    for (const message of messages) this.#byId.set(message.id, message);
    const first = messages[0]?.turn ?? 0;
    for (const turn of this.#turns.keys()) {
      if (turn < first) this.#turns.delete(turn);
    }
    this.messages = messages;
  }
}
