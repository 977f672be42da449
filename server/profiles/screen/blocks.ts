/**
 * Lines of the conversation as messages.
 *
 * @module
 */
import { LOOK } from "@/shared/view.ts";
import { classesOf, once } from "./classify.ts";
import type { Layout, Start } from "./layout.ts";
import { type Line, looks } from "./line.ts";
import type { Block } from "./page.ts";
import { asTool } from "./tool.ts";
import { unwrap } from "./unwrap.ts";

/** What is said to the agent's program and not to the agent: `/compact`. */
const COMMAND = /^\/[a-z][\w:-]*(?:\s|$)/;

/** The number of a line of code. */
const NUMBER = /^\s*\d{1,4}(?: |$)/;

/** A message that is being read. */
interface Open {
  block: Block;
  start: Start | undefined;
  /** Columns that its text is indented by. */
  indent: number;
  /** The column in which its first row begins. */
  column: number;
  /** Whether a blank line has come since. */
  paused: boolean;
  /** Whether its first line has a background of its own. */
  filled: boolean;
}

/** The messages that `lines` show. The first may lack its beginning. */
export function readBlocks(
  layout: Layout,
  lines: readonly Line[],
  cols: number,
): Block[] {
  const { isNoise } = classesOf(layout);
  const blocks: Block[] = [];
  let open: Open | undefined;
  const begin = (line: Line, block: Block, start?: Start, indent = 0) => {
    const column = line.text.search(/\S/);
    const filled = isFilled(line);
    open = { block, start, indent, column, paused: false, filled };
    blocks.push(block);
  };
  for (const row of lines) {
    const line = layout.numbered ? withoutNumber(row) : row;
    if (line.edge) {
      if (/boxed|marked/.test(open?.start?.goesOn ?? "")) open = undefined;
      continue;
    }
    if (line.blank) {
      open?.block.lines.push("");
      if (open) open.paused = true;
      continue;
    }
    if (open && isRailed(open, line)) {
      const text = line.text.replace(open.start!.rail!, "");
      if (text === "" || !isNoise(line)) open.block.lines.push(text);
      continue;
    }
    const found = findStart(layout, line, { open, before: blocks.at(-1) });
    if (found) {
      const { start, length } = found;
      const text = line.text.slice(length);
      if (open && start.goesOn === "marked" && open.start === start) {
        open.block.lines.push(text);
      } else {
        const block = { kind: start.kind, lines: [text], indent: length };
        begin(line, block, start, length);
      }
      continue;
    }
    if (isNoise(line)) {
      if (open?.paused) open.block.lines.push("");
      continue;
    }
    if (open && goesOn(open, line)) {
      const { rail } = open.start ?? {};
      open.block.lines.push(
        rail ? line.text.replace(rail, "") : dedent(line.text, open.indent),
      );
      open.paused = false;
      continue;
    }
    begin(line, ...unmarked(layout, line, blocks));
  }
  return blocks.map((block) => finish(layout, block, cols)).filter((
    { lines },
  ) => lines.length > 0);
}

function isRailed({ start, paused }: Open, { text }: Line): boolean {
  return start?.goesOn === "railed" && !paused && start.rail!.test(text);
}

/** What nothing begins: an answer below a question, or else one whose beginning is not shown. */
function unmarked(
  layout: Layout,
  { text }: Line,
  blocks: readonly Block[],
): [Block, undefined, number] {
  const isAnswer = layout.unmarked && blocks.length > 0;
  const indent = isAnswer ? text.search(/\S/) : 0;
  const lines = [text.slice(indent)];
  const kind = isAnswer ? "answer" : undefined;
  return [{ kind, lines, indent }, undefined, indent];
}

function findStart(
  layout: Layout,
  line: Line,
  { open, before }: { open: Open | undefined; before: Block | undefined },
): { start: Start; length: number } | undefined {
  for (const start of layout.starts) {
    if (start.after && !start.after.includes(before?.kind ?? "notice")) {
      continue;
    }
    if ((start.boxed ?? false) !== line.boxed && start.goesOn !== "marked") {
      continue;
    }
    if (start.boxed && open?.start?.boxed) continue;
    if (start.unfilled && isFilled(line)) continue;
    const match = start.pattern.exec(line.text);
    if (!match || match.index !== 0) continue;
    const { length } = match[0];
    if (start.look !== undefined && !looks(line, start.look, length)) continue;
    return { start, length };
  }
  return undefined;
}

function goesOn(open: Open, line: Line): boolean {
  const { start, indent, column, paused, block } = open;
  if (!start) return true;
  if (start.endsAtBlank && paused) return false;
  // A question has its own background; what scrolls on below it has not.
  const isQuestion = block.kind === "question" && open.filled;
  if (isQuestion && !isFilled(line)) return false;
  switch (start.goesOn) {
    case "boxed":
      return line.boxed;
    case "marked":
      return false;
    case "indented":
      return line.text.search(/\S/) >= indent;
    case "deeper":
      return line.text.search(/\S/) > column;
    case "railed":
    case "none":
      return false;
    default:
      return true;
  }
}

/** The number of a line of code is grey, and the code is not. */
const withoutNumber = once((line: Line): Line => {
  const match = NUMBER.exec(line.text);
  if (!match || line.looks === "") return line;
  const digit = line.text.search(/\d/);
  const isGrey = (line.looks.charCodeAt(digit) & LOOK.grey) !== 0;
  const { length: end } = match[0];
  if (!isGrey || (line.looks.charCodeAt(end) & LOOK.grey) !== 0) return line;
  const indent = " ".repeat(digit);
  const length = match[0].length;
  return {
    ...line,
    text: indent + line.text.slice(length),
    looks: line.looks.slice(0, digit) + line.looks.slice(length),
  };
});

function isFilled({ text, looks }: Line): boolean {
  if (looks === "") return false;
  return (looks.charCodeAt(text.search(/\S/)) & LOOK.filled) !== 0;
}

/** `text` without so many blanks at its beginning, if it has them. */
export function dedent(text: string, indent: number): string {
  const blanks = text.search(/\S|$/);
  return text.slice(Math.min(indent, blanks));
}

function finish(layout: Layout, block: Block, cols: number): Block {
  const first = block.lines.findIndex((line) => line.trim() !== "");
  const last = block.lines.findLastIndex((line) => line.trim() !== "");
  const lines = first < 0 ? [] : block.lines.slice(first, last + 1);
  const kind = block.kind === "question" && COMMAND.test(lines[0] ?? "")
    ? "notice"
    : block.kind;
  const trimmed = lines.map((line) => line.trimEnd());
  // Its text is indented by its marker.
  const whole = kind === "question" ? unwrap(trimmed, cols - 2) : trimmed;
  return asTool(layout, { ...block, kind, lines: whole });
}
