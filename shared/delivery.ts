/**
 * What a reader of sessions is handed, and how it is put on the wire.
 *
 * @module
 */
import type { Entry, Message, SessionEvent, SessionInfo } from "./domain.ts";
import { PROTOCOL_VERSION, type ServerEvent } from "./protocol.ts";

/** What happened to a session as a whole. */
export type InfoChange = "started" | "updated" | "ended";

/** One thing for a reader; in order within a session. */
export type Delivery =
  | { type: "entry"; session: string; entry: Entry }
  | { type: "info"; change: InfoChange; info: SessionInfo }
  /** The reader was too slow: entries after `after` were left out. */
  | { type: "lagged"; session: string; after: number };

/** The type of `event` on the wire. */
export function wireType(event: SessionEvent): ServerEvent["type"] {
  switch (event.type) {
    case "output":
      return "pane.output";
    case "input":
      return "pane.input";
    case "resize":
      return "pane.resize";
    case "exit":
      return "pane.exit";
    case "gap":
      return "stream.gap";
    case "message":
      return `message.${event.patch.kind}`;
    case "turn":
      return "turn.completed";
    case "status":
      return "agent.status";
  }
}

/** An entry in its envelope, output as text. */
export function entryEvent(session: string, entry: Entry): ServerEvent {
  const { seq, at, event } = entry;
  const type = wireType(event);
  return {
    v: PROTOCOL_VERSION,
    type,
    session,
    seq,
    at,
    data: dataOf(event),
  } as ServerEvent;
}

/** The news of a session in its envelope. */
export function infoEvent(change: InfoChange, info: SessionInfo): ServerEvent {
  return {
    v: PROTOCOL_VERSION,
    type: `session.${change}`,
    session: info.id,
    seq: info.seq,
    at: Date.now(),
    data: info,
  };
}

/** A stored message as the patch that makes it whole. */
export function messageEvent(session: string, message: Message): ServerEvent {
  const { seq, at, ...rest } = message;
  return {
    v: PROTOCOL_VERSION,
    type: `message.${message.kind}`,
    session,
    seq,
    at,
    data: { ...rest, from: 0 },
  };
}

function dataOf(event: SessionEvent): unknown {
  switch (event.type) {
    case "output": {
      const text = new TextDecoder("utf-8", { ignoreBOM: true })
        .decode(event.data);
      return { stream: event.stream, text };
    }
    case "input":
      return { text: event.text };
    case "resize":
      return event.size;
    case "exit":
      return { code: event.code, signal: event.signal };
    case "gap":
      return { bytes: event.bytes, reason: "the spool was full" };
    case "message":
      return event.patch;
    case "turn":
      return event.turn;
    case "status":
      return { status: event.status, evidence: event.evidence };
  }
}
