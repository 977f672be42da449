import { createClient } from "@libsql/client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Hub } from "@/server/sessions/hub.ts";
import { aBatch, aMessage, AT, ID, turnEntry } from "../store/support.ts";
import {
  drawn,
  EXIT,
  feedSession,
  HubHouse,
  printed,
  range,
  records,
  seqsOf,
  textOf,
} from "./support.ts";

afterEach(() => void vi.useRealTimers());

const everything = { after: 0, limit: 1e6, bytes: 1e9 };

describe("a new Hub on the same store", () => {
  test("goes on with the numbers of entries, records, messages and turns", async () => {
    await using house = await HubHouse.open();
    const before = await house.hub.open(feedSession());
    before.ingest(records([
      printed("$ "),
      { type: "input", text: "one\r" },
      printed("one\r\nanswer\r\n"),
    ]));
    const { seq } = before.info;
    await house.restart();

    const [after] = await house.hub.resumeUnfinished();
    expect(after?.info).toMatchObject({ id: ID, connected: false });
    expect(after?.acked).toBe(3);
    // What was open is closed, and that has a number too.
    expect(after!.info.seq).toBeGreaterThan(seq);
    after!.ingest(records([
      printed("not again"),
      printed("$ "),
      { type: "input", text: "two\r" },
      EXIT,
    ], 3));
    await house.writer.flush();
    const entries = await house.store.entries(ID, everything);
    const messages = await house.store.messages(ID, { limit: 100 });
    const all = [...seqsOf(entries), ...messages.map(({ seq }) => seq)];
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all)).toBe(after!.info.seq);
    expect(textOf(entries)).not.toContain("not again");
    expect(messages.map(({ id }) => id)).toEqual(range(1, messages.length));
    expect(messages.filter(({ kind }) => kind === "question")).toEqual([
      expect.objectContaining({ text: "one", turn: 1 }),
      expect.objectContaining({ text: "two", turn: 2 }),
    ]);
    expect(messages.every(({ done }) => done)).toBe(true);
  });

  test("shows the same screen, and a tail that continues it", async () => {
    await using house = await HubHouse.open();
    const before = await house.hub.open(feedSession());
    const text = "one\r\n\u001b[32mtwo\r\n";
    before.ingest(records([
      { type: "resize", size: { cols: 60, rows: 10 } },
      printed(text),
    ]));
    await house.restart();
    await house.hub.resumeUnfinished();
    const after = await house.hub.open(feedSession());
    expect(after.info.size).toEqual({ cols: 60, rows: 10 });
    after.ingest(records([printed("three")], 3));
    expect((await house.hub.snapshot(ID)).screen)
      .toBe(await drawn({ cols: 60, rows: 10 }, text, "three"));
  });

  test("gives a reader who comes back what it has missed from the store", async () => {
    await using house = await HubHouse.open();
    const before = await house.hub.open(feedSession());
    before.ingest(records([printed("a\n"), printed("b\n")]));
    const { seq } = before.info;
    await house.restart();
    const [after] = await house.hub.resumeUnfinished();
    after!.ingest(records([printed("c\n")], 3));
    const missed = await house.hub.since(ID, 1);
    expect(textOf(missed!.entries)).toBe("b\nc\n");
    expect(missed!.messages).toHaveLength(2);
    const rest = await house.hub.since(ID, seq);
    expect(textOf(rest!.entries)).toBe("c\n");
  });

  test("shows the turns there were, of a session that goes on and of one that has ended", async () => {
    await using house = await HubHouse.open();
    const entries = range(1, 210).map((turn) => turnEntry(turn, { turn }));
    const newest = range(11, 210).map((turn) => ({ turn }));
    const ended = { id: "ended00000", endedAt: AT, seq: 210 };
    await house.store.commit([
      aBatch({ info: { seq: 210 }, entries }),
      aBatch({ info: ended, entries }),
    ]);
    await house.hub.resumeUnfinished();
    for (const id of [ID, ended.id]) {
      expect((await house.hub.snapshot(id)).turns).toEqual(newest);
    }
    const missed = await house.hub.since(ID, 208);
    expect(missed?.entries.map(({ event }) => event)).toEqual([
      { type: "turn", turn: { turn: 209 } },
      { type: "turn", turn: { turn: 210 } },
    ]);
  });

  test("does not use again the id of a message that was taken back", async () => {
    await using house = await HubHouse.open();
    const messages = [aMessage({ id: 1 }), aMessage({ id: 2, text: "" })];
    await house.store.commit([aBatch({ info: { seq: 1 }, messages })]);
    const [after] = await house.hub.resumeUnfinished();
    expect((await house.hub.snapshot(ID)).messages).toHaveLength(1);
    after!.ingest(records([printed("more\n"), EXIT]));
    await house.writer.flush();
    const stored = await house.store.messages(ID, { limit: 9 });
    expect(stored.map(({ id }) => id)).toEqual([1, 3]);
  });

  test("notices that a command has fallen silent meanwhile", async () => {
    await using house = await HubHouse.open();
    const before = await house.hub.open(feedSession());
    before.ingest(records([printed("a\n")]));
    await house.restart();
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const [after] = await house.hub.resumeUnfinished();
    expect(after?.info.status).toBe("working");
    vi.advanceTimersByTime(2000);
    expect(after?.info.status).toBe("idle");
    vi.useRealTimers();
  });

  test("leaves alone what had ended", async () => {
    await using house = await HubHouse.open();
    const before = await house.hub.open(feedSession());
    before.ingest(records([printed("a"), EXIT]));
    const { seq } = before.info;
    await house.restart();
    expect(await house.hub.resumeUnfinished()).toEqual([]);
    expect(house.hub.live).toBe(0);
    // Its feeder asks once more: the acknowledgement was lost on the way.
    const again = await house.hub.open(feedSession());
    expect(again.acked).toBe(2);
    again.ingest(records([printed("a"), EXIT]));
    again.abandon();
    await house.writer.flush();
    expect((await house.hub.info(ID)).seq).toBe(seq);
    expect(() => house.hub.session(ID)).toThrow("it has ended");
  });
});

