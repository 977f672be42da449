/**
 * The box, or the line, that people write into.
 *
 * @module
 */
import { LOOK } from "@/shared/view.ts";
import { classesOf } from "./classify.ts";
import type { Layout } from "./layout.ts";
import { readBlocks } from "./blocks.ts";
import type { Line } from "./line.ts";
import { unwrap } from "./unwrap.ts";

/** Where an input box ends that has a side in place of edges. */
const SIDE_END = /^\s*╹▀{4,}/u;

/** An input box on the screen. */
export interface Input {
  /** The first row of the interface: everything above is conversation. */
  start: number;
  draft: string;
}

/** The lowest prompt under which there is nothing but the interface. */
export function findInput(
  layout: Layout,
  lines: readonly Line[],
  { top, cursor, cols }: { top: number; cursor: number; cols: number },
): Input | undefined {
  const { framed, hint, side, line } = layout.input;
  const { promptOf } = classesOf(layout);
  if (side) return findSided(layout, lines, { top, side });
  if (line) return lineAt(layout, lines, { top, cursor, cols });
  for (let row = lines.length - 1; row >= top; row--) {
    const match = promptOf(lines[row]!);
    if (!match) continue;
    const end = endOfDraft(layout, lines, row);
    if (end === undefined) return undefined;
    if (framed && !hasFrame(lines, row, end)) continue;
    if (!framed && !isWritten(lines, { row, end, cursor })) return undefined;
    const draft = draftOf(lines, { row, end, match, cols });
    const isHint = hint?.test(draft) === true || isFaint(lines[row]!, match);
    return {
      start: startOfInterface(layout, lines, { row, top }),
      draft: isHint ? "" : draft,
    };
  }
  return undefined;
}

/** The row behind the draft that begins in `row`; undefined when something else than the interface follows. */
function endOfDraft(
  layout: Layout,
  lines: readonly Line[],
  row: number,
): number | undefined {
  let end = row + 1;
  if (layout.input.framed) {
    while (end < lines.length && !lines[end]!.edge) end++;
    if (layout.input.last) return end;
    return restIsInterface(layout, lines, end) ? end : undefined;
  }
  for (; end < lines.length; end++) {
    if (restIsInterface(layout, lines, end)) return end;
    if (!/^\s{2}/.test(lines[end]!.text) && !lines[end]!.blank) {
      return undefined;
    }
  }
  return end;
}

function restIsInterface(
  layout: Layout,
  lines: readonly Line[],
  from: number,
): boolean {
  const { isFooter, isNoise, workOf } = classesOf(layout);
  for (let row = from; row < lines.length; row++) {
    const line = lines[row]!;
    if (line.edge || isFooter(line) || workOf(line)) continue;
    if (!isNoise(line)) return false;
  }
  return true;
}

function hasFrame(lines: readonly Line[], row: number, end: number): boolean {
  return lines[row - 1]?.edge !== undefined &&
    (lines[end]?.edge !== undefined || lines[row]!.boxed);
}

/** A line without a frame is being written when the cursor is in it, or nothing has come after it. */
function isWritten(
  lines: readonly Line[],
  { row, end, cursor }: { row: number; end: number; cursor: number },
): boolean {
  const isLast = lines.slice(end).every(({ blank }) => blank);
  return !isLast || (cursor >= row && cursor < Math.max(end, row + 1));
}

function draftOf(
  lines: readonly Line[],
  { row, end, match, cols }: {
    row: number;
    end: number;
    match: RegExpExecArray;
    cols: number;
  },
): string {
  const first = match.groups?.["draft"] ?? "";
  const indent = match[0].length - first.length;
  const more = lines.slice(row + 1, end).map(({ text }) =>
    text.slice(Math.min(indent, text.search(/\S|$/)))
  );
  return unwrap([first, ...more], cols - indent).join("\n").trim();
}

/** What stands in the rows above `row`, where each row of a draft has the prompt. */
function draftAbove(
  { input: { prompt, lead } }: Layout,
  lines: readonly Line[],
  row: number,
): string[] {
  const rows: string[] = [];
  if (lead === undefined) return rows;
  for (let at = row - 1; at >= 0; at--) {
    const match = prompt.exec(lines[at]!.text);
    if (!match) break;
    rows.unshift(match.groups?.["draft"] ?? "");
  }
  return rows;
}

