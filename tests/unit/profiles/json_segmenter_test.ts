import { describe, expect, it } from "vitest";
import { JsonSegmenter } from "@/server/profiles/json_segmenter.ts";
import type { SegmenterEvent } from "@/server/profiles/profile.ts";
import { say } from "@/server/profiles/logs/say.ts";
import type { Statement } from "@/shared/domain.ts";
import { eventsOf, said } from "./logs/conversation.ts";

const START = { lastId: 0, turn: 0 };
const item = (text: string) =>
  `${
    JSON.stringify({
      type: "item.completed",
      item: { id: text, type: "agent_message", text },
    })
  }\n`;
const DONE = '{"type":"turn.completed"}\n';

function asked(chosen: string | null): Statement {
  const choices = [{ key: "1", label: "Yes" }, { key: "2", label: "No" }];
  const said = say("p", "permission", { text: "May I?", at: null });
  return {
    ...said,
    done: chosen !== null,
    permission: { choices, chosen },
  };
}

function signs(events: readonly SegmenterEvent[]): string[] {
  return events.flatMap((each) => each.type === "sign" ? each.sign.status : []);
}

describe("JsonSegmenter", () => {
  it("takes the question from the command", () => {
    const command = ["codex", "exec", "--json", "Do x"];
    const segmenter = new JsonSegmenter(START, { command });
    const events = [
      ...segmenter.read({ type: "lines", text: item("Done.") + DONE }),
      ...segmenter.end(),
    ];
    expect(said(eventsOf(events)))
      .toEqual([["question", "Do x"], ["answer", "Done."]]);
    expect(eventsOf(events).turns).toEqual([{ turn: 1 }]);
    expect(signs(events)).toEqual(["working", "idle"]);
  });

  it("takes questions from what is typed, as text and as JSON", () => {
    const command = ["claude", "-p", "--output-format=stream-json"];
    const segmenter = new JsonSegmenter(START, { command });
    const json = JSON.stringify({
      type: "user",
      message: { role: "user", content: [{ type: "text", text: "Two?" }] },
    });
    const control = '{"type":"control_request","request":{}}';
    const events = segmenter
      .read({ type: "typed", text: `One?\r${json}\n${control}\n` });
    expect(said(eventsOf(events)))
      .toEqual([["question", "One?"], ["question", "Two?"]]);
  });

  it("does not take a question that comes back", () => {
    const command = ["gemini", "-p", "Hi", "-o", "stream-json"];
    const segmenter = new JsonSegmenter(START, { command });
    const text = '{"type":"message","role":"user","content":"Hi"}\n';
    const events = segmenter.read({ type: "lines", text });
    expect(said(eventsOf(events))).toEqual([["question", "Hi"]]);
  });

  it("puts lines that are no JSON together as notices", () => {
    const command = ["codex", "exec", "--json"];
    const segmenter = new JsonSegmenter(START, { command });
    const events = [
      ...segmenter.read({ type: "lines", text: "Warning: a\nand b\n" }),
      ...segmenter.read({ type: "lines", text: `${item("Yes")}{"broken\n` }),
      ...segmenter.end(),
    ];
    const conversation = eventsOf(events);
    expect(said(conversation)).toEqual([
      ["notice", "Warning: a\nand b"],
      ["answer", "Yes"],
      ["notice", '{"broken'],
    ]);
    expect(conversation.messages.every(({ done }) => done)).toBe(true);
  });

  it("does not ask again in a session that is taken up again", () => {
    const command = ["codex", "exec", "--json", "Do x"];
    const segmenter = new JsonSegmenter({ lastId: 3, turn: 1 }, { command });
    const events = segmenter.read({ type: "lines", text: item("Done.") });
    expect(eventsOf(events).messages)
      .toMatchObject([{ id: 4, kind: "answer", turn: 1 }]);
  });

  it("needs a permission until that is answered, whatever else goes on", () => {
    const command = ["claude", "-p", "--output-format=stream-json"];
    const segmenter = new JsonSegmenter(START, { command });
    const read = (...statements: Statement[]) =>
      signs(segmenter.read({ type: "statements", statements }));
    expect(read(say("q", "question", { text: "Do x", at: null })))
      .toEqual(["working"]);
    expect(read(asked(null), say("t", "answer", { text: "Also", at: null })))
      .toEqual(["needs_permission"]);
    expect(read(asked("1"))).toEqual(["working"]);
  });

  it("leaves a permission behind that nobody answered in its turn", () => {
    const command = ["codex", "exec", "--json"];
    const segmenter = new JsonSegmenter(START, { command });
    const next = say("q", "question", { text: "And y?", at: null });
    const events = segmenter
      .read({ type: "statements", statements: [asked(null), next] });
    expect(signs(events)).toEqual(["needs_permission", "working"]);
  });
});
