/**
 * What travels over the socket between the server and those who watch.
 *
 * Client to server: one JSON text frame an action. Server to client: JSON text
 * frames, and binary frames for output where the subscription asked for them
 * (see `output_frame.ts`).
 *
 * @module
 */
import * as z from "zod";
import {
  Exit,
  Message,
  MessagePatch,
  SessionInfo,
  Size,
  Status,
  Turn,
} from "./domain.ts";
import { ErrorBody } from "./error_body.ts";

/** Raised when a change here would confuse an older peer. */
export const PROTOCOL_VERSION = 1;

/** The WebSocket subprotocol (RFC 6455, section 1.9). */
export const SUBPROTOCOL = "streamer.v1";

/** Largest frame a client may send, in bytes. */
export const MAX_FRAME = 1024 * 1024;

const Id = z.string().min(1).max(200);
const Ref = z.union([z.string().max(200), z.number()]).optional();

/** Which events of which sessions are wanted. Absent: all of them. */
export const Filters = z.object({
  /** Event types; `*` stands for any run of characters. */
  types: z.array(z.string().min(1).max(100)).max(50).optional(),
  /** Session ids or names. */
  sessions: z.array(Id).max(1000).optional(),
});
export type Filters = z.infer<typeof Filters>;

/** The signals that may be sent to a command. */
export const SignalName = z.enum([
  "SIGINT",
  "SIGTERM",
  "SIGKILL",
  "SIGHUP",
  "SIGQUIT",
  "SIGSTOP",
  "SIGCONT",
  "SIGUSR1",
  "SIGUSR2",
]);
export type SignalName = z.infer<typeof SignalName>;

