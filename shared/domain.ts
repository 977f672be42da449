/**
 * The nouns of streamer: sessions, entries, messages and statuses.
 *
 * Plain data with schemas, safe in a browser. Times are milliseconds since the
 * epoch, sizes are character cells, lengths are bytes unless they say
 * otherwise.
 *
 * @module
 */
import * as z from "zod";

/** Terminal size in character cells. */
export const Size = z.object({
  cols: z.int().min(1).max(10_000),
  rows: z.int().min(1).max(10_000),
});
export type Size = z.infer<typeof Size>;

/** What a message is in the conversation. */
export const MessageKind = z.enum([
  "question",
  "answer",
  "thinking",
  "tool",
  "permission",
  "notice",
]);
export type MessageKind = z.infer<typeof MessageKind>;

/** How a message became known, best first. */
export const MessageSource = z.enum(["structured", "screen", "lines"]);
export type MessageSource = z.infer<typeof MessageSource>;

/** A tool that an agent has used. */
export const ToolCall = z.object({
  /** As the agent calls it. */
  name: z.string(),
  /** What it was called with: a command, a path, or JSON. */
  input: z.string(),
  /** What came back; empty until something has. */
  result: z.string(),
  state: z.enum(["running", "done", "failed"]),
});
export type ToolCall = z.infer<typeof ToolCall>;

/** One thing that may be answered to a permission question. */
export const Choice = z.object({
  /** What picks it: a digit or a letter that the agent shows, or its place from 1. */
  key: z.string(),
  label: z.string(),
});
export type Choice = z.infer<typeof Choice>;

/** How a permission question may be answered, and how it was. */
export const Permission = z.object({
  choices: z.array(Choice),
  /** The key of the choice that was made; null while it waits, and when nobody saw it. */
  chosen: z.string().nullable(),
});
export type Permission = z.infer<typeof Permission>;

/** What some kinds of messages have beside their text. */
const details = {
  tool: ToolCall.optional(),
  permission: Permission.optional(),
};

/**
 * A change to one message: keep the first `from` UTF-16 units, then put `text`.
 *
 * Appending and redrawing are the same operation, and applying a patch twice
 * does no harm, so a patch may arrive before or after a snapshot.
 */
export const MessagePatch = z.object({
  /** Counts from 1 within the session. */
  id: z.int().positive(),
  kind: MessageKind,
  source: MessageSource,
  /** The turn it belongs to: 0 before the first question, then from 1. */
  turn: z.int().nonnegative(),
  from: z.int().nonnegative(),
  text: z.string(),
  done: z.boolean(),
  /** Put in place of what the message has; absent: that stays. */
  ...details,
});
export type MessagePatch = z.infer<typeof MessagePatch>;

/** A message as it stands now. */
export const Message = z.object({
  id: z.int().positive(),
  kind: MessageKind,
  source: MessageSource,
  turn: z.int().nonnegative(),
  text: z.string(),
  done: z.boolean(),
  /** When it began. */
  at: z.int(),
  /** The `seq` of the entry that changed it last. */
  seq: z.int().nonnegative(),
  ...details,
});
export type Message = z.infer<typeof Message>;

/** Whether a message was found to be none: nothing is left of it, and readers do not show it. */
export function isTakenBack(
  { text, done, tool, permission }: Message,
): boolean {
  return done && text === "" && !tool && !permission;
}

/**
 * Applies `patch`, which came as entry `seq` at `at`, to the message it names. A
 * message that is done and left without text loses its details too: it is taken
 * back.
 */
export function applyPatch(
  message: Message | undefined,
  patch: MessagePatch,
  { seq, at }: { seq: number; at: number },
): Message {
  const { from, text, ...rest } = patch;
  const whole = (message?.text.slice(0, from) ?? "") + text;
  const isNothing = patch.done && whole === "";
  const { tool, permission } = isNothing ? {} : message ?? {};
  return {
    ...(tool && { tool }),
    ...(permission && { permission }),
    ...rest,
    text: whole,
    at: message?.at ?? at,
    seq,
  };
}