/** Whether what stands behind the prompt is a hint, by its look. */
function isFaint(line: Line, match: RegExpExecArray): boolean {
  const draft = match.groups?.["draft"] ?? "";
  if (draft === "" || line.looks === "") return false;
  const from = line.text.indexOf(draft);
  // The cursor may stand on the hint's first letter.
  return from >= 0 && [...line.looks.slice(from + 1, from + draft.length)]
    .every((look, at) =>
      draft[at + 1] === " " || (look.charCodeAt(0) & LOOK.dim) !== 0
    ) &&
    draft.length > 1;
}

/** The line that the cursor is in, when it is one to write into. */
function lineAt(
  layout: Layout,
  lines: readonly Line[],
  { top, cursor, cols }: { top: number; cursor: number; cols: number },
): Input | undefined {
  const { prompt, hint } = layout.input;
  const match = prompt.exec(lines[cursor]?.text ?? "");
  if (!match || isReply(layout, lines, { row: cursor, cols })) return undefined;
  const said = [
    ...draftAbove(layout, lines, cursor),
    match.groups?.["draft"] ?? "",
  ];
  const draft = said.join("\n").trim();
  return {
    start: startOfInterface(layout, lines, { row: cursor, top }),
    draft: hint?.test(draft) ? "" : draft,
  };
}

/** Whether `row` begins what the agent says: some begin it like they ask. */
function isReply(
  layout: Layout,
  lines: readonly Line[],
  { row, cols }: { row: number; cols: number },
): boolean {
  const { text } = lines[row]!;
  const starts = layout.starts.filter(({ after, pattern }) =>
    after !== undefined && pattern.test(text)
  );
  if (starts.length === 0) return false;
  const before = readBlocks(layout, lines.slice(0, row), cols).at(-1)?.kind;
  return starts.some(({ after }) => before && after!.includes(before));
}

/** The lowest rows with a side, above the end of the side. */
function findSided(
  layout: Layout,
  lines: readonly Line[],
  { top, side }: { top: number; side: RegExp },
): Input | undefined {
  const { prompt, hint } = layout.input;
  const foot = lines.findLastIndex(({ text }) => SIDE_END.test(text));
  let start = foot;
  while (start > top && side.test(lines[start - 1]!.text)) start--;
  if (foot < top || start === foot) return undefined;
  const said = lines.slice(start, foot)
    .filter(({ text }) => !layout.footer.some((one) => one.test(text)))
    .map(({ text }) => prompt.exec(text)?.groups?.["draft"] ?? "");
  const draft = said.join("\n").trim();
  return { start, draft: hint?.test(draft) ? "" : draft };
}

/** The first row of the prompt whose last is `row`; or the rule above it, when only what belongs to the prompt stands between them. */
export function leadOf(
  { input }: Layout,
  lines: readonly Line[],
  row: number,
): number {
  const { prompt, lead } = input;
  if (lead === undefined) return row;
  let first = row;
  while (first > 0 && prompt.test(lines[first - 1]!.text)) first--;
  for (let at = first - 1; at >= first - 1 - lead && at >= 0; at--) {
    if (lines[at]!.edge === "rule") return at;
  }
  return first;
}

/** `lines` without what stands between a rule and a prompt that was answered. */
export function withoutLeads(
  layout: Layout,
  lines: readonly Line[],
): readonly Line[] {
  if (layout.input.lead === undefined) return lines;
  const left = new Set<number>();
  const asks = (row: number) =>
    layout.input.prompt.test(lines[row]?.text ?? "");
  lines.forEach((_, row) => {
    if (!asks(row) || asks(row - 1)) return;
    // The rule stays: it ends what is above.
    for (let at = leadOf(layout, lines, row) + 1; at < row; at++) left.add(at);
  });
  return lines.filter((_, row) => !left.has(row));
}

function startOfInterface(
  layout: Layout,
  lines: readonly Line[],
  { row, top }: { row: number; top: number },
): number {
  const { isFooter } = classesOf(layout);
  let start = leadOf(layout, lines, row);
  while (start > top) {
    const above = lines[start - 1]!;
    if (above.edge === undefined && !isFooter(above)) break;
    start--;
  }
  return start;
}
