/**
 * One subscription of one client: what it has missed, then what comes.
 *
 * @module
 */
import {
  type Delivery,
  entryEvent,
  infoEvent,
  messageEvent,
} from "@/shared/delivery.ts";
import { toStreamerError } from "@/shared/errors.ts";
import { PROTOCOL_VERSION, type ServerEvent } from "@/shared/protocol.ts";
import type { Encoding, Frame, Frames } from "./frames.ts";
import type { Reader, Sessions } from "./ports.ts";

/** Ended sessions that a new reader is told of. */
const RECENT = 200;

export interface StreamOptions {
  sessions: Sessions;
  reader: Reader;
  frames: Frames;
  encoding: Encoding;
  /** Per session id, the last entry that the client has. */
  after: Record<string, number>;
  /** Sends one frame; settles when the client is ready for more. */
  send(frame: Frame): void | Promise<void>;
}

/**
 * Sends a client everything its reader wants, until the reader is closed.
 *
 * The reader collects from the moment it was made; what is sent first is as of
 * a later moment, so entries that are in both are passed over by their `seq`.
 */
export async function stream(options: StreamOptions): Promise<void> {
  const { reader } = options;
  const sent = new Map<string, number>();
  await begin(options, sent);
  for (;;) {
    const batch = await reader.next();
    if (!batch) return;
    for (const delivery of batch) await deliver(delivery, options, sent);
  }
}

type Sent = Map<string, number>;

/** What there is already: the sessions, and what was missed of those wanted. */
async function begin(options: StreamOptions, sent: Sent): Promise<void> {
  const { sessions, reader, after, send } = options;
  const lists = reader.wantsType("session.updated");
  const catchesUp = reader.wantsType("stream.snapshot");
  if (!lists && !catchesUp && Object.keys(after).length === 0) return;
  if (lists) {
    const infos = await sessions.list({ ended: true, limit: RECENT });
    for (const info of infos.toReversed()) {
      if (!reader.wantsSession(info)) continue;
      await send(JSON.stringify(infoEvent("updated", info)));
    }
  }
  const wanted = catchesUp
    ? [...Object.keys(after), ...reader.named]
    : Object.keys(after);
  for (const id of await known(wanted, options)) {
    const from = after[id];
    if (from === undefined || !await resume(id, from, options, sent)) {
      await snapshot(id, options, sent);
    }
  }
}

/** The ids of the sessions that exist, of those that a client has named. */
async function known(
  names: string[],
  { sessions }: StreamOptions,
): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const name of names) {
    try {
      ids.add(await sessions.resolve(name));
    } catch {
      // A session that nobody knows is waited for: it may come.
    }
  }
  return ids;
}

/** Sends what came after `from`; false when it is too much or out of reach. */
async function resume(
  id: string,
  from: number,
  options: StreamOptions,
  sent: Sent,
): Promise<boolean> {
  const missed = await options.sessions.since(id, from);
  if (!missed) {
    await gap(id, { from: from + 1, reason: "too much was missed" }, options);
    return !options.reader.wantsType("stream.snapshot");
  }
  for (const entry of missed.entries) {
    const { type } = entryEvent(id, entry);
    if (!options.reader.wantsType(type)) continue;
    await options.send(options.frames.of(id, entry, options.encoding));
  }
  for (const message of missed.messages) {
    const event = messageEvent(id, message);
    if (!options.reader.wantsType(event.type)) continue;
    await options.send(JSON.stringify(event));
  }
  sent.set(id, missed.seq);
  return true;
}

async function snapshot(
  id: string,
  { sessions, send }: StreamOptions,
  sent: Sent,
): Promise<void> {
  const { seq, ...data } = await sessions.snapshot(id);
  sent.set(id, seq);
  const event: ServerEvent = {
    v: PROTOCOL_VERSION,
    type: "stream.snapshot",
    session: id,
    seq,
    at: Date.now(),
    data,
  };
  await send(JSON.stringify(event));
}

async function gap(
  id: string,
  data: { from: number; reason: string },
  { send }: StreamOptions,
): Promise<void> {
  const event: ServerEvent = {
    v: PROTOCOL_VERSION,
    type: "stream.gap",
    session: id,
    seq: data.from,
    at: Date.now(),
    data,
  };
  await send(JSON.stringify(event));
}

async function deliver(
  delivery: Delivery,
  options: StreamOptions,
  sent: Sent,
): Promise<void> {
  const { frames, encoding, reader, send } = options;
  switch (delivery.type) {
    case "info":
      await send(JSON.stringify(infoEvent(delivery.change, delivery.info)));
      return;
    case "entry": {
      const { session, entry } = delivery;
      if (entry.seq <= (sent.get(session) ?? 0)) return;
      await send(frames.of(session, entry, encoding));
      return;
    }
    case "lagged": {
      const { session, after } = delivery;
      await gap(session, {
        from: after + 1,
        reason: "the client read too slowly",
      }, options);
      if (!reader.wantsType("stream.snapshot")) return;
      try {
        await snapshot(session, options, sent);
      } catch (cause) {
        await send(JSON.stringify({
          v: PROTOCOL_VERSION,
          type: "error",
          ...toStreamerError(cause).toJSON(),
        }));
      }
      return;
    }
  }
}
