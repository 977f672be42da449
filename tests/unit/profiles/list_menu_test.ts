import { beforeAll, describe, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/text_screen.ts";
import { asPieces, showScreen, toldOn } from "./screen.ts";

beforeAll(loadTerminal);

const CLEAR = "\x1b[2J\x1b[H";

/** Draws `text` over what is there. */
function redraw(text: string): string {
  return `\x1b[H${text.replaceAll("\n", "\x1b[K\n")}\x1b[J`;
}

const DOWN = "\x1b[B";

describe("goose", () => {
  const asked = (marked: number) =>
    `( O)> pay it

─── pay_invoice | wallet ──────────────────────────
invoice: 12

◆  Goose would like to call the above tool, do you allow?
${
      ["Allow (Allow the tool call once)", "Always Allow", "Deny"]
        .map((label, at) => `│  ${at === marked ? "●" : "○"} ${label}`)
        .join("\n")
    }
└
`;
  const answered = `( O)> pay it

─── pay_invoice | wallet ──────────────────────────
invoice: 12

◇  Goose would like to call the above tool, do you allow?
│  Deny
│

Then I will not pay.

( O)> `;

  test("asks with a list, of which the marked choice is picked", () => {
    const { messages, status } = showScreen(
      "goose",
      answered,
      asPieces(
        asked(0),
        { typed: DOWN },
        redraw(asked(1)),
        { typed: DOWN },
        redraw(asked(2)),
        { typed: "\r" },
        redraw(answered),
      ),
    );
    const permission = messages.find(({ kind }) => kind === "permission");
    expect(permission?.text).toBe(
      "Goose would like to call the above tool, do you allow?",
    );
    expect(permission?.permission).toEqual({
      choices: [
        { key: "1", label: "Allow" },
        { key: "2", label: "Always Allow" },
        { key: "3", label: "Deny" },
      ],
      chosen: "3",
    });
    expect(toldOn(messages)).toContain("answer 1: Then I will not pay.");
    expect(status).toBe("idle");
  });
});

describe("Cursor", () => {
  const box = (...lines: string[]) =>
    [
      ` ┌${"─".repeat(50)}┐`,
      ...lines.map((line) => ` │ ${line.padEnd(49)}│`),
      ` └${"─".repeat(50)}┘`,
    ].join("\n");
  const asked = `${box("Remove it", "", "and all the rest")}

  I will remove it.

${box("$ rm -rf it in .")}

${
    box(
      "Run this command?",
      "Not in allowlist: rm -rf it",
      " → Run (once) (y) (enter)",
      "   Add Shell(rm) to allowlist? (tab)",
      "   Skip (esc or n)",
    )
  }
`;

  test("asks with keys that have names", () => {
    const { messages, status } = showScreen("cursor", asked);
    expect(status).toBe("needs_permission");
    expect(toldOn(messages)).toEqual([
      "question 1: Remove it\n\nand all the rest",
      "answer 1: I will remove it.",
      "tool 1: $ rm -rf it in .",
      "permission 1: Run this command?\nNot in allowlist: rm -rf it",
    ]);
    expect(messages.at(-1)?.permission?.choices).toEqual([
      { key: "y", label: "Run (once)" },
      { key: "tab", label: "Add Shell(rm) to allowlist?" },
      { key: "n", label: "Skip" },
    ]);
  });

  test.each([
    ["y", "y"],
    ["\t", "tab"],
    ["n", "n"],
    ["\r", "y"],
  ])("knows what %j picks", (typed, chosen) => {
    const done = `${box("→ Add a follow-up")}\n  / for commands · @ for files`;
    const { messages } = showScreen(
      "cursor",
      asked,
      asPieces(asked, { typed }, CLEAR + done),
    );
    const permission = messages.find(({ kind }) => kind === "permission");
    expect(permission?.permission?.chosen).toBe(chosen);
    expect(permission?.done).toBe(true);
  });
});

describe("opencode", () => {
  const asked = `  ┃
  ┃  Count them
  ┃

  ┃
  ┃  △ Permission required
  ┃    # Shell command
  ┃
  ┃  $ wc -w notes.txt
  ┃
  ┃   Allow once   Allow always   Reject       ctrl+f fullscreen  enter confirm
  ┃
`;

  test("asks with choices beside each other", () => {
    const { messages, status } = showScreen("opencode", asked);
    expect(status).toBe("needs_permission");
    expect(toldOn(messages)).toEqual([
      "question 1: Count them",
      "permission 1: Permission required\n  # Shell command\n\n$ wc -w notes.txt",
    ]);
    expect(messages.at(-1)?.permission?.choices).toEqual([
      { key: "1", label: "Allow once" },
      { key: "2", label: "Allow always" },
      { key: "3", label: "Reject" },
    ]);
  });
});
