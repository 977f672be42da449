/**
 * Terminal output to text in a stream: what `streamer text` does.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";

/** Takes bytes wherever they are cut. What it keeps does not grow with them. */
export interface Filter {
  /** Reads on. Returns the text that is complete now. */
  push(data: Uint8Array): string;
  /** Nothing more comes. Returns the rest of the text. */
  end(): string;
}

/** Bytes drawn at a time: they may make a hundred times as many rows. */
const SLICE = 4096;

/** Clean lines. Without `edits`, escape sequences are only taken out. */
export async function openLineFilter(edits: boolean): Promise<Filter> {
  const { Stripper } = await import("./strip.ts");
  const stripper = new Stripper({ edits });
  return {
    push: (data) => stripper.push(data),
    end: () => {
      stripper.finish();
      return stripper.partial();
    },
  };
}

/**
 * The rows that a terminal of `size` lets go at its top, when they go, and at
 * the end the screen that is shown.
 */
export async function openScreenFilter(
  size: Size,
  convertEol: boolean | "auto",
): Promise<Filter> {
  const { TextScreen } = await import("./text_screen.ts");
  const screen = await TextScreen.open(size, { convertEol });
  return {
    push(data) {
      let text = "";
      for (let from = 0; from < data.length; from += SLICE) {
        screen.write(data.subarray(from, from + SLICE));
        text += linesOf(screen.takeScrolled());
      }
      return text;
    },
    end() {
      screen.finish();
      const scrolled = linesOf(screen.takeScrolled());
      const rows = screen.rows();
      const blank = Math.max(0, screen.cursor.row - rows.length);
      return scrolled + linesOf(rows) + "\n".repeat(blank);
    },
  };
}

function linesOf(rows: readonly { text: string }[]): string {
  let text = "";
  for (const row of rows) text += row.text.trimEnd() + "\n";
  return text;
}
