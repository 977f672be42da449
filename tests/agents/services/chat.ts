/**
 * OpenAI's chat completions, as aider and opencode use them.
 *
 * @module
 */
import * as z from "zod";
import { type NumberedReply, words } from "../model_script.ts";
import type { ModelEvent, ModelService, Spoken } from "./service.ts";

const Body = z.object({
  messages: z.array(z.looseObject({
    role: z.string(),
    content: z.union([z.string(), z.array(z.unknown())]).nullish(),
  })),
  tools: z.array(z.unknown()).optional(),
  stream: z.boolean().default(false),
});
type Message = z.output<typeof Body>["messages"][number];

/** How opencode's request for a title begins. */
const TITLE = "You are a title generator";

/** OpenAI's chat completions over server-sent events. */
export const chat: ModelService = {
  handles: (path) => path.endsWith("/chat/completions"),
  read(body) {
    const { messages, stream } = Body.parse(body);
    const conversation = messages.map(spoken);
    const errand = conversation[0]?.text.startsWith(TITLE) ?? true;
    return { conversation, main: stream && !errand, streamed: stream };
  },
  *events(reply) {
    yield { data: chunk(reply, { role: "assistant", content: "" }) };
    for (const word of words(reply.thinking ?? "")) {
      yield { data: chunk(reply, { reasoning_content: word }), pause: true };
    }
    for (const text of words(reply.text ?? "")) {
      const data = chunk(reply, { content: text });
      yield { data, text, pause: true } satisfies ModelEvent;
    }
    for (const [index, { name, input }] of (reply.tools ?? []).entries()) {
      const call = { name, arguments: JSON.stringify(input) };
      const id = `call_${reply.id}_${index}`;
      const tool = { index, id, type: "function", function: call };
      yield { data: chunk(reply, { tool_calls: [tool] }) };
    }
    yield {
      data: {
        ...chunk(reply, {}, reply.tools?.length ? "tool_calls" : "stop"),
        usage: usageOf(reply),
      },
    };
  },
  whole: (reply) => ({
    id: `chatcmpl_${reply.id}`,
    object: "chat.completion",
    model: "scripted",
    choices: [{
      index: 0,
      message: { role: "assistant", content: reply.text ?? "" },
      finish_reason: "stop",
    }],
    usage: usageOf(reply),
  }),
  errand: "Project work",
  end: "data: [DONE]\n\n",
};

function spoken({ role, content }: Message): Spoken {
  const text = typeof content === "string" ? content : (content ?? [])
    .map((part) => (part as { text?: string }).text ?? "").join("\n");
  if (role === "tool") return { from: "tool", text };
  return { from: role === "user" ? "user" : "model", text };
}

function chunk(
  { id }: NumberedReply,
  delta: Record<string, unknown>,
  finish: string | null = null,
) {
  return {
    id: `chatcmpl_${id}`,
    object: "chat.completion.chunk",
    model: "scripted",
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
}

function usageOf({ usage }: NumberedReply) {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
  };
}
