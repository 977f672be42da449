import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  blocksOf,
  codeOf,
  LONGEST_BLOCK,
  type MarkdownBlock,
} from "@/web/src/lib/markdown_blocks.ts";
import { check } from "../../support/check.ts";

const ANSWER = `# Plan

First a paragraph
of two lines.
- a list
- with \`code\`

  and a second paragraph

1. numbered

   \`\`\`sh
   make test
   \`\`\`

| a | b |
| - | - |
| 1 | 2 |

> a quote
that goes on

\`\`\`ts
const prompt = "> not a quote";

# not a heading
\`\`\`

Setext
---

    indented code

<div>a tag</div>

The end, with 漢字 and 🎉.
`;

const shape = (blocks: readonly MarkdownBlock[]) =>
  blocks.map(({ start, source, token }) => [start, source, token?.type]);
const sources = (blocks: readonly MarkdownBlock[]) =>
  blocks.map(({ source }) => source).join("");

test("the blocks are the text", () => {
  expect(sources(blocksOf(ANSWER))).toBe(ANSWER);
  expect(blocksOf("")).toEqual([]);
});

test("text that comes in pieces makes the same blocks, wherever it is cut", () => {
  const property = fc.property(
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
    (lengths) => {
      let blocks: readonly MarkdownBlock[] = [];
      let end = 0;
      for (let i = 0; end < ANSWER.length; i++) {
        end += lengths[i % lengths.length]!;
        blocks = blocksOf(ANSWER.slice(0, end), blocks);
      }
      expect(shape(blocks)).toEqual(shape(blocksOf(ANSWER)));
    },
  );
  check(property, 100);
});

test("text that is put in place of other text makes the same blocks", () => {
  const parts = ANSWER.split("\n\n").map((part) => `${part}\n\n`);
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 8 })
    .map((some) => some.join(""));
  const property = fc.property(fc.array(text, { minLength: 2 }), (texts) => {
    let blocks: readonly MarkdownBlock[] = [];
    for (const text of texts) blocks = blocksOf(text, blocks);
    expect(shape(blocks)).toEqual(shape(blocksOf(texts.at(-1)!)));
  });
  check(property, 200);
});

test("what comes in place of other text may belong to the block before it", () => {
  const list = "A plan\n\n1. numbered\n\n";
  const before = blocksOf(`${list}# Then\n\n# And then\n\n`);
  const text = `${list}   more of the list`;
  expect(shape(blocksOf(text, before))).toEqual(shape(blocksOf(text)));
});

test("blocks before the last two stay the same objects when the text grows", () => {
  const before = blocksOf("one\n\ntwo\n\nthree\n\nfour");
  const after = blocksOf("one\n\ntwo\n\nthree\n\nfour and five", before);
  expect(after.slice(0, 3).map((block, i) => block === before[i]))
    .toEqual([true, true, true]);
  expect(after[3]!.source).toBe("four and five");
});

test("code is code while it is still being written", () => {
  const [block] = blocksOf("```ts\nconst a = 1;");
  expect(codeOf(block!)).toMatchObject({ lang: "ts", text: "const a = 1;" });
  expect(codeOf(blocksOf("text")[0]!)).toBeNull();
});

test("a block that is too long is not read as Markdown, code as long is", () => {
  const long = "*word* ".repeat(LONGEST_BLOCK / 7 + 1);
  expect(blocksOf(long)).toMatchObject([{ start: 0, token: null }]);
  const [code] = blocksOf(`\`\`\`\n${long}\n\`\`\`\n`);
  expect(codeOf(code!)?.text).toBe(long);
});

test("a long answer that grows by a word costs its end only", () => {
  const paragraphs = Array.from(
    { length: 2000 },
    (_, i) => `Paragraph ${i} with **some** words in it.\n\n`,
  );
  const text = paragraphs.join("");
  const before = blocksOf(text);
  const after = blocksOf(`${text}more`, before);
  expect(after).toHaveLength(2001);
  expect(after.filter((block, i) => block !== before[i])).toHaveLength(1);
});
