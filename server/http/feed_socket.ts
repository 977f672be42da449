/**
 * One feeder on the WebSocket: its records in, acknowledgements and typing out.
 *
 * @module
 */
import { decodeRecords } from "@/shared/decode_records.ts";
import { StreamerError, toStreamerError } from "@/shared/errors.ts";
import { type Activity, FeederMessage, type FeedReply } from "@/shared/feed.ts";
import type { Auth } from "./auth.ts";
import type { Feed, Feeds } from "./ports.ts";

export interface FeedOptions {
  feeds: Feeds;
  auth: Auth;
}

/** Serves `socket` until it closes. The first message opens the feed. */
export function serveFeed(
  socket: WebSocket,
  { feeds, auth }: FeedOptions,
): void {
  let feed: Promise<Feed> | undefined;
  const send = (reply: FeedReply) => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(reply));
    }
  };
  const open = (data: unknown): Promise<Feed> => {
    const message = parse(data);
    if (message.action !== "feed") {
      throw new StreamerError(
        "bad_request",
        "Cannot take what comes before the session is named",
      );
    }
    const { session } = message;
    if (session.ticket) auth.addTicket(session.ticket, session.startedAt);
    return feeds.open(session, send);
  };
  const fail = (cause: unknown) => {
    send({ type: "feed.error", ...toStreamerError(cause).toJSON() });
    socket.close(1000);
  };

  socket.binaryType = "arraybuffer";
  socket.onmessage = async ({ data }) => {
    try {
      if (!feed) {
        feed = open(data);
        send({ type: "feed.ready", acked: (await feed).acked });
      } else if (typeof data === "string") {
        (await feed).probed(activity(data));
      } else {
        const { records } = decodeRecords(new Uint8Array(data));
        (await feed).ingest(records);
      }
    } catch (cause) {
      fail(cause);
    }
  };
  socket.onclose = async () => {
    try {
      (await feed)?.close();
    } catch {
      // The feed was never opened, and its feeder has been told why.
    }
  };
  // A close always follows an error.
  socket.onerror = () => {};
}

function activity(data: string): Activity | null {
  const message = parse(data);
  if (message.action === "activity") return message.activity;
  throw new StreamerError(
    "bad_request",
    "Cannot open a second feed on one connection",
  );
}

function parse(data: unknown): FeederMessage {
  const result = FeederMessage.safeParse(
    typeof data === "string" ? JSON.parse(data) : undefined,
  );
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StreamerError(
    "bad_request",
    `Cannot open feed: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}
