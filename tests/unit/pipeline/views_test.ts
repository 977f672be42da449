import { beforeAll, describe, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import { Views } from "@/server/pipeline/views.ts";

beforeAll(loadTerminal);

describe("Views.pause()", () => {
  test("shows where the cursor was put after the last drawing, once", () => {
    using views = new Views({ cols: 20, rows: 5 });
    const prompt = "> \r\n----\x1b[A\r\x1b[2C";
    const readings = [
      ...views.read(1, new TextEncoder().encode(prompt)),
      ...views.pause(),
    ];
    const cursors = readings.map((one) =>
      one.type === "view" ? one.view.cursor : undefined
    );
    expect(cursors.at(-1)).toMatchObject({ row: 0, column: 2 });
    expect(views.pause()).toEqual([]);
  });
});
