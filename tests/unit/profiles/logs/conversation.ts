/**
 * What a log's statements come to.
 *
 * @module
 */
import type {
  Message,
  MessageKind,
  Statement,
  ToolCall,
  Turn,
} from "@/shared/domain.ts";
import { applyPatch, Statement as StatementSchema } from "@/shared/domain.ts";
import type { SegmenterEvent } from "@/server/profiles/profile.ts";
import type { LogReader } from "@/server/profiles/logs/log_reader.ts";
import { Numbers, Statements } from "@/server/profiles/statements.ts";

export interface Conversation {
  messages: Message[];
  turns: Turn[];
}

/** All that `reader` states of `lines`; every statement has to be valid. */
export function statementsOf(
  reader: LogReader,
  lines: readonly string[],
): Statement[] {
  const stated = [
    ...lines.flatMap((line) => reader.read(line)),
    ...reader.end(),
  ];
  return stated.map((each) => StatementSchema.parse(each));
}

/** The messages and turns of `statements`. */
export function conversationOf(
  statements: readonly Statement[],
): Conversation {
  const applied = new Statements(new Numbers({ lastId: 0, turn: 0 }));
  return eventsOf(statements.flatMap((each) => applied.apply(each)));
}

/** The messages and turns that `events` come to. */
export function eventsOf(events: readonly SegmenterEvent[]): Conversation {
  const messages = new Map<number, Message>();
  const turns: Turn[] = [];
  for (const event of events) {
    if (event.type === "turn") turns.push(event.turn);
    if (event.type !== "message") continue;
    const { patch } = event;
    const place = { seq: 0, at: 0 };
    messages.set(patch.id, applyPatch(messages.get(patch.id), patch, place));
  }
  return { messages: [...messages.values()], turns };
}

/** Kinds and texts, as one reads them. */
export function said(
  { messages }: Conversation,
): [MessageKind, string][] {
  return messages.map(({ kind, text }) => [kind, text]);
}

/** The tools that were used. */
export function toolsOf({ messages }: Conversation): ToolCall[] {
  return messages.flatMap(({ tool }) => tool ?? []);
}
