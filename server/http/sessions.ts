/**
 * The routes below `/api/v1/sessions`.
 *
 * @module
 */
import { Hono } from "hono";
import * as z from "zod";
import { encodeRecord, type FeedEvent } from "@/shared/feed_record.ts";
import { SignalName } from "@/shared/protocol.ts";
import type { Guarded } from "./guard.ts";
import type { Ports } from "./ports.ts";
import { byteStream } from "./byte_stream.ts";
import { validate } from "./validate.ts";

const Flag = z.enum(["0", "1"]).default("0").transform((flag) => flag === "1");
const ListQuery = z.object({
  all: Flag,
  before: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const PageQuery = z.object({
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const OutputQuery = z.object({
  format: z.enum(["raw", "clean"]).default("raw"),
  follow: Flag,
});
const FollowQuery = z.object({ follow: Flag });
const InputBody = z.object({ text: z.string() });
const SignalBody = z.object({ signal: SignalName });

export function sessionRoutes({ sessions, transcripts }: Ports) {
  return new Hono<Guarded>()
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
      return c.json(await transcripts.messages(id, c.req.valid("query")), 200);
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
    .post("/:id/input", validate("json", InputBody), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { text } = c.req.valid("json");
      sessions.session(id).send({ type: "feed.input", text });
      return c.body(null, 204);
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
      if (event.type === "message" || event.type === "status") continue;
      yield encodeRecord({ index: seq, at, event: event satisfies FeedEvent });
    }
  }
}

async function* encoded(
  pieces: AsyncIterable<string>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
