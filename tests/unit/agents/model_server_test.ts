import { describe, expect, it } from "vitest";
import { ModelServer } from "@/tests/agents/model_server.ts";
import type { ModelTurn } from "@/tests/agents/model_script.ts";

const TURNS: readonly ModelTurn[] = [{
  question: "How are you?",
  replies: [
    { tools: [{ name: "look", input: { at: "notes" } }] },
    { thinking: "A greeting.", text: "I am well today." },
  ],
}];

const tools = [{ name: "look" }];

/** What each service is asked first, and what the agent adds after the tool. */
const SERVICES = {
  "/v1/responses": {
    tools,
    stream: true,
    input: [{
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "How are you?" }],
    }, { type: "function_call_output", output: "seen" }],
  },
  "/v1beta/models/any:streamGenerateContent": {
    tools,
    contents: [
      { role: "user", parts: [{ text: "How are you?" }] },
      {
        role: "user",
        parts: [{ functionResponse: { response: { output: "seen" } } }],
      },
    ],
  },
  "/v1/messages": {
    tools,
    model: "any",
    stream: true,
    messages: [
      { role: "user", content: "How are you?" },
      { role: "user", content: [{ type: "tool_result", content: "seen" }] },
    ],
  },
  "/v1/chat/completions": {
    tools,
    stream: true,
    messages: [
      { role: "user", content: "How are you?" },
      { role: "tool", content: "seen" },
    ],
  },
};

/** The body with its conversation up to the tool's result. */
function beforeTool(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) =>
      Array.isArray(value) && name !== "tools"
        ? [name, value.slice(0, 1)]
        : [name, value]
    ),
  );
}

async function ask(url: string, body: unknown): Promise<string> {
  const init = { method: "POST", body: JSON.stringify(body) };
  return await (await fetch(url, init)).text();
}

describe.each(Object.entries(SERVICES))("ModelServer at %s", (path, body) => {
  it("asks for a tool, then answers word by word", async () => {
    await using server = new ModelServer(TURNS, { pace: 0 });
    const call = await ask(server.url + path, beforeTool(body));
    expect(call).toContain('"name":"look"');
    const answer = await ask(server.url + path, body);
    for (const word of ["I ", "am ", "well ", "today."]) {
      expect(answer).toContain(`"${word}"`);
    }
    expect(server.served).toMatchObject([
      { index: 0, sent: "", state: "sent" },
      { index: 1, sent: "I am well today.", results: ["seen"], state: "sent" },
    ]);
  });

  it("notices that an answer is cut off", async () => {
    await using server = new ModelServer(TURNS, { pace: 5 });
    const abort = new AbortController();
    const { body: stream } = await fetch(server.url + path, {
      method: "POST",
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    await stream!.getReader().read();
    abort.abort();
    await expect.poll(() => server.served[0]!.state).toBe("cut");
  });
});

describe("ModelServer", () => {
  it("goes on behind tools that a model asks for one after the other without a word", async () => {
    const look = { tools: [{ name: "look", input: {} }] };
    const turn = { question: "Twice?", replies: [look, look, { text: "Yes" }] };
    await using server = new ModelServer([turn], { pace: 0 });
    const use = { role: "assistant", content: [{ type: "tool_use" }] };
    const result = (content: string) => ({
      role: "user",
      content: [{ type: "tool_result", content }],
    });
    const messages = [
      { role: "user", content: "Twice?" },
      ...[use, result("one"), use, result("two")],
    ];
    const body = { tools, model: "any", stream: true, messages };
    expect(await ask(`${server.url}/v1/messages`, body)).toContain("Yes");
    expect(server.served).toMatchObject([{ index: 2, results: ["two"] }]);
  });
});
