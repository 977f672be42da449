/**
 * Anthropic's Messages, as Claude Code uses them.
 *
 * @module
 */
// The service's own names of fields.
// deno-lint-ignore-file camelcase
import * as z from "zod";
import { type ModelTool, type NumberedReply, words } from "../model_script.ts";
import type { ModelEvent, ModelService, Spoken } from "./service.ts";

const Part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  content: z.unknown().optional(),
});

const Body = z.object({
  model: z.string(),
  messages: z.array(z.object({
    role: z.string(),
    content: z.union([z.string(), z.array(Part)]),
  })),
  tools: z.array(z.unknown()).default([]),
  stream: z.boolean().default(false),
});
type Message = z.output<typeof Body>["messages"][number];

/** Anthropic's Messages over server-sent events. */
export const messages: ModelService = {
  handles: (path) => path.endsWith("/v1/messages"),
  read(body) {
    const { messages, tools, stream } = Body.parse(body);
    return {
      conversation: messages.flatMap(spoken),
      main: tools.length > 0,
      streamed: stream,
    };
  },
  *events(reply) {
    const message = { ...start(reply), content: [], stop_reason: null };
    yield event("message_start", { message });
    let index = 0;
    if (reply.thinking) yield* thinkingEvents(index++, reply.thinking);
    if (reply.text) yield* textEvents(index++, reply.text);
    for (const tool of reply.tools ?? []) {
      yield* toolEvents(index++, reply.id, tool);
    }
    yield event("message_delta", {
      delta: { stop_reason: stopReason(reply), stop_sequence: null },
      usage: { output_tokens: reply.usage.output },
    });
    yield event("message_stop", {});
  },
  whole: (reply) => ({
    ...start(reply),
    content: [{ type: "text", text: reply.text ?? "" }],
    stop_reason: stopReason(reply),
  }),
};

/**
 * A message may hold the results of tools and, behind them, what was said. One
 * of the model that only asks for tools still parts the results around it.
 */
function spoken({ role, content }: Message): Spoken[] {
  const from = role === "user" ? "user" : "model";
  if (typeof content === "string") return [{ from, text: content }];
  const results = content.filter(({ type }) => type === "tool_result")
    .map((part): Spoken => ({ from: "tool", text: resultText(part.content) }));
  const text = content.map((part) => part.text ?? "").join("\n");
  const isSilent = text === "" && from === "user";
  return isSilent ? results : [...results, { from, text }];
}

function resultText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => part.text ?? "").join("\n");
}

function* thinkingEvents(index: number, text: string): Iterable<ModelEvent> {
  const block = { type: "thinking", thinking: "", signature: "" };
  yield event("content_block_start", { index, content_block: block });
  for (const thinking of words(text)) {
    const delta = { type: "thinking_delta", thinking };
    yield { ...event("content_block_delta", { index, delta }), pause: true };
  }
  const delta = { type: "signature_delta", signature: "c2lnbmVk" };
  yield event("content_block_delta", { index, delta });
  yield event("content_block_stop", { index });
}

function* textEvents(index: number, answer: string): Iterable<ModelEvent> {
  const block = { type: "text", text: "" };
  yield event("content_block_start", { index, content_block: block });
  for (const text of words(answer)) {
    const delta = { type: "text_delta", text };
    yield {
      ...event("content_block_delta", { index, delta }),
      text,
      pause: true,
    };
  }
  yield event("content_block_stop", { index });
}

function* toolEvents(
  index: number,
  reply: number,
  { name, input }: ModelTool,
): Iterable<ModelEvent> {
  const id = `toolu_${reply}_${index}`;
  const block = { type: "tool_use", id, name, input: {} };
  yield event("content_block_start", { index, content_block: block });
  const json = JSON.stringify(input);
  const delta = { type: "input_json_delta", partial_json: json };
  yield event("content_block_delta", { index, delta });
  yield event("content_block_stop", { index });
}

function start({ id, usage }: NumberedReply) {
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model: "claude-opus-5-5",
    stop_sequence: null,
    usage: { input_tokens: usage.input, output_tokens: usage.output },
  };
}

function stopReason({ tools }: NumberedReply): string {
  return tools?.length ? "tool_use" : "end_turn";
}

function event(type: string, fields: Record<string, unknown>): ModelEvent {
  return { name: type, data: { type, ...fields } };
}
