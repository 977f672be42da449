/**
 * OpenAI's Responses, as codex uses them.
 *
 * @module
 */
// The service's own names of fields.
// deno-lint-ignore-file camelcase
import * as z from "zod";
import { type ModelTool, type NumberedReply, words } from "../model_script.ts";
import type { ModelEvent, ModelService, Spoken } from "./service.ts";

const Body = z.object({
  input: z.array(z.looseObject({
    type: z.string().default("message"),
    role: z.string().optional(),
    content: z.union([z.string(), z.array(z.unknown())]).nullish(),
    output: z.unknown().optional(),
  })),
  tools: z.array(z.unknown()).default([]),
  stream: z.boolean().default(false),
});
type Item = z.output<typeof Body>["input"][number];

/** OpenAI's Responses over server-sent events. */
export const responses: ModelService = {
  handles: (path) => path.endsWith("/responses"),
  read(body) {
    const { input, tools, stream } = Body.parse(body);
    return {
      conversation: input.map(spoken),
      main: tools.length > 0,
      streamed: stream,
    };
  },
  *events(reply) {
    yield event("response.created", { response: response(reply, []) });
    if (reply.thinking) yield* thinkingEvents(reply, reply.thinking);
    if (reply.text) yield* textEvents(reply, reply.text);
    for (const [index, tool] of (reply.tools ?? []).entries()) {
      const item = toolItem(reply, tool, index);
      yield event("response.output_item.added", { output_index: 2, item });
      yield event("response.output_item.done", { output_index: 2, item });
    }
    yield event("response.completed", { response: response(reply, []) });
  },
  whole: (reply) => response(reply, [textItem(reply, reply.text ?? "")]),
};

function spoken(item: Item): Spoken {
  if (item.type.endsWith("_output")) {
    return { from: "tool", text: textOf(item.output) };
  }
  const from = item.type === "message" && item.role === "user"
    ? "user"
    : "model";
  return { from, text: textOf(item.content) };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => part.text ?? "").join("\n");
}

function* thinkingEvents(
  { id }: NumberedReply,
  thinking: string,
): Iterable<ModelEvent> {
  const item = { type: "reasoning", id: `rs_${id}`, summary: [] };
  const at = { item_id: item.id, output_index: 0, summary_index: 0 };
  const part = { type: "summary_text", text: thinking };
  yield event("response.output_item.added", { output_index: 0, item });
  yield event("response.reasoning_summary_part.added", {
    ...at,
    part: { ...part, text: "" },
  });
  for (const delta of words(thinking)) {
    const name = "response.reasoning_summary_text.delta";
    yield { ...event(name, { ...at, delta }), pause: true };
  }
  yield event("response.reasoning_summary_part.done", { ...at, part });
  yield event("response.output_item.done", {
    output_index: 0,
    item: { ...item, summary: [part], encrypted_content: null },
  });
}

function* textEvents(reply: NumberedReply, text: string): Iterable<ModelEvent> {
  const item = textItem(reply, "");
  const at = { item_id: item.id, output_index: 1, content_index: 0 };
  yield event("response.output_item.added", { output_index: 1, item });
  for (const delta of words(text)) {
    yield {
      ...event("response.output_text.delta", { ...at, delta }),
      text: delta,
      pause: true,
    };
  }
  yield event("response.output_item.done", {
    output_index: 1,
    item: textItem(reply, text),
  });
}

function textItem({ id }: NumberedReply, text: string) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { type: "message", id: `msg_${id}`, role: "assistant", content };
}

function toolItem(
  { id }: NumberedReply,
  { name, input }: ModelTool,
  index: number,
) {
  const ids = { id: `fc_${id}_${index}`, call_id: `call_${id}_${index}` };
  if (typeof input.patch === "string") {
    return { type: "custom_tool_call", ...ids, name, input: input.patch };
  }
  return {
    type: "function_call",
    ...ids,
    name,
    arguments: JSON.stringify(input),
  };
}

function response({ id, usage }: NumberedReply, output: unknown[]) {
  return {
    id: `resp_${id}`,
    object: "response",
    status: "completed",
    output,
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  };
}

function event(type: string, fields: Record<string, unknown>): ModelEvent {
  return { name: type, data: { type, ...fields } };
}
