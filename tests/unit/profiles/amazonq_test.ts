import { beforeAll, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/text_screen.ts";
import { asPieces, showScreen, toldOn } from "./screen.ts";

beforeAll(loadTerminal);

const ASKED = `🤖 You are chatting with a-model

> how many files?

> I count them.

🛠️  Using tool: execute_bash
 ⋮
 ● I will run the following shell command:
ls | wc -l

Allow this action? Use 't' to trust (always allow) this tool for the session. [y/n/t]:

> `;

const ANSWERED = `y

 ⋮
 ● Completed in 0.1s

> There are three.

> thanks

> You are welcome.

> `;

test("an answer begins like a question does, and is none", () => {
  const { messages, status } = showScreen("amazonq", ASKED + ANSWERED);
  const said = toldOn(messages).filter((one) => !/^tool|^permission/.test(one));
  expect(said).toEqual([
    "question 1: how many files?",
    "answer 1: I count them.",
    "answer 1: There are three.",
    "question 2: thanks",
    "answer 2: You are welcome.",
  ]);
  expect(status).toBe("idle");
});

test("a question for a letter is a permission, and its answer is no question", () => {
  const asked = showScreen("amazonq", ASKED);
  expect(asked.status).toBe("needs_permission");
  const { messages } = showScreen(
    "amazonq",
    ASKED + ANSWERED,
    asPieces(ASKED, { typed: "y" }, ANSWERED),
  );
  const permission = messages.find(({ kind }) => kind === "permission");
  expect(permission?.permission).toEqual({
    choices: [
      { key: "y", label: "Yes" },
      { key: "n", label: "No" },
      { key: "t", label: "Trust, always allow" },
    ],
    chosen: "y",
  });
  expect(messages.filter(({ kind }) => kind === "question")).toHaveLength(2);
});

test("what is being said is not being written", () => {
  const { messages, status } = showScreen("amazonq", "> hello\n\n> Hi the");
  expect(toldOn(messages)).toEqual(["question 1: hello", "answer 1: Hi the"]);
  expect(status).toBeUndefined();
});

test("its successor asks with a list", () => {
  const { messages, status } = showScreen(
    "amazonq",
    `> where am I?

 shell requires approval
 ❯ Yes, single permission
   Trust, always allow in this session
   No (Tab to edit)
────────────────────
ESC to close · Tab to edit`,
  );
  expect(status).toBe("needs_permission");
  expect(messages.at(-1)?.permission?.choices.map(({ label }) => label))
    .toEqual([
      "Yes, single permission",
      "Trust, always allow in this session",
      "No (Tab to edit)",
    ]);
});
