/**
 * The routes below `/api/v1/sessions`.
 *
 * @module
 */
import { Hono } from "hono";
import * as z from "zod";
import type { Message, SessionEvent } from "@/shared/domain.ts";
import { encodeRecord, type FeedEvent } from "@/shared/feed_record.ts";
import { SignalName } from "@/shared/protocol.ts";
import { answerRoutes } from "./answers.ts";
import type { Guarded } from "./guard.ts";
import type { Ports } from "./ports.ts";
import { byteStream } from "./byte_stream.ts";
import { Flag, validate } from "./validate.ts";

const ListQuery = z.object({
  all: Flag,
  before: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const PageQuery = z.object({
  /** Only messages with smaller ids, the newest of them. */
  before: z.coerce.number().int().optional(),
  /** Only messages with larger ids, the oldest of them. */
  after: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const OutputQuery = z.object({
  format: z.enum(["raw", "clean"]).default("raw"),
  follow: Flag,
});
const FollowQuery = z.object({ follow: Flag });
const SignalBody = z.object({ signal: SignalName });

export function sessionRoutes(ports: Ports) {
  const { sessions, transcripts } = ports;
  return new Hono<Guarded>()
    .route("/", answerRoutes(ports))
    .get("/", validate("query", ListQuery), async (c) => {
      const { all, ...page } = c.req.valid("query");
      return c.json(await sessions.list({ ended: all, ...page }), 200);
    })
    .get("/:id", async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      return c.json(await sessions.info(id), 200);
    })
    .get("/:id/messages", validate("query", PageQuery), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      return c.json(await transcripts.page(id, c.req.valid("query")), 200);
    })
    /** The whole conversation, one message a line as JSON. */
    .get("/:id/conversation", validate("query", FollowQuery), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { follow } = c.req.valid("query");
      const body = byteStream((signal) =>
        encoded(linesOf(transcripts.messages(id, { follow, signal })))
      );
      return c.body(body, 200, { "Content-Type": "application/x-ndjson" });
    })
    .get("/:id/output", validate("query", OutputQuery), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { format, follow } = c.req.valid("query");
      const raw = format === "raw";
      const body = byteStream((signal) =>
        raw
          ? outputOf(transcripts.entries(id, { follow, signal }))
          : encoded(transcripts.text(id, { follow, signal }))
      );
      return c.body(body, 200, {
        "Content-Type": raw
          ? "application/octet-stream"
          : "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${id}.${
          raw ? "raw" : "txt"
        }"`,
      });
    })
    /** Output, input, sizes, gaps and the exit, as feed records. */
    .get("/:id/records", validate("query", FollowQuery), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { follow } = c.req.valid("query");
      const body = byteStream((signal) =>
        recordsOf(transcripts.entries(id, { follow, signal }))
      );
      return c.body(body, 200, {
        "Content-Type": "application/octet-stream",
      });
    })
    .post("/:id/signal", validate("json", SignalBody), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { signal } = c.req.valid("json");
      sessions.session(id).send({ type: "feed.signal", signal });
      return c.body(null, 204);
    })
    .post("/:id/stop", async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      sessions.session(id).send({ type: "feed.stop" });
      return c.body(null, 204);
    });
}

type Entries = ReturnType<Ports["transcripts"]["entries"]>;

async function* outputOf(pages: Entries): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    for (const { event } of page) {
      if (event.type === "output") yield event.data;
    }
  }
}

async function* recordsOf(pages: Entries): AsyncGenerator<Uint8Array> {
  for await (const page of pages) {
    for (const { seq, at, event } of page) {
      if (!isFed(event)) continue;
      yield encodeRecord({ index: seq, at, event });
    }
  }
}

/** Whether a feeder told it; the rest was found out here. */
function isFed(
  event: SessionEvent,
): event is Extract<FeedEvent, SessionEvent> {
  return event.type !== "message" && event.type !== "turn" &&
    event.type !== "status";
}

async function* linesOf(
  pages: AsyncIterable<Message[]>,
): AsyncGenerator<string> {
  for await (const page of pages) {
    for (const message of page) yield `${JSON.stringify(message)}\n`;
  }
}

async function* encoded(
  pieces: AsyncIterable<string>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
