import { describe, expect, test } from "vitest";
import type { View, ViewRow } from "@/shared/view.ts";
import { Steps } from "../../../../server/profiles/screen/steps.ts";

/** What is read of screens with these rows, one after the other. */
function read(...screens: string[][]): string[][] {
  const steps = new Steps((row) => row.text.startsWith("#"));
  const views = screens.map((rows) => steps.push(viewOf(rows)));
  return [...views, steps.take()].flatMap((view) =>
    view ? [view.rows.map(({ text }) => text)] : []
  );
}

function viewOf(rows: readonly string[], more: Partial<View> = {}): View {
  return {
    size: { cols: 80, rows: 24 },
    alternate: false,
    scrolled: [],
    rows: rows.map(rowOf),
    cursor: { row: 0, column: 0, shown: true },
    redrawn: false,
    ...more,
  };
}

function rowOf(text: string): ViewRow {
  return { text, wrapped: false, looks: "" };
}

describe("Steps", () => {
  test("leave out what a word more has", () => {
    expect(read(["a", "b"], ["a", "b c"], ["a", "b c d"]))
      .toEqual([["a", "b c d"]]);
  });

  test("keep what is taken away", () => {
    expect(read(["a", "1. Yes", "2. No", "?"], ["a", "ran", "", "it"]))
      .toEqual([["a", "1. Yes", "2. No", "?"], ["a", "ran", "", "it"]]);
  });

  test("do not count spinners and status bars", () => {
    const screen = (turn: number) => ["a", `# ${turn}`, `# ${turn}s`, "#", "b"];
    expect(read(screen(1), screen(2), screen(3))).toEqual([screen(3)]);
  });

  test("keep every row that has left the screen", () => {
    const steps = new Steps(() => false);
    const scrolled = [rowOf("gone")];
    expect(steps.push(viewOf(["a"], { scrolled }))).toBeUndefined();
    expect(steps.push(viewOf(["a", "b"]))).toBeUndefined();
    expect(steps.take()).toMatchObject({ scrolled, rows: [{}, {}] });
    expect(steps.take()).toBeUndefined();
  });

  test("end when the screen is drawn anew", () => {
    const steps = new Steps(() => false);
    steps.push(viewOf(["a"]));
    expect(steps.push(viewOf(["a"], { redrawn: true }))?.rows).toHaveLength(1);
  });
});
