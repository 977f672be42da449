import { beforeAll, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/text_screen.ts";
import { asPieces, showScreen, toldOn } from "./screen.ts";

beforeAll(loadTerminal);

const RULE = "─".repeat(60);

test("the files in use stand above a question, and say nothing", () => {
  const { messages, status } = showScreen(
    "aider",
    `${RULE}
README.md src/main.py
> explain it

It explains itself.

Tokens: 8.6k sent, 59 received. Cost: $0.03 message, $0.03 session.
${RULE}
README.md src/main.py
diff> `,
  );
  expect(toldOn(messages)).toEqual([
    "question 1: explain it",
    "answer 1: It explains itself.",
    "notice 1: Tokens: 8.6k sent, 59 received. Cost: $0.03 message, $0.03 session.",
  ]);
  expect(status).toBe("idle");
});

test("each line of a question has the prompt", () => {
  const { messages } = showScreen(
    "aider",
    `${RULE}\nask> compare\nask>\nask>   two things\n\nThey are alike.\n`,
  );
  expect(toldOn(messages)).toEqual([
    "question 1: compare\n\n  two things",
    "answer 1: They are alike.",
  ]);
});

test("a question that is being written is none yet", () => {
  const { messages, status } = showScreen(
    "aider",
    `${RULE}\nREADME.md\nask> compare\nask> two th`,
  );
  expect(messages).toEqual([]);
  expect(status).toBe("idle");
});

test("a question for a letter is a permission", () => {
  const asked = `> add a file

I will add it.

Create new file? (Y)es/(N)o/(D)on't ask again [Yes]: `;
  const answered = `n

Then I will not.
`;
  expect(showScreen("aider", asked).status).toBe("needs_permission");
  const { messages } = showScreen(
    "aider",
    asked + answered,
    asPieces(asked, { typed: "n" }, answered),
  );
  const said = toldOn(messages).map((one) => one.replace(/\n{2,}/g, "\n\n"));
  expect(said).toEqual([
    "question 1: add a file",
    "answer 1: I will add it.\n\nThen I will not.",
    "permission 1: Create new file? (Y)es/(N)o/(D)on't ask again [Yes]:",
  ]);
  expect(messages.at(-1)?.permission).toEqual({
    choices: [
      { key: "y", label: "Yes" },
      { key: "n", label: "No" },
      { key: "d", label: "Don't ask again" },
    ],
    chosen: "n",
  });
});
