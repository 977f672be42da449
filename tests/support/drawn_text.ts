/**
 * What terminals show of output, as text: ours, and tmux.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { TextScreen } from "@/server/pipeline/text_screen.ts";
import { TmuxDrawing } from "./tmux_drawing.ts";

/** Output, and sizes that the terminal gets in between. */
export type Drawn = string | Uint8Array | Size;

/** What is above the screen, the screen, and the cursor. */
export interface DrawnText {
  all: string;
  screen: string;
  cursor: { row: number; column: number };
}

/** Drawn by a {@linkcode TextScreen}. */
export async function drawnHere(
  size: Size,
  ...parts: readonly Drawn[]
): Promise<DrawnText> {
  using screen = await TextScreen.open(size);
  let above = "";
  for (const part of parts) {
    if (isSize(part)) screen.resize(part);
    else screen.write(toBytes(part));
    above += linesOf(screen.takeScrolled());
  }
  return {
    all: withoutBlanks(above + linesOf(screen.ungiven())),
    screen: withoutBlanks(linesOf(screen.rows())),
    cursor: screen.cursor,
  };
}

/** Drawn by tmux. */
export async function drawnByTmux(
  size: Size,
  ...parts: readonly Drawn[]
): Promise<DrawnText> {
  await using drawing = await TmuxDrawing.open(size);
  for (const part of parts) {
    if (isSize(part)) await drawing.resize(part);
    else await drawing.write(toBytes(part));
  }
  return {
    all: withoutBlanks(await drawing.all()),
    screen: withoutBlanks(await drawing.screen()),
    cursor: await drawing.cursor(),
  };
}

/** Rows without blanks at their ends, and without blank rows at the end. */
export function withoutBlanks(rows: string): string {
  return rows.split("\n").map((row) => row.trimEnd()).join("\n").trimEnd();
}

function linesOf(rows: readonly { text: string }[]): string {
  return rows.map(({ text }) => `${text}\n`).join("");
}

function isSize(part: Drawn): part is Size {
  return typeof part === "object" && "cols" in part;
}

function toBytes(output: string | Uint8Array): Uint8Array {
  return typeof output === "string" ? new TextEncoder().encode(output) : output;
}
