import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { wantedKinds } from "@/server/commands/message_kinds.ts";
import { messageLine } from "@/server/commands/message_line.ts";
import { messageText } from "@/server/commands/message_text.ts";
import { aMessage } from "../store/support.ts";

/** Noon by this machine's clock, wherever it is. */
const NOON = new Date(2026, 0, 2, 12, 3, 4).getTime();
const TIME = "2026-01-02 12:03:04";

function plain(change: Partial<Message>): string {
  return messageText(aMessage({ at: NOON, ...change }), { colour: false });
}

describe("messageText()", () => {
  test.each<[string, Partial<Message>, string]>([
    ["text", { text: "a\nb\n\n" }, `${TIME} answer\na\nb\n\n`],
    ["nothing yet", { text: "", kind: "question" }, `${TIME} question\n\n`],
    [
      "a tool by its input, and what came back",
      {
        kind: "tool",
        text: "",
        tool: { name: "Bash", input: "ls", result: "a\nb\n", state: "done" },
      },
      `${TIME} tool Bash\nls\na\nb\n\n`,
    ],
    [
      "a tool by its text, which shows the result already",
      {
        kind: "tool",
        text: "ran ls: a",
        tool: { name: "Bash", input: "ls", result: "a", state: "failed" },
      },
      `${TIME} tool Bash (failed)\nran ls: a\n\n`,
    ],
    [
      "a permission with its choices and which was made",
      {
        kind: "permission",
        text: "May I?",
        permission: {
          choices: [{ key: "1", label: "Yes" }, { key: "2", label: "No" }],
          chosen: "2",
        },
      },
      `${TIME} permission\nMay I?\n  1  Yes\n> 2  No\n\n`,
    ],
  ])("shows %s", (_, change, expected) => {
    expect(plain(change)).toBe(expected);
  });

  test("colours the heading where that is wanted", () => {
    expect(messageText(aMessage({ at: NOON }), { colour: true })).toBe(
      `\x1b[90m${TIME}\x1b[0m \x1b[32manswer\x1b[0m\ntext\n\n`,
    );
  });

  test("lets no message steer the terminal", () => {
    const evil = "a\x1b]0;t\x07\x9b2J\r\x08b\tc";
    const shown = plain({
      text: evil,
      tool: { name: evil, input: "", result: `${evil}!`, state: "done" },
      permission: { choices: [{ key: evil, label: evil }], chosen: null },
    }) + plain({
      permission: { choices: [{ key: evil, label: evil }], chosen: null },
    });
    // deno-lint-ignore no-control-regex -- they are what must not be there
    expect(shown).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
    expect(shown).toContain("a]0;t2Jb\tc!");
  });
});

describe("messageLine()", () => {
  test("is one line of JSON with what a message has, and no more", () => {
    const tool = {
      name: "t",
      input: "i",
      result: "r\n",
      state: "done",
    } as const;
    expect(messageLine(aMessage({ at: NOON, text: "a\nb" }))).toBe(
      `{"id":1,"kind":"answer","text":"a\\nb","source":"structured","turn":1,"at":${NOON}}\n`,
    );
    expect(JSON.parse(messageLine(aMessage({ tool })))).toMatchObject({ tool });
  });
});

describe("wantedKinds()", () => {
  test.each([
    [undefined, {}, "question answer thinking tool permission notice"],
    [
      undefined,
      { tool: false, notice: false },
      "question answer thinking permission",
    ],
    ["answer, question", {}, "answer question"],
    ["answer,tool", { tool: false, answer: true }, "answer"],
  ])("of %j and %j", (list, flags, expected) => {
    expect([...wantedKinds(list, flags) as Set<string>].join(" "))
      .toBe(expected);
  });

  test.each(["talk", "answer,", ""])("does not know %j", (list) => {
    expect(wantedKinds(list, {})).toHaveProperty("unknown");
  });
});
