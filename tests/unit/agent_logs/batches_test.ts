import { describe, expect, it } from "vitest";
import { encodeRecord, MAX_RECORD, RECORD_HEAD } from "@/shared/feed_record.ts";
import { batches } from "@/server/agent_logs/batches.ts";
import { say, sayTool } from "@/server/profiles/logs/say.ts";
import { conversationOf } from "../profiles/logs/conversation.ts";

describe("batches()", () => {
  it("fit into a record whatever is in them, and say the same", () => {
    const control = "\x1b".repeat(70_000);
    const statements = [
      say("q", "question", { text: "Why?", at: 1 }),
      sayTool("t", {
        name: "x",
        input: control,
        result: control,
        state: "done",
        at: 1,
      }),
      say("a", "answer", { text: "😀\x00é".repeat(300_000), at: null }),
      ...Array.from(
        { length: 1_200 },
        (_, i) => say(`${i}`, "notice", { text: `${i}`, at: 2 }),
      ),
    ];
    const made = [...batches(statements)];
    for (const batch of made) {
      const event = { type: "statements", statements: batch } as const;
      const { length } = encodeRecord({ index: 1, at: 0, event });
      expect(length - RECORD_HEAD).toBeLessThanOrEqual(MAX_RECORD);
    }
    expect(conversationOf(made.flat())).toEqual(conversationOf(statements));
  });

  it("are none when nothing was said", () => {
    expect([...batches([])]).toEqual([]);
  });
});