/** What a turn has cost, as far as the agent tells. */
export const TurnFigures = z.object({
  /** Milliseconds from the question to the end of the answer. */
  duration: z.int().nonnegative().optional(),
  tokens: z.object({
    input: z.int().nonnegative(),
    output: z.int().nonnegative(),
  }).optional(),
  /** In US dollars. */
  cost: z.number().nonnegative().optional(),
});
export type TurnFigures = z.infer<typeof TurnFigures>;

/** A turn that is complete. */
export const Turn = TurnFigures.extend({
  /** Counts from 1 within the session. */
  turn: z.int().positive(),
});
export type Turn = z.infer<typeof Turn>;

/**
 * What an agent itself has written of its conversation, in its session log or
 * as JSON on its standard output. The same statement twice says the same.
 */
export const Statement = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message"),
    /** Names the message within the agent's session; a later statement with this key goes on with it. */
    key: z.string().min(1).max(300),
    kind: MessageKind,
    /** Keep so many UTF-16 units of what was stated before, then put `text`. */
    from: z.int().nonnegative(),
    text: z.string(),
    done: z.boolean(),
    /** When the agent says it was said, null when it does not say. */
    at: z.int().nullable(),
    ...details,
  }),
  /** The turn is complete. */
  TurnFigures.extend({ type: z.literal("turn"), key: z.string().max(300) }),
]);
export type Statement = z.infer<typeof Statement>;

/** What a session is doing. */
export const Status = z.enum([
  "starting",
  "working",
  "thinking",
  "needs_permission",
  "needs_input",
  "idle",
  "stuck",
  "exited",
]);
export type Status = z.infer<typeof Status>;

/** A text on its way to the agent. */
export const QueuedText = z.object({
  /** Names it within the session. */
  id: z.string(),
  text: z.string(),
  /** `waiting`: the agent is busy. `sending`: typed, and not yet confirmed. */
  state: z.enum(["waiting", "sending"]),
  /** When it was handed in. */
  at: z.int(),
});
export type QueuedText = z.infer<typeof QueuedText>;

/** How a session ended. Both null: nobody saw it end. */
export const Exit = z.object({
  code: z.int().nullable(),
  /** Name of the signal that ended it, such as `SIGKILL`. */
  signal: z.string().nullable(),
});
export type Exit = z.infer<typeof Exit>;

/** Standard output or standard error. A pseudo-terminal has only 1. */
export type OutputStream = 1 | 2;

/** Everything that can happen in a session, in the order in which it happened. */
export type SessionEvent =
  | { type: "output"; stream: OutputStream; data: Uint8Array }
  | { type: "input"; text: string }
  | { type: "resize"; size: Size }
  /** Output that was lost because the spool was full, in bytes. */
  | { type: "gap"; bytes: number }
  | { type: "message"; patch: MessagePatch }
  | { type: "turn"; turn: Turn }
  | { type: "status"; status: Status; evidence: string }
  | ({ type: "exit" } & Exit);

/** A {@linkcode SessionEvent} with its place in the session and its time. */
export interface Entry {
  /** Counts from 1 within the session, without holes. */
  readonly seq: number;
  readonly at: number;
  readonly event: SessionEvent;
}

/** A session as it is listed. */
export const SessionInfo = z.object({
  id: z.string(),
  name: z.string(),
  command: z.array(z.string()),
  /** The source's type: `exec`, `pty`. */
  source: z.string(),
  /** The profile that reads its conversation. */
  agent: z.string(),
  tags: z.array(z.string()),
  host: z.string(),
  cwd: z.string(),
  /** Process id of the command on `host`; null before it is known. */
  pid: z.int().nullable(),
  size: Size,
  /** Whether people may type into it. */
  writable: z.boolean(),
  /** Whether the `streamer run` that feeds it is connected now. False for what has ended. */
  connected: z.boolean(),
  status: Status,
  /** Why the status is believed. */
  evidence: z.string(),
  statusAt: z.int(),
  /** Texts that wait until the agent takes them, oldest first. */
  queue: z.array(QueuedText),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  exit: Exit.nullable(),
  /** The newest entry's number. */
  seq: z.int().nonnegative(),
  outputBytes: z.int().nonnegative(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** What a caller asks for; the source named by `type` checks the rest. */
export const SourceSpec = z.looseObject({ type: z.string() });
export type SourceSpec = z.infer<typeof SourceSpec>;
