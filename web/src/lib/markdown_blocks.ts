/**
 * Markdown in blocks, so that text that grows costs its last blocks and not
 * the whole.
 *
 * @module
 */
import { Lexer, type Token, type Tokens } from "marked";

/** Longest block that is read as Markdown, in UTF-16 units; a longer one is shown as it is. */
export const LONGEST_BLOCK = 50_000;

/** Blocks at the end that more text may still change: the last, and the one that it may turn out to belong to. */
const OPEN = 2;

/** One block: a paragraph, a list, a table, code. */
export interface MarkdownBlock {
  /** Where it begins in the text, in UTF-16 units. */
  readonly start: number;
  /** Its Markdown, and the blank lines behind it. */
  readonly source: string;
  /** What Markdown makes of it; null: it is too long, and shown as it is. */
  readonly token: Token | null;
}

/**
 * The blocks of `text`. Those of `before` that are right already stay the same
 * objects, and are not read again. A link's address counts within its block
 * and the one before only.
 */
export function blocksOf(
  text: string,
  before: readonly MarkdownBlock[] = [],
): readonly MarkdownBlock[] {
  const settled = before.slice(0, settledIn(text, before));
  const last = settled.at(-1);
  const start = last ? last.start + last.source.length : 0;
  const fresh = read(text.slice(start), start);
  return [
    ...settled,
    ...fresh.map((block, i) => same(block, before[settled.length + i])),
  ];
}

/** The code of a block, or null when it is something else. */
export function codeOf({ token }: MarkdownBlock): Tokens.Code | null {
  return token?.type === "code" ? token as Tokens.Code : null;
}

/** How many of `blocks` stand in `text` and cannot change any more. */
function settledIn(text: string, blocks: readonly MarkdownBlock[]): number {
  const wrong = blocks.findIndex(({ source, start }) =>
    !text.startsWith(source, start)
  );
  // What has come to stand behind a block may belong to it.
  return Math.max(0, (wrong < 0 ? blocks.length : wrong) - OPEN);
}

function read(text: string, start: number): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let at = start;
  for (const token of Lexer.lex(text)) {
    const source = text.slice(at - start, at - start + token.raw.length);
    const last = blocks.at(-1);
    if (token.type === "space" && last) {
      blocks.splice(-1, 1, { ...last, source: last.source + source });
    } else if (token.type !== "space") {
      const readable = source.length <= LONGEST_BLOCK || token.type === "code";
      blocks.push({ start: at, source, token: readable ? token : null });
    }
    at += token.raw.length;
  }
  return blocks;
}

/** `before` when it says the same as `block`, so that nobody draws it again. */
function same(
  block: MarkdownBlock,
  before: MarkdownBlock | undefined,
): MarkdownBlock {
  return before?.start === block.start && before.source === block.source
    ? before
    : block;
}
