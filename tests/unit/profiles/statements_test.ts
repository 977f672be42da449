import { describe, expect, it } from "vitest";
import type { Statement } from "@/shared/domain.ts";
import { say } from "@/server/profiles/logs/say.ts";
import { Numbers, Statements } from "@/server/profiles/statements.ts";

const answer = (text: string, more: Partial<Statement> = {}) =>
  ({ ...say("a", "answer", { text, at: null }), ...more }) as Statement;

describe("Statements", () => {
  it("makes one message of a key, and says only what is new", () => {
    const statements = new Statements(new Numbers({ lastId: 4, turn: 1 }));
    const whole = "x".repeat(100_000);
    expect(statements.apply(answer(whole, { done: false }))).toMatchObject([
      { patch: { id: 5, turn: 1, from: 0, source: "structured", done: false } },
    ]);
    expect(statements.apply(answer(`${whole} more`))).toEqual([{
      type: "message",
      patch: {
        id: 5,
        kind: "answer",
        source: "structured",
        turn: 1,
        from: 100_000,
        text: " more",
        done: true,
      },
    }]);
    expect(statements.apply(answer(`${whole} more`))).toEqual([]);
  });

  it("begins a turn with a question, and ends it once", () => {
    const statements = new Statements(new Numbers({ lastId: 0, turn: 0 }));
    const turn = { type: "turn", key: "t", duration: 5 } as const;
    expect(statements.apply(turn)).toEqual([]);
    statements.apply(say("q", "question", { text: "Why?", at: null }));
    expect(statements.apply(turn))
      .toEqual([{ type: "turn", turn: { turn: 1, duration: 5 } }]);
    expect(statements.apply(turn)).toEqual([]);
  });

  it("keeps a late result in the turn in which its tool was used", () => {
    const statements = new Statements(new Numbers({ lastId: 0, turn: 0 }));
    statements.apply(say("q1", "question", { text: "1", at: null }));
    statements.apply(answer("one", { done: false }));
    statements.apply(say("q2", "question", { text: "2", at: null }));
    expect(statements.apply(answer("one!")))
      .toMatchObject([{ patch: { id: 2, turn: 1, from: 3, text: "!" } }]);
  });

  it("stays right when it no longer keeps a text", () => {
    const statements = new Statements(new Numbers({ lastId: 0, turn: 0 }));
    const text = "y".repeat(100_000);
    for (let i = 0; i < 50; i++) {
      statements.apply(say(`${i}`, "answer", { text, at: null, done: false }));
    }
    const more = {
      ...say("0", "answer", { text: "z", at: null }),
      from: 100_000,
    };
    expect(statements.apply(more))
      .toMatchObject([{ patch: { id: 1, from: 100_000, text: "z" } }]);
    expect(statements.apply(say("1", "answer", { text: "new", at: null })))
      .toMatchObject([{ patch: { id: 2, from: 0, text: "new" } }]);
  });
});
