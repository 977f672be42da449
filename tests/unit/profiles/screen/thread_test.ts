import { beforeAll, describe, expect, test } from "vitest";
import {
  applyPatch,
  isTakenBack,
  type Message,
  type MessagePatch,
  type SessionEvent,
} from "@/shared/domain.ts";
import { Pipeline } from "../../../../server/pipeline/pipeline.ts";
import { loadTerminal } from "../../../../server/pipeline/terminal.ts";
import { codex } from "../../../../server/profiles/codex.ts";

beforeAll(loadTerminal);

const encoder = new TextEncoder();

/** The patches that follow from each of `outputs`, read when it is there. */
function patchesOf(outputs: Iterable<string>): MessagePatch[][] {
  using pipeline = new Pipeline({
    profile: codex,
    command: ["codex"],
    start: { lastId: 0, turn: 0 },
    terminal: { cols: 80, rows: 24 },
    convertEol: true,
  });
  const patches: MessagePatch[][] = [];
  for (const text of outputs) {
    const event: SessionEvent = {
      type: "output",
      stream: 1,
      data: encoder.encode(text),
    };
    patches.push(
      [...pipeline.push(event), ...pipeline.pause()].flatMap((found) =>
        found.type === "message" ? [found.patch] : []
      ),
    );
  }
  return patches;
}

function messagesOf(outputs: Iterable<string>): Message[] {
  const messages = new Map<number, Message>();
  for (const patch of patchesOf(outputs).flat()) {
    const before = messages.get(patch.id);
    messages.set(patch.id, applyPatch(before, patch, { seq: 0, at: 0 }));
  }
  return [...messages.values()].filter((one) => !isTakenBack(one));
}

describe("Thread", () => {
  test("loses no line of an answer that is longer than a message, and has none twice", () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, at) => `  line ${at} of a long answer`,
    );
    const chunks = [`› go\n\n• begin\n`];
    for (let at = 0; at < lines.length; at += 40) {
      chunks.push(lines.slice(at, at + 40).join("\n") + "\n");
    }
    chunks.push("\n› more\n\n• end\n");
    const answers = messagesOf(chunks).filter(({ kind, turn }) =>
      kind === "answer" && turn === 1
    );
    expect(answers.length).toBeGreaterThan(1);
    expect(
      answers.map(({ text }) => text).join("\n").split("\n").map((line) =>
        line.trim()
      ),
    ).toEqual(["begin", ...lines.map((line) => line.trim())]);
  });

  test("puts each piece of it where the last one ended", () => {
    const chunks = ["› go\n\n• begin\n"];
    for (let at = 0; at < 9_000; at++) {
      chunks.push(`  line ${at} of a long answer of several messages\n`);
    }
    const lengths = new Map<number, number>();
    for (const { id, from, text } of patchesOf(chunks).flat()) {
      expect(from).toBeLessThanOrEqual(lengths.get(id) ?? 0);
      lengths.set(id, from + text.length);
    }
    expect(lengths.size).toBeGreaterThan(2);
  });

  test("says a word of a long answer with a word", () => {
    const lines = Array.from(
      { length: 3_000 },
      (_, at) => `  line ${at} of an answer of 100 kB\n`,
    );
    const patches = patchesOf([
      "› go\n\n• begin\n",
      ...lines,
      "  and",
      " a",
      " word",
    ]);
    for (const each of patches.slice(-3)) {
      const units = each.reduce((sum, { text }) => sum + text.length, 0);
      expect(units).toBeGreaterThan(0);
      expect(units).toBeLessThan(10);
    }
  });

  test("keeps messages and ids when all is drawn again", () => {
    const talk = "› one\n\n• first answer\n\n› two\n\n• second answer\n";
    const [first, again] = patchesOf([talk, `\x1b[2J\x1b[3J\x1b[H${talk}`]);
    expect(new Set(first!.map(({ id }) => id))).toEqual(new Set([1, 2, 3, 4]));
    expect(again).toEqual([]);
  });

  test("knows the same question from its repetition", () => {
    const said = messagesOf([
      "› again\n\n• yes\n",
      "\n› again\n\n• yes\n",
      "\n› again\n\n• no\n",
    ]);
    expect(said.map(({ turn, text }) => `${turn} ${text}`)).toEqual([
      "1 again",
      "1 yes",
      "2 again",
      "2 yes",
      "3 again",
      "3 no",
    ]);
  });

  test.each([
    ["What does `a*b` do?", "What does a*b do?", "What does `a*b` do?"],
    ["How do I set this up", "How do I set this up?", "How do I set this up?"],
  ])(
    "takes a question as it was written: %s, then %s",
    (draft, shown, asked) => {
      const [question] = messagesOf([
        `› ${draft}`,
        `\r\x1b[K› ${shown}\n\n• Like this.\n\n› `,
      ]);
      expect(question).toMatchObject({ kind: "question", text: asked });
    },
  );
});