/** What a client may ask for. Every action with a `ref` is answered. */
export const ClientMessage = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("auth"),
    ref: Ref,
    token: z.string().max(1000),
  }),
  z.object({
    action: z.literal("subscribe"),
    ref: Ref,
    filters: Filters.default({}),
    /** Per session id, the last `seq` the client has: what follows is sent. */
    after: z.record(z.string(), z.int().nonnegative()).default({}),
    /** How `pane.output` comes: as text in JSON, or as binary frames. */
    encoding: z.enum(["text", "binary"]).default("text"),
  }),
  /** Ends the subscription that `subscribe`'s answer numbered. */
  z.object({
    action: z.literal("unsubscribe"),
    ref: Ref,
    subscription: z.int(),
  }),
  z.object({
    action: z.literal("input"),
    ref: Ref,
    session: Id,
    text: z.string().max(MAX_FRAME),
    /**
     * True: keystrokes, which reach the process as they are. False: one
     * message, which waits until the agent is ready and is entered as the agent
     * wants it; the answer comes when it has arrived, or says why it has not.
     */
    raw: z.boolean().default(false),
  }),
  /** Takes back a text that still waits in the session's queue. */
  z.object({
    action: z.literal("cancel"),
    ref: Ref,
    session: Id,
    /** The queued text's id. */
    id: z.string().max(100),
  }),
  /** Answers a permission question with one of its choices. */
  z.object({
    action: z.literal("choose"),
    ref: Ref,
    session: Id,
    /** The message that asks. */
    message: z.int().positive(),
    /** The choice's key. */
    choice: z.string().max(100),
  }),
  /** Takes (`take: true`) or releases the right to resize the process. */
  z.object({
    action: z.literal("control"),
    ref: Ref,
    session: Id,
    take: z.boolean(),
  }),
  z.object({
    action: z.literal("resize"),
    ref: Ref,
    session: Id,
    size: Size,
  }),
  z.object({
    action: z.literal("signal"),
    ref: Ref,
    session: Id,
    signal: SignalName,
  }),
  /** Ends the command: SIGTERM, and SIGKILL when it has not left in 5 s. */
  z.object({ action: z.literal("stop"), ref: Ref, session: Id }),
  z.object({ action: z.literal("ping"), ref: Ref }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

const envelope = {
  v: z.literal(PROTOCOL_VERSION),
  session: z.string(),
  seq: z.int().nonnegative(),
  at: z.int(),
};

function event<Type extends string, Data extends z.ZodType>(
  type: Type,
  data: Data,
) {
  return z.object({ ...envelope, type: z.literal(type), data });
}

/**
 * A session's terminal and the end of its conversation, as of entry `seq`.
 * What comes after it continues from there.
 */
export const Snapshot = z.object({
  info: SessionInfo,
  /** Escape sequences that draw the screen and its scrollback on a terminal of `info.size`. */
  screen: z.string(),
  /** The newest messages, oldest first. Older ones are read over HTTP. */
  messages: z.array(Message),
  /** The newest turns that are complete, oldest first. */
  turns: z.array(Turn),
});
export type Snapshot = z.infer<typeof Snapshot>;

/**
 * A page of a session's conversation, as `GET /sessions/:id/messages` gives it.
 * Messages that were taken back are left out.
 */
export const ConversationPage = z.object({
  /** Oldest first, tools and permissions with what belongs to them. */
  messages: z.array(Message),
  /** The turns of these messages that are complete, oldest first. */
  turns: z.array(Turn),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** How the server and its store are. */
export const Health = z.object({
  ok: z.boolean(),
  /** What is wrong, one sentence each. */
  problems: z.array(z.string()),
});
export type Health = z.infer<typeof Health>;

/** Events of sessions, in the envelope `{v, type, session, seq, at, data}`. */
export const ServerEvent = z.discriminatedUnion("type", [
  event("session.started", SessionInfo),
  event("session.updated", SessionInfo),
  event("session.ended", SessionInfo),
  event(
    "pane.output",
    z.object({ stream: z.literal([1, 2]), text: z.string() }),
  ),
  event("pane.input", z.object({ text: z.string() })),
  event("pane.resize", Size),
  event("message.question", MessagePatch),
  event("message.answer", MessagePatch),
  event("message.thinking", MessagePatch),
  event("message.tool", MessagePatch),
  event("message.permission", MessagePatch),
  event("message.notice", MessagePatch),
  event("turn.completed", Turn),
  event("agent.status", z.object({ status: Status, evidence: z.string() })),
  event("stream.snapshot", Snapshot),
  /** What was left out: `from` to `to` are entries, `bytes` lost output. */
  event(
    "stream.gap",
    z.object({
      from: z.int().optional(),
      to: z.int().optional(),
      bytes: z.int().optional(),
      reason: z.string(),
    }),
  ),
  event("pane.exit", Exit),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/**
 * What became of a text or a choice: `confirmed`, the agent has taken it and
 * begun; `typed`, it was entered, and the program shows nothing that would tell
 * whether it has read it.
 */
export const SendOutcome = z.enum(["confirmed", "typed"]);
export type SendOutcome = z.infer<typeof SendOutcome>;

/** What concerns the connection or the server and no session. */
export const ServerNotice = z.discriminatedUnion("type", [
  z.object({
    v: z.literal(PROTOCOL_VERSION),
    type: z.literal("server.welcome"),
    at: z.int(),
    data: z.object({
      version: z.string(),
      protocol: z.int(),
      host: z.string(),
      authenticated: z.boolean(),
      health: Health,
    }),
  }),
  z.object({
    v: z.literal(PROTOCOL_VERSION),
    type: z.literal("server.health"),
    at: z.int(),
    data: Health,
  }),
  z.object({
    v: z.literal(PROTOCOL_VERSION),
    type: z.literal("ok"),
    ref: Ref,
    /** Set in the answer to `subscribe`. */
    subscription: z.int().optional(),
    /** Set in the answers to `choose` and to `input` that is not raw. */
    delivery: SendOutcome.optional(),
  }),
  ErrorBody.extend({
    v: z.literal(PROTOCOL_VERSION),
    type: z.literal("error"),
    ref: Ref,
  }),
]);
export type ServerNotice = z.infer<typeof ServerNotice>;

/** Everything the server says in text frames. */
export const ServerMessage = z.union([ServerEvent, ServerNotice]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/**
 * Close codes of the socket. 1000, 1001 and 1009 as in RFC 6455, section
 * 7.4.1; the others are ours.
 */
export const CLOSE = {
  /** The server is leaving; reconnect when there is one again. */
  going_away: 1001,
  too_large: 1009,
  unauthorized: 4401,
} as const;
