/**
 * The routes below `/api/v1/sessions/:id` by which an agent is answered.
 *
 * @module
 */
import { Hono } from "hono";
import * as z from "zod";
import { toStreamerError } from "@/shared/errors.ts";
import type { Guarded } from "./guard.ts";
import type { Ports, Sender } from "./ports.ts";
import { byteStream } from "./byte_stream.ts";
import { Flag, validate } from "./validate.ts";

/**
 * With `follow` the answer comes line by line: the message's `id`, then its
 * `delivery` or the `error`. Who leaves before it has been typed takes it back.
 */
const FollowQuery = z.object({ follow: Flag });
const InputBody = z.object({
  text: z.string(),
  /** Keystrokes as they are, instead of a message. */
  raw: z.boolean().default(false),
  /** Whether the answer comes when the message has arrived, or at once. */
  wait: z.boolean().default(true),
  /** Seconds after which a message that still waits for the agent is taken back. */
  timeout: z.number().positive().max(86_400).optional(),
});
const ChoiceBody = z.object({ choice: z.string().min(1).max(1000) });
const MessageParam = z.object({
  id: z.string(),
  message: z.coerce.number().int().positive(),
});

export function answerRoutes({ sessions }: Ports) {
  return new Hono<Guarded>()
    .post(
      "/:id/input",
      validate("query", FollowQuery),
      validate("json", InputBody),
      async (c) => {
        const session = sessions.session(
          await sessions.resolve(c.req.param("id")),
        );
        const { text, raw, wait, timeout } = c.req.valid("json");
        if (raw) {
          session.send({ type: "feed.input", text });
          return c.body(null, 204);
        }
        const { sender } = session;
        if (c.req.valid("query").follow) {
          const body = byteStream((left) =>
            told(sender.send(text, { signal: patience(timeout, left) }))
          );
          return c.body(body, 200, { "Content-Type": "application/x-ndjson" });
        }
        if (!wait) return c.json({ id: sender.send(text).id }, 202);
        const sending = sender.send(text, { signal: patience(timeout) });
        return c.json({ delivery: await sending.outcome }, 200);
      },
    )
    .get("/:id/queue", async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      return c.json((await sessions.info(id)).queue, 200);
    })
    .delete("/:id/queue/:text", async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      sessions.session(id).sender.cancel(c.req.param("text"));
      return c.body(null, 204);
    })
    /** Answers the permission question that is open. */
    .post("/:id/choose", validate("json", ChoiceBody), async (c) => {
      const id = await sessions.resolve(c.req.param("id"));
      const { sender } = sessions.session(id);
      const delivery = await sender.choose(c.req.valid("json"));
      return c.json({ delivery }, 200);
    })
    /** Answers this permission question, if it is open. */
    .post(
      "/:id/messages/:message/choose",
      validate("param", MessageParam),
      validate("json", ChoiceBody),
      async (c) => {
        const { id: name, message } = c.req.valid("param");
        const { sender } = sessions.session(await sessions.resolve(name));
        const { choice } = c.req.valid("json");
        return c.json({ delivery: await sender.choose({ message, choice }) });
      },
    );
}

/** What becomes of a message, as it becomes known, one JSON object a line. */
async function* told(
  { id, outcome }: ReturnType<Sender["send"]>,
): AsyncGenerator<Uint8Array> {
  yield lineOf({ id });
  try {
    yield lineOf({ delivery: await outcome });
  } catch (cause) {
    yield lineOf({ error: toStreamerError(cause).toJSON() });
  }
}

function lineOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) + "\n");
}

/** Aborts after `timeout` seconds, or when the sender has left. */
function patience(timeout: number | undefined, left?: AbortSignal) {
  return AbortSignal.any([
    ...(left ? [left] : []),
    ...(timeout === undefined ? [] : [AbortSignal.timeout(timeout * 1000)]),
  ]);
}
