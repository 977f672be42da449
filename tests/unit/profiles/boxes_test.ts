import { beforeAll, describe, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/text_screen.ts";
import { showScreen, toldOn } from "./screen.ts";

beforeAll(loadTerminal);

describe("Copilot", () => {
  const talk = `❯ Build a game
  with two players

● I look at what there is:

● List directory .
  └ 1 file found

✓ Run the tests
  $ python3 test_game.py
  ↪ 7 lines...

● It is there.

  game/
  └── main.py
`;

  test("marks its answers and its tools alike", () => {
    const { messages } = showScreen("copilot", talk);
    expect(toldOn(messages)).toEqual([
      "question 1: Build a game\nwith two players",
      "answer 1: I look at what there is:",
      "tool 1: List directory .\n└ 1 file found",
      "tool 1: ✓ Run the tests\n  $ python3 test_game.py\n  ↪ 7 lines...",
      "answer 1: It is there.\n\ngame/\n└── main.py",
    ]);
  });

  test("works while it says how to cancel that", () => {
    const { messages, status } = showScreen(
      "copilot",
      `${talk}
 ◉ Thinking (Esc to cancel)

 ~/project [⎇ main*]     a-model (1x)
──────────────────────────────────────────────
❯  Type @ to mention files, # for issues/PRs, / for commands, or ?
   for shortcuts
──────────────────────────────────────────────
 shift+tab switch mode                      Remaining requests: 0%`,
    );
    expect(status).toBe("working");
    expect(toldOn(messages).at(-1)).toMatch(/^answer 1: It is there\./);
  });

  test("asks by numbers below a box", () => {
    const { messages, status } = showScreen(
      "copilot",
      `${talk}
╭────────────────────────╮
│ touch it.txt           │
╰────────────────────────╯

Do you want to run this command?

❯ 1. Yes
  2. Yes, and approve touch for the rest of the running session
  3. No, and tell Copilot what to do differently (Esc)

Confirm with number keys or ↑↓ keys and Enter, Cancel with Esc`,
    );
    expect(status).toBe("needs_permission");
    expect(messages.at(-1)?.text).toContain("touch it.txt");
    expect(messages.at(-1)?.permission?.choices).toHaveLength(3);
  });
});

describe("Amp", () => {
  const inputBox = `╭─smart${"─".repeat(40)}╮
│${" ".repeat(46)}│
╰${"─".repeat(30)}~/project (main)─╯`;

  test("has a side beside its questions, and no mark before its answers", () => {
    const { messages, status } = showScreen(
      "amp",
      `  ┃ Look at this:
  ┃
  ┃ const a = 1;

  ✓ Thinking ▶

  ✓ Grep const a in src

  It is a constant.

  ┃ Thanks

  You are welcome.

${inputBox}
                                   1% of 983k`,
    );
    expect(toldOn(messages)).toEqual([
      "question 1: Look at this:\n\nconst a = 1;",
      "thinking 1: Thinking ▶",
      "tool 1: ✓ Grep const a in src",
      "answer 1: It is a constant.",
      "question 2: Thanks",
      "answer 2: You are welcome.",
    ]);
    expect(status).toBe("idle");
  });

  test("works while it says how to cancel that", () => {
    const { status } = showScreen(
      "amp",
      `  ┃ Thanks\n\n${inputBox}\n ∿ Waiting for response...  Esc to cancel`,
    );
    expect(status).toBe("working");
  });
});

describe("opencode", () => {
  const inputBox = (draft: string) =>
    `  ┃
  ┃  ${draft}
  ┃
  ┃  Build · A model
  ╹${"▀".repeat(40)}
`;

  test("tells questions from its input box, and its tools from both", () => {
    const { messages, status } = showScreen(
      "opencode",
      `  ┃
  ┃  Count them
  ┃  and tell me
  ┃

     I will count.

     → Read notes.txt

  ┃
  ┃  $ wc -w notes.txt
  ┃
  ┃  3 notes.txt
  ┃

     There are three:

     - alpha

     ▣  Build · A model · 1.4s

${inputBox("What I wr")}   /project                1.0K  ctrl+p commands`,
    );
    expect(toldOn(messages)).toEqual([
      "question 1: Count them\nand tell me",
      "answer 1: I will count.",
      "tool 1: → Read notes.txt",
      "tool 1: $ wc -w notes.txt\n\n3 notes.txt",
      "answer 1: There are three:\n\n- alpha",
    ]);
    expect(messages[3]?.tool).toMatchObject({
      name: "$",
      input: "wc -w notes.txt",
      result: "3 notes.txt",
    });
    expect(status).toBe("idle");
  });

  test("works while it says how to interrupt it", () => {
    const { status, messages } = showScreen(
      "opencode",
      `  ┃\n  ┃  Count\n  ┃\n\n${
        inputBox("")
      }   ■⬝⬝⬝  esc interrupt    ctrl+p commands`,
    );
    expect(status).toBe("working");
    expect(toldOn(messages)).toEqual(["question 1: Count"]);
  });
});

describe("Auggie", () => {
  test("marks each part of what it says", () => {
    const { messages, status } = showScreen(
      "auggie",
      `  Getting started with Auggie by Augment Code
  1. You can ask questions

 ────────────────────────────────────────
 › Which is it ?

 » I look.
 » README.md - read file
   ⎿ Read 2 lines
          1     # It

 » It is this one.

   And no other.


╭──────────────────────────────────────────╮
│ › Try 'how do I log an error?' or type / │
╰──────────────────────────────────────────╯
 Type / for commands • ↑↓ for history • Esc/Ctrl+C to interrupt    ~/project
`,
    );
    expect(toldOn(messages)).toEqual([
      "question 1: Which is it ?",
      "answer 1: I look.",
      "tool 1: README.md - read file\n⎿ Read 2 lines\n       1     # It",
      "answer 1: It is this one.\n\nAnd no other.",
    ]);
    expect(messages[2]?.tool).toMatchObject({
      name: "read file",
      input: "README.md",
    });
    expect(status).toBe("idle");
  });
});
