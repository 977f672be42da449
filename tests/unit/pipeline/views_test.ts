import { beforeAll, describe, expect, test } from "vitest";
import type { View, ViewRow } from "@/shared/view.ts";
import type { Reading } from "@/server/profiles/profile.ts";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import { TextScreen } from "@/server/pipeline/text_screen.ts";
import { Views } from "@/server/pipeline/views.ts";
import { toBytes } from "../../support/strip_in_pieces.ts";

const SIZE = { cols: 20, rows: 5 };

beforeAll(loadTerminal);

function viewsOf(readings: readonly Reading[]): View[] {
  return readings.flatMap((one) => one.type === "view" ? [one.view] : []);
}

/** The views of `output` and of the pause after it. */
function see(views: Views, output = ""): View[] {
  return viewsOf([...views.read(1, toBytes(output)), ...views.pause()]);
}

function texts(rows: readonly ViewRow[]): string[] {
  return rows.map(({ text }) => text);
}

describe("Views.pause()", () => {
  test("shows where the cursor was put after the last drawing, once", () => {
    using views = new Views(SIZE);
    const [last] = see(views, "> \r\n----\x1b[A\r\x1b[2C").slice(-1);
    expect(last!.cursor).toMatchObject({ row: 0, column: 2 });
    expect(see(views)).toEqual([]);
  });

  test.each([
    ["an erase of what is below", "\x1b[J"],
    ["an erased row", "\x1b[2K"],
    ["erased characters", "\x1b[9X"],
    ["deleted characters", "\x1b[9P"],
    ["a deleted row", "\x1b[M"],
  ])("shows %s, once, with which output ends", (_, erase) => {
    using views = new Views(SIZE);
    see(views, "one\r\ntwo\r");
    expect(see(views, erase).map(({ rows }) => texts(rows))).toEqual([["one"]]);
    expect(see(views, erase)).toEqual([]);
  });

  test("shows that the alternate screen was left", () => {
    using views = new Views(SIZE);
    see(views, "$ vi\x1b[?1049h\x1b[Hthere\x1b[1;5H");
    const shown = see(views, "\x1b[?1049l");
    expect(shown.map(({ rows }) => texts(rows))).toEqual([["$ vi"]]);
  });

  test("does not show what only another size has changed", () => {
    using views = new Views(SIZE);
    see(views, "0123456789abcdef\x1b[H");
    views.resize({ cols: 10, rows: 5 });
    expect(see(views)).toEqual([]);
  });
});

describe("View.rows", () => {
  test("are the same objects while they have not changed", () => {
    using views = new Views(SIZE);
    const [before] = see(views, "one\r\ntwo\r\nthree").slice(-1);
    const [after] = see(views, "\x1b[2;1HTWO").slice(-1);
    expect(texts(after!.rows)).toEqual(["one", "TWO", "three"]);
    expect(after!.rows[0]).toBe(before!.rows[0]);
    expect(after!.rows[2]).toBe(before!.rows[2]);
    expect(texts(before!.rows)).toEqual(["one", "two", "three"]);
  });

  test("are the same objects when they were drawn again, and when they moved", () => {
    using views = new Views(SIZE);
    const [before] = see(views, "one\r\ntwo\r\n3\r\n4\r\n5").slice(-1);
    const drawn = "\x1b[2;1H\x1b[2Ktwo\x1b[5;2H\r\nsix";
    const [after] = see(views, drawn).slice(-1);
    expect(after!.scrolled).toEqual([before!.rows[0]]);
    expect(after!.rows.slice(0, 4)).toEqual(before!.rows.slice(1));
    for (const [index, row] of after!.rows.slice(0, 4).entries()) {
      expect(row).toBe(before!.rows[index + 1]);
    }
    expect(after!.scrolled[0]).toBe(before!.rows[0]);
  });

  test("have no looks for the blanks before an edge that they go on over", () => {
    using views = new Views({ cols: 6, rows: 3 });
    const [view] = see(views, "\x1b[44mab    cd").slice(-1);
    expect(view!.rows.map(({ text, wrapped }) => ({ text, wrapped })))
      .toEqual([
        { text: "ab", wrapped: false },
        { text: "cd", wrapped: true },
      ]);
    expect(view!.rows[0]!.looks).toHaveLength(2);
  });

  test("are known again after a gap", () => {
    using views = new Views(SIZE);
    see(views, "one");
    views.break();
    const [before] = see(views, "one\r\ntwo").slice(-1);
    const [after] = see(views, "\x1b[2;1HTWO").slice(-1);
    expect(texts(after!.rows)).toEqual(["one", "TWO"]);
    expect(after!.rows[0]).toBe(before!.rows[0]);
  });
});

describe("View.scrolled", () => {
  test("has rows from before the views, which have no looks", () => {
    const screen = TextScreen.create({ cols: 20, rows: 2 });
    screen.write(toBytes("\x1b[1mone \x1b[m\r\ntwo\r\nthree"));
    using views = new Views({ cols: 20, rows: 2 }, {}, screen);
    const [first] = see(views);
    expect(first!.scrolled).toEqual([
      { text: "one", wrapped: false, looks: "" },
    ]);
    expect(texts(first!.rows)).toEqual(["two", "three"]);
  });

  test("has only the end of a row whose start was given, with its looks", () => {
    using views = new Views({ cols: 8, rows: 2 });
    see(views, "abcdefgh\x1b[1mijkl\x1b[m\r\nnext");
    views.resize({ cols: 16, rows: 2 });
    const [view] = see(views, "\r\nend").slice(-1);
    expect(view!.scrolled).toEqual([
      { text: "ijkl", wrapped: true, looks: "\x01\x01\x01\x01" },
    ]);
  });
});