describe("Hub.list()", () => {
  test("has live sessions and, if wanted, those of the store, newest first", async () => {
    await using house = await HubHouse.open();
    for (const i of range(1, 5)) {
      const id = `${i}`.repeat(10);
      const session = await house.hub.open(
        feedSession({ id, name: `n${i}`, startedAt: AT + i }),
      );
      if (i % 2 === 0) session.ingest(records([EXIT]));
    }
    await house.writer.flush();
    const names = async (page: Parameters<Hub["list"]>[0]) =>
      (await house.hub.list(page)).map(({ name }) => name);
    expect(await names({ ended: false, limit: 9 })).toEqual(["n5", "n3", "n1"]);
    expect(await names({ ended: true, limit: 4 }))
      .toEqual(["n5", "n4", "n3", "n2"]);
    expect(await names({ ended: true, limit: 9, before: AT + 3 }))
      .toEqual(["n2", "n1"]);
    expect(house.hub.live).toBe(3);
    expect(await house.hub.resolve("n4")).toBe("4444444444");
    expect(await house.hub.resolve("555")).toBe("5555555555");
  });
});

test("Hub.resolve() does not guess which of two sessions is meant", async () => {
  await using house = await HubHouse.open();
  for (const [id, name] of [["abcd000000", "x"], ["abce000000", "abcd"]]) {
    await house.hub.open(feedSession({ id: id!, name: name! }));
  }
  await expect(house.hub.resolve("abc")).rejects.toMatchObject({
    code: "bad_request",
    message: expect.stringContaining("Cannot tell which session"),
  });
  expect(await house.hub.resolve("abcd")).toBe("abce000000");
  expect(await house.hub.resolve("abcd0")).toBe("abcd000000");
});

test("Hub ends all that it has when it is disposed", async () => {
  await using house = await HubHouse.open();
  await house.hub.open(feedSession());
  const next = house.hub.subscribe({}).next();
  house.hub[Symbol.dispose]();
  expect(await next).toBeUndefined();
  await expect(house.hub.snapshot(ID)).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("Hub.since() leaves nothing out while the database takes nothing", async () => {
  await using house = await HubHouse.open();
  const hub = new Hub({
    store: house.store,
    writer: { add: (batch) => house.writer.add(batch), flush: async () => {} },
  });
  const session = await hub.open(feedSession());
  await house.writer.flush();
  const client = createClient({ url: `file:${house.path}/s.db` });
  const lock = await client.transaction("write");
  const block = printed("x".repeat(400_000));
  for (const index of range(1, 5)) session.ingest(records([block], index));
  expect(await hub.since(ID, 0)).toBeUndefined();
  await lock.rollback();
  client.close();
  await house.writer.flush();
  expect((await hub.since(ID, 0))?.entries.length).toBeGreaterThan(4);
});
