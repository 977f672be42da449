import { describe, expect, test } from "vitest";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, AT, ID, outputs, seqs } from "./support.ts";

describe("entries()", () => {
  test.for([
    { after: 0, limit: 100, bytes: 1e9, want: [1, 2, 3, 4, 5, 6] },
    { after: 2, limit: 3, bytes: 1e9, want: [3, 4, 5] },
    { after: 0, limit: 100, bytes: 250, want: [1, 2, 3] },
    { after: 4, limit: 100, bytes: 1, want: [5] },
    { after: 6, limit: 100, bytes: 1e9, want: [] },
  ])("after $after, $limit entries, $bytes bytes: $want", async (range) => {
    await using store = await openStore(":memory:");
    await store.commit([
      aBatch({ entries: outputs(1, 6, 100) }),
      aBatch({ info: { id: "other00000" }, entries: outputs(1, 9, 100) }),
    ]);
    expect(seqs(await store.entries(ID, range))).toEqual(range.want);
  });
});

describe("tail()", () => {
  test("gives the newest output and resizes, and nothing else", async () => {
    await using store = await openStore(":memory:");
    const [a, b, c] = outputs(1, 3, 100);
    await store.commit([aBatch({
      entries: [
        a!,
        { ...b!, event: { type: "input", text: "x".repeat(1000) } },
        { ...c!, event: { type: "resize", size: { cols: 3, rows: 4 } } },
        ...outputs(4, 3, 100),
      ],
    })]);
    const tail = (after: number, bytes: number) =>
      store.tail(ID, { after, bytes }).then(seqs);
    expect(await tail(0, 1e9)).toEqual([1, 3, 4, 5, 6]);
    expect(await tail(0, 150)).toEqual([5, 6]);
    expect(await tail(0, 1)).toEqual([6]);
    expect(await tail(4, 1e9)).toEqual([5, 6]);
    expect(await tail(6, 1e9)).toEqual([]);
    expect(await tail(0, 0)).toEqual([]);
  });

  test("walks back over more entries than it looks at in one step", async () => {
    await using store = await openStore(":memory:");
    await store.commit([aBatch({ entries: outputs(1, 5000, 10) })]);
    const found = await store.tail(ID, { after: 0, bytes: 32_000 });
    expect(seqs(found)).toEqual(
      Array.from({ length: 3200 }, (_, i) => 1801 + i),
    );
    expect(found.at(-1)).toEqual({
      ...outputs(5000, 1, 10)[0]!,
      at: AT + 5000,
    });
  });
});
