/**
 * Long text in blocks of whole lines, so that an addition touches one block.
 *
 * @module
 */

/** Characters after which a block ends at the next line break. */
export const BLOCK = 8192;

/** A run of lines without the line break at its end. */
export interface TextBlock {
  /** Where it begins in the whole text, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  /** How many lines it has; 0 for the last block, which may still grow. */
  readonly lines: number;
}

export const NO_TEXT: readonly TextBlock[] = [{ start: 0, text: "", lines: 0 }];

/** Keeps the first `from` units of `blocks` and puts `text` after them. Blocks that do not change stay the same objects. */
export function patchBlocks(
  blocks: readonly TextBlock[],
  { from, text }: { from: number; text: string },
): readonly TextBlock[] {
  const kept = keep(blocks, from);
  if (text === "") return kept;
  const last = kept.at(-1)!;
  return [...kept.slice(0, -1), ...split(last.start, last.text + text)];
}

export function textOf(blocks: readonly TextBlock[]): string {
  return blocks.map((block) => block.text).join("\n");
}

export function lengthOf(blocks: readonly TextBlock[]): number {
  const last = blocks.at(-1)!;
  return last.start + last.text.length;
}

function keep(
  blocks: readonly TextBlock[],
  from: number,
): readonly TextBlock[] {
  if (from >= lengthOf(blocks)) return blocks;
  const count = blocks.findLastIndex((block) => block.start <= from) + 1;
  const { start, text } = blocks[count - 1]!;
  const open = { start, text: text.slice(0, from - start), lines: 0 };
  return [...blocks.slice(0, count - 1), open];
}

function split(start: number, text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let from = 0;
  for (;;) {
    const end = text.indexOf("\n", from + BLOCK);
    if (end < 0) break;
    const part = text.slice(from, end);
    blocks.push({
      start: start + from,
      text: part,
      lines: part.split("\n").length,
    });
    from = end + 1;
  }
  blocks.push({ start: start + from, text: text.slice(from), lines: 0 });
  return blocks;
}
