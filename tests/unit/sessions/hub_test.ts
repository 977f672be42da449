import { describe, expect, test } from "vitest";
import { applyPatch, type Entry, type Message } from "@/shared/domain.ts";
import type { Subscription } from "@/server/sessions/subscription.ts";
import { pick, seeded } from "../../support/seeded.ts";
import { ID } from "../store/support.ts";
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

const SIZE = feedSession().size;
const TOKENS = [
  "word ",
  "ünï ✓ ",
  "\u001b[1;32mgreen\u001b[0m ",
  "\r\n",
  "\u001b[2K\r",
  "\u001b[3;7H",
  "\r\nline\r\n",
];

function someText(random: () => number): string {
  return Array.from(
    { length: 1 + pick(random, 8) },
    () => TOKENS[pick(random, TOKENS.length)],
  ).join("");
}

/** The entries that wait for a reader. */
async function waiting(subscription: Subscription): Promise<Entry[]> {
  const batch = await subscription.next() ?? [];
  return batch.flatMap((one) => one.type === "entry" ? [one.entry] : []);
}

function withPatches(
  messages: readonly Message[],
  entries: readonly Entry[],
): Message[] {
  const all = new Map(messages.map((message) => [message.id, message]));
  for (const { seq, at, event } of entries) {
    if (event.type !== "message") continue;
    const { patch } = event;
    all.set(patch.id, applyPatch(all.get(patch.id), patch, { seq, at }));
  }
  return [...all.values()];
}

describe("Hub.snapshot()", () => {
  test.each([1, 2, 3, 4])(
    "and the tail behind it are the whole, wherever they meet (%i)",
    async (seed) => {
      await using house = await HubHouse.open();
      const random = seeded(seed);
      const session = await house.hub.open(feedSession());
      const texts = Array.from({ length: 60 }, () => someText(random));
      const readers = [];
      for (const [i, text] of texts.entries()) {
        session.ingest(records([printed(text)], i + 1));
        if (random() > 0.2) continue;
        const tail = house.hub.subscribe({});
        readers.push({ tail, snapshot: house.hub.snapshot(ID) });
        if (random() < 0.5) await readers.at(-1)?.snapshot;
      }
      const whole = await drawn(SIZE, ...texts);
      const { messages, seq } = await house.hub.snapshot(ID);
      expect(readers.length).toBeGreaterThan(3);
      for (const { snapshot, tail } of readers) {
        const before = await snapshot;
        const after = (await waiting(tail))
          .filter((entry) => entry.seq > before.seq);
        expect(seqsOf(after)).toEqual(range(before.seq + 1, seq));
        expect(await drawn(SIZE, before.screen, textOf(after))).toBe(whole);
        expect(withPatches(before.messages, after)).toEqual(messages);
      }
    },
  );

  test("of an ended session is drawn from the store, the same as it was", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    session.ingest(records([printed("a\r\n\u001b[31mb"), EXIT]));
    const live = await house.hub.snapshot(ID);
    await house.writer.flush();
    expect(() => house.hub.session(ID)).toThrow("it has ended");
    const stored = await house.hub.snapshot(ID);
    expect(stored).toEqual({
      ...live,
      info: { ...live.info, connected: false },
    });
  });

  test("is not refused because the session ends while it is drawn", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    session.ingest(records([printed("a"), EXIT]));
    const wanted = house.hub.snapshot(ID);
    await house.writer.flush();
    expect((await wanted).screen).toBe(await drawn(SIZE, "a"));
  });

  test("of nothing is refused", async () => {
    await using house = await HubHouse.open();
    const refused = { code: "not_found" };
    await expect(house.hub.snapshot("none")).rejects.toMatchObject(refused);
    await expect(house.hub.since("none", 0)).rejects.toMatchObject(refused);
    await expect(house.hub.info("none")).rejects.toMatchObject(refused);
    await expect(house.hub.resolve("none")).rejects.toMatchObject(refused);
  });
});

describe("Hub.subscribe()", () => {
  test("of a reader that lagged, a later snapshot and what follows are the whole", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    using slow = house.hub.subscribe({ types: ["pane.*"] });
    const line = printed(`${"x".repeat(70)}\r\n`.repeat(1000));
    for (const index of range(1, 100)) {
      session.ingest(records([line], index));
    }
    const [lagged, ...rest] = await slow.next() ?? [];
    expect(lagged).toMatchObject({ type: "lagged", session: ID });
    expect(rest).toEqual([]);
    const snapshot = house.hub.snapshot(ID);
    session.ingest(records([printed("the end")], 101));
    const { screen, seq } = await snapshot;
    const tail = (await waiting(slow)).filter((entry) => entry.seq > seq);
    expect(await drawn(SIZE, screen, textOf(tail)))
      .toBe((await house.hub.snapshot(ID)).screen);
  });

  test("tells of sessions by id and by name, and of no others", async () => {
    await using house = await HubHouse.open();
    using one = house.hub.subscribe({ sessions: ["first"] });
    using two = house.hub.subscribe({ sessions: ["bbbbbbbbbb"] });
    for (const [id, name] of [["aaaaaaaaaa", "first"], ["bbbbbbbbbb", "x"]]) {
      const session = await house.hub.open(
        feedSession({ id: id!, name: name! }),
      );
      session.ingest(records([printed(id!)]));
    }
    expect(textOf(await waiting(one))).toBe("aaaaaaaaaa");
    expect(textOf(await waiting(two))).toBe("bbbbbbbbbb");
  });
});

describe("Hub.since()", () => {
  test("gives everything from memory, patches too, while it is there", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    session.ingest(records([printed("a\n"), printed("b\n"), printed("c\n")]));
    const { seq } = session.info;
    for (const after of range(0, seq)) {
      const missed = await house.hub.since(ID, after);
      expect(seqsOf(missed!.entries)).toEqual(range(after + 1, seq));
      expect(missed).toMatchObject({ messages: [], seq });
    }
  });

  test("gives the rest from the store, with messages as they stand", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    const line = printed("x".repeat(40_000) + "\n");
    for (const index of range(1, 50)) session.ingest(records([line], index));
    const missed = await house.hub.since(ID, 1);
    expect(missed?.seq).toBe(session.info.seq);
    const outputs = missed!.entries.filter(({ event }) =>
      event.type === "output"
    );
    expect(outputs).toHaveLength(49);
    expect(missed!.messages).toEqual(
      await house.store.messagesSince(ID, { after: 0, bytes: 1e9 }),
    );
    expect(missed!.messages.length).toBeGreaterThan(1);
  });

  test("gives nothing when it is too much", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    const block = printed("x".repeat(500_000));
    for (const index of range(1, 10)) session.ingest(records([block], index));
    expect(await house.hub.since(ID, 0)).toBeUndefined();
    const { seq } = session.info;
    expect((await house.hub.since(ID, seq - 1))?.entries).toHaveLength(1);
  });
});

describe("Hub.open()", () => {
  test("makes one session of one feed, however many open it at once", async () => {
    await using house = await HubHouse.open();
    const open = () => house.hub.open(feedSession());
    const [first, second] = await Promise.all([open(), open()]);
    expect(second).toBe(first);
    await house.writer.flush();
    await house.restart();
    const [third, [fourth], fifth] = await Promise.all([
      open(),
      house.hub.resumeUnfinished(),
      open(),
    ]);
    expect(fourth).toBe(third);
    expect(fifth).toBe(third);
    expect(house.hub.live).toBe(1);
  });
});
