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

  test("leave out what lines that come in between have pushed on", () => {
    const box = ["#", "# >", "#"];
    expect(read(
      ["a", "b", ...box],
      ["a", "b c", "d", "e", "f", ...box],
      ["a", "b c", "d", "e", "f", "g", "h", "i", ...box],
    )).toEqual([["a", "b c", "d", "e", "f", "g", "h", "i", ...box]]);
  });

  test("keep what an agent has scrolled out of a screen of its own", () => {
    const after = ["b", "c", "d", "e", "f"];
    expect(read(["a", "b", "c", "d"], after)).toEqual([
      ["a", "b", "c", "d"],
      after,
    ]);
  });

  test("end after a while, so that what never rests is read", () => {
    const steps = new Steps(() => false);
    const read = Array.from(
      { length: 100 },
      (_, index) => steps.push(viewOf(["a".repeat(index)])),
    );
    const lengths = read.flatMap((view) =>
      view ? [view.rows[0]!.text.length] : []
    );
    expect(lengths).toEqual([23, 47, 71, 95]);
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

  test("keep the rows that leave in several of them, in their order", () => {
    const steps = new Steps(() => false);
    steps.push(viewOf(["a", "b", "c"]));
    steps.push(viewOf(["b", "c", "d"], { scrolled: [rowOf("a")] }));
    steps.push(viewOf(["c", "d", "e"], { scrolled: [rowOf("b")] }));
    expect(steps.take()?.scrolled.map(({ text }) => text)).toEqual(["a", "b"]);
  });

  test("end when the screen is drawn anew", () => {
    const steps = new Steps(() => false);
    steps.push(viewOf(["a"]));
    expect(steps.push(viewOf(["a"], { redrawn: true }))?.rows).toHaveLength(1);
  });
});
