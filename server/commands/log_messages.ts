/**
 * `streamer logs --messages`: the conversation of a session.
 *
 * @module
 */
import type { Message, MessageKind } from "@/shared/domain.ts";
import type { LocalServer } from "../local/local_server.ts";
import { messageLine } from "./message_line.ts";
import { messageText } from "./message_text.ts";
import { writeAll } from "./write_all.ts";

export interface MessageLogOptions {
  /** Whether to go on until the session ends. */
  follow: boolean;
  /** One message a line as JSON, instead of text for people. */
  json: boolean;
  /** Whether text for people is coloured. */
  colour: boolean;
  kinds: ReadonlySet<MessageKind>;
}

/** Prints the messages of `session` as they come; ends early when the reader has left. */
export async function printMessages(
  server: LocalServer,
  session: string,
  { follow, json, colour, kinds }: MessageLogOptions,
): Promise<void> {
  const path = `/sessions/${session}/conversation?follow=${follow ? 1 : 0}`;
  const { body } = await server.request(path);
  const encoder = new TextEncoder();
  for await (const message of messagesIn(body)) {
    if (!kinds.has(message.kind)) continue;
    const text = json ? messageLine(message) : messageText(message, { colour });
    if (!await writeAll(Deno.stdout, encoder.encode(text))) return;
  }
}

/** One message a line; none is held longer than until it is whole. */
async function* messagesIn(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
): AsyncGenerator<Message> {
  let rest = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}
