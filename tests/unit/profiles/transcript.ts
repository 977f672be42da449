/**
 * Runs a pipeline over events and builds the messages they lead to.
 *
 * @module
 */
import { applyPatch } from "@/shared/domain.ts";
import type { Message, SessionEvent, Size } from "@/shared/domain.ts";
import { Pipeline } from "../../../server/pipeline/pipeline.ts";
import { plain } from "../../../server/profiles/plain.ts";

const encoder = new TextEncoder();

/** Output on stdout. */
export function out(text: string | Uint8Array): SessionEvent {
  const data = typeof text === "string" ? encoder.encode(text) : text;
  return { type: "output", stream: 1, data };
}

/** Output on stderr. */
export function err(text: string): SessionEvent {
  return { type: "output", stream: 2, data: encoder.encode(text) };
}

export function typed(text: string): SessionEvent {
  return { type: "input", text };
}

export const exit: SessionEvent = { type: "exit", code: 0, signal: null };

/**
 * The messages of a session, by default a plain one, in which `events` happen,
 * in a terminal of that size if one is given.
 */
export function messagesOf(
  events: readonly SessionEvent[],
  terminal?: Size,
  profile = plain,
): Message[] {
  const pipeline = new Pipeline({
    profile,
    command: ["sh"],
    start: { lastId: 0, turn: 0 },
    terminal,
  });
  const messages = new Map<number, Message>();
  for (const event of events.flatMap((event) => pipeline.push(event))) {
    if (event.type !== "message") continue;
    const { patch } = event;
    const place = { seq: 0, at: 0 };
    messages.set(patch.id, applyPatch(messages.get(patch.id), patch, place));
  }
  return [...messages.values()];
}

/** Messages as `kind turn: text`, an open one with `…` behind it. */
export function told(
  events: readonly SessionEvent[],
  terminal?: Size,
  profile = plain,
): string[] {
  const messages = messagesOf(events, terminal, profile);
  return messages.filter(({ text }) => text !== "").map((message) =>
    `${message.kind} ${message.turn}: ${message.text}${message.done ? "" : "…"}`
  );
}
