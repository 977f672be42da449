/**
 * A view as a page of the conversation: its messages, and what the interface
 * below them shows.
 *
 * @module
 */
import type { Choice, MessageKind, ToolCall } from "@/shared/domain.ts";
import type { View } from "@/shared/view.ts";
import type { Sign } from "../profile.ts";
import { readBlocks } from "./blocks.ts";
import { findInput, withoutLeads } from "./input.ts";
import { classesOf, type Work } from "./classify.ts";
import type { Layout } from "./layout.ts";
import { type Line, linesOf } from "./line.ts";
import { findMenu, type Menu } from "./menu.ts";

/** One message as it stands on the screen. */
export interface Block {
  /** Undefined: its beginning has left the screen. */
  kind: MessageKind | undefined;
  lines: string[];
  /** Columns that its rows were indented by; 0 when its beginning is not shown. */
  indent: number;
  tool?: ToolCall;
}

/** What a view shows. */
export interface Page {
  /** The lines of its messages. */
  spoken: readonly Line[];
  blocks: Block[];
  sign: Sign | undefined;
  /** What stands in the input box; undefined when there is none. */
  draft: string | undefined;
  /** What it is thinking about, where it says so beside its messages. */
  thought: string | undefined;
  /** What its spinner says, where there is one. */
  spinner: string | undefined;
  menu: (Menu & { asks: "permission" | "other" }) | undefined;
}

export type { Choice, Menu };

/** How many rows above the input box are looked through for what the agent does. */
const BUSY_ROWS = 8;

/**
 * Reads `view`; the rows that have left the screen come first. Where nothing
 * was said since `last`, the page has the same blocks.
 */
export function readPage(layout: Layout, view: View, last?: Page): Page {
  const { cols } = view.size;
  const { lines, lineOf } = linesOf([...view.scrolled, ...view.rows], cols);
  const top = lineOf(view.scrolled.length);
  const cursor = lineOf(view.scrolled.length + view.cursor.row);
  const menu = findMenu(layout, lines, top);
  const input = menu
    ? undefined
    : findInput(layout, lines, { top, cursor, cols });
  const end = menu?.start ?? input?.start ??
    withoutFooter(layout, lines, lines.length);
  const busy = findBusy(layout, lines, { top, end });
  const spoken = busy && busy.row < end
    ? [...lines.slice(0, busy.row), ...lines.slice(busy.row + 1, end)]
    : lines.slice(0, end);
  return {
    spoken,
    blocks: last && isSame(spoken, last.spoken)
      ? last.blocks
      : readBlocks(layout, withoutLeads(layout, spoken), cols),
    sign: signOf({ menu, busy: busy?.sign, input }),
    draft: input?.draft,
    thought: busy?.thought,
    spinner: busy?.words,
    menu,
  };
}

function isSame(one: readonly Line[], other: readonly Line[]): boolean {
  return one.length === other.length &&
    one.every((line, index) => line === other[index]);
}

function withoutFooter(
  layout: Layout,
  lines: readonly Line[],
  end: number,
): number {
  let last = end;
  const { isFooter } = classesOf(layout);
  while (last > 0 && isFooter(lines[last - 1]!)) last--;
  return last;
}

/** The lowest row above `end` that shows the agent at work. */
function findBusy(
  layout: Layout,
  lines: readonly Line[],
  { top, end }: { top: number; end: number },
): ({ row: number; sign: Sign } & Pick<Work, "words" | "thought">) | undefined {
  const { workOf } = classesOf(layout);
  let seen = 0;
  for (let row = lines.length - 1; row >= top && seen < BUSY_ROWS; row--) {
    if (lines[row]!.blank) continue;
    if (row < end) seen++;
    const work = workOf(lines[row]!);
    if (!work) continue;
    const { busy: { status, evidence }, words, thought } = work;
    return { row, sign: { status, evidence }, words, thought };
  }
  return undefined;
}

function signOf(
  { menu, busy, input }: {
    menu: Page["menu"];
    busy: Sign | undefined;
    input: { draft: string } | undefined;
  },
): Sign | undefined {
  if (menu?.asks === "permission") {
    return { status: "needs_permission", evidence: `it asks: ${menu.title}` };
  }
  if (menu) {
    return { status: "needs_input", evidence: `it asks: ${menu.title}` };
  }
  if (busy) return busy;
  return input && { status: "idle", evidence: "its input box waits" };
}
