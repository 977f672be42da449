/**
 * Google's generateContent, as the Gemini CLI uses it.
 *
 * @module
 */
import * as z from "zod";
import { type NumberedReply, words } from "../model_script.ts";
import type { ModelEvent, ModelService, Spoken } from "./service.ts";

const Body = z.object({
  contents: z.array(z.object({
    role: z.string().default("user"),
    parts: z.array(z.looseObject({
      text: z.string().optional(),
      functionResponse: z.looseObject({ response: z.unknown().optional() })
        .optional(),
    })),
  })),
  tools: z.array(z.unknown()).default([]),
});
type Content = z.output<typeof Body>["contents"][number];

/** Google's streamGenerateContent over server-sent events. */
export const gemini: ModelService = {
  handles: (path) => /:(streamG|g)enerateContent$/.test(path),
  read(body, path) {
    const { contents, tools } = Body.parse(body);
    return {
      conversation: contents.map(spoken),
      main: tools.length > 0,
      streamed: path.endsWith(":streamGenerateContent"),
    };
  },
  *events(reply) {
    if (reply.thinking) {
      const parts = [{ text: reply.thinking, thought: true }];
      yield { data: content(parts), pause: true };
    }
    for (const text of words(reply.text ?? "")) {
      yield { data: content([{ text }]), text, pause: true };
    }
    for (const [index, { name, input }] of (reply.tools ?? []).entries()) {
      const functionCall = {
        id: `call_${reply.id}_${index}`,
        name,
        args: input,
      };
      yield { data: content([{ functionCall }]) } satisfies ModelEvent;
    }
    yield { data: last(reply, "") };
  },
  whole: (reply) => last(reply, reply.text ?? ""),
};

function spoken({ role, parts }: Content): Spoken {
  const results = parts.flatMap(({ functionResponse }) =>
    functionResponse ? [resultText(functionResponse.response)] : []
  );
  if (results.length > 0) return { from: "tool", text: results.join("\n") };
  const text = parts.map((part) => part.text ?? "").join("\n");
  return { from: role === "user" ? "user" : "model", text };
}

function resultText(response: unknown): string {
  const { output, error } = response as { output?: string; error?: string };
  return output ?? error ?? JSON.stringify(response);
}

function content(parts: unknown[]) {
  return { candidates: [{ content: { role: "model", parts }, index: 0 }] };
}

function last({ usage }: NumberedReply, text: string) {
  const [candidate] = content([{ text }]).candidates;
  return {
    candidates: [{ ...candidate, finishReason: "STOP" }],
    usageMetadata: {
      promptTokenCount: usage.input,
      candidatesTokenCount: usage.output,
      totalTokenCount: usage.input + usage.output,
    },
  };
}
