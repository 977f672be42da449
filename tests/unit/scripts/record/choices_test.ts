import { describe, expect, it } from "vitest";
import { choicesIn } from "@/scripts/record/choices.ts";

const DIALOGS = {
  "with keys behind the labels, one of them on two rows": {
    question: "Would you like to run the following command?",
    text: `  Would you like to run the following command?

  $ cat ~/made.txt

› 1. Yes, proceed (y)
  2. Yes, and don't ask again for commands that start with \`cat ~/
     made.txt\` (p)
  3. No, and tell Codex what to do differently (esc)

  Press enter to confirm or esc to cancel`,
    choices: [
      "Yes, proceed",
      "Yes, and don't ask again for commands that start with `cat ~/made.txt`",
      "No, and tell Codex what to do differently",
    ],
  },
  "in a box": {
    question: "Allow execution of [Shell]?",
    text: `│ Allow execution of [Shell]?            │
│                                        │
│ ● 1. Allow once                        │
│   2. Allow for this session            │
│   3. No, suggest changes (esc)         │
╰────────────────────────────────────────╯`,
    choices: ["Allow once", "Allow for this session", "No, suggest changes"],
  },
  "with advice behind a label": {
    question: "Do you want to proceed?",
    text: ` 1. is no choice
 Do you want to proceed?
 ❯ 1. Yes
   2. Yes, and switch to auto mode · auto mode handles these prompts
   3. No`,
    choices: ["Yes", "Yes, and switch to auto mode", "No"],
  },
};

describe("choicesIn()", () => {
  for (const [name, { text, question, choices }] of Object.entries(DIALOGS)) {
    it(`reads a dialog ${name}`, () => {
      expect(choicesIn(text, question)).toEqual(choices);
    });
  }
});
