import { afterEach, describe, expect, test, vi } from "vitest";
import type { Entry } from "@/shared/domain.ts";
import type { FeedReply } from "@/shared/feed.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import { Pipeline } from "@/server/pipeline/pipeline.ts";
import { Screen } from "@/server/pipeline/screen.ts";
import { plain } from "@/server/profiles/plain.ts";
import type { Profile } from "@/server/profiles/profile.ts";
import { Session } from "@/server/sessions/session.ts";
import type { Batch } from "@/server/store/store.ts";
import { anInfo } from "../store/support.ts";
import { EXIT, printed, range, records, seqsOf } from "./support.ts";

/** A session alone, and everything that it gives out. */
function house(
  change: Parameters<typeof anInfo>[0] = {},
  profile: Profile = plain,
) {
  const entries: Entry[] = [];
  const news: string[] = [];
  const batches: Batch[] = [];
  const info = anInfo({ status: "starting", ...change });
  const session = new Session({
    info,
    feeder: { pid: 1, start: "1" },
    fed: 0,
    pipeline: new Pipeline({
      profile,
      command: info.command,
      start: { lastId: 0, turn: 0 },
    }),
    screen: new Screen(info.size),
    outlet: {
      entry: (_, entry) => entries.push(entry),
      info: (_, change) => news.push(change),
      status: () => {},
      store: (batch) => batches.push(batch),
    },
  });
  return {
    session,
    entries,
    news,
    batches,
    types: () => entries.map(({ event }) => event.type),
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

afterEach(() => void vi.useRealTimers());

describe("Session", () => {
  test("numbers everything that happens, without holes", () => {
    using at = house();
    at.session.begin();
    at.session.ingest(records([
      printed("$ "),
      { type: "input", text: "ls\r" },
      printed("ls\r\na b\r\n"),
      { type: "resize", size: { cols: 100, rows: 30 } },
      { type: "gap", bytes: 3 },
      EXIT,
    ]));
    expect(seqsOf(at.entries)).toEqual(range(1, at.entries.length));
    expect(at.types()).toEqual(expect.arrayContaining([
      "output",
      "input",
      "message",
      "status",
      "resize",
      "gap",
      "exit",
    ]));
    expect(at.news).toEqual(["started", "ended"]);
    expect(at.session.info).toMatchObject({
      seq: at.entries.length,
      outputBytes: 11,
      size: { cols: 100, rows: 30 },
      status: "exited",
      evidence: "exit code 0",
      exit: { code: 0, signal: null },
    });
  });

  test("hands the store every entry once, and messages as they stand", () => {
    using at = house();
    at.session.ingest(records([printed("a\n"), printed("b\n")]));
    at.session.ingest(records([EXIT], 3));
    const stored = at.batches.flatMap(({ entries }) => entries);
    const unlikeMessages = at.entries.filter(({ event }) =>
      event.type !== "message"
    );
    expect(stored).toEqual(unlikeMessages);
    const messages = at.batches.flatMap(({ messages }) => messages);
    expect(messages.at(-1)).toMatchObject({
      text: "a\nb\n",
      done: true,
    });
    expect(at.batches.at(-1)).toMatchObject({ fed: 3 });
  });

  test("passes over records that it has, and refuses a hole", () => {
    using at = house();
    at.session.ingest(records([printed("a"), printed("b")]));
    const { length } = at.entries;
    at.session.ingest(records([printed("a"), printed("b")]));
    expect(at.entries).toHaveLength(length);
    expect(() => at.session.ingest(records([printed("d")], 4))).toThrow(
      "record 3 is missing",
    );
    at.session.ingest(records([printed("c")], 3));
    expect(at.session.info.outputBytes).toBe(3);
  });

  test("takes nothing after its end", () => {
    using at = house();
    at.session.ingest(records([EXIT, printed("late")]));
    at.session.skipTo(9);
    at.session.abandon();
    expect(at.types().at(-1)).toBe("status");
    expect(at.types()).not.toContain("output");
    expect(at.types()).not.toContain("gap");
  });

  test("ends without a cause when nobody saw how", () => {
    using at = house();
    at.session.ingest(records([printed("half a li")]));
    at.session.abandon();
    expect(at.session.info).toMatchObject({
      exit: { code: null, signal: null },
      status: "exited",
    });
    expect(at.session.info.endedAt).not.toBeNull();
  });

  test("goes on behind records that died with their feeder", () => {
    using at = house();
    at.session.ingest(records([printed("a")]));
    at.session.skipTo(5);
    at.session.ingest(records([printed("b")], 6));
    expect(at.types()).toContain("gap");
    expect(at.session.fed).toBe(6);
  });

  test("is idle after two seconds without output, and says so to everybody", () => {
    vi.useFakeTimers();
    using at = house();
    at.session.ingest(records([printed("a\n")]));
    expect(at.session.info.status).toBe("working");
    vi.advanceTimersByTime(1500);
    at.session.ingest(records([printed("b\n")], 2));
    vi.advanceTimersByTime(1999);
    expect(at.session.info.status).toBe("working");
    vi.advanceTimersByTime(1);
    expect(at.session.info.status).toBe("idle");
    expect(at.batches.at(-1)?.entries.at(-1)?.event.type).toBe("status");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("shows the turns that are complete, and hands them on as entries", async () => {
    let turn = 0;
    const segmenter = {
      read: () => [{ type: "turn" as const, turn: { turn: ++turn, cost: 1 } }],
      end: () => [],
    };
    using at = house({}, { ...plain, segmenter: () => segmenter });
    const typed: FeedEvent = { type: "input", text: "y" };
    at.session.ingest(records([typed, typed]));
    const turns = [{ turn: 1, cost: 1 }, { turn: 2, cost: 1 }];
    expect((await at.session.snapshot()).turns).toEqual(turns);
    const stored = at.batches.flatMap(({ entries }) => entries)
      .flatMap(({ event }) => event.type === "turn" ? [event.turn] : []);
    expect(stored).toEqual(turns);
  });

  test("is settled only when the store has its last entry", () => {
    using at = house();
    at.session.ingest(records([printed("a")]));
    at.session.stored({ fed: 1, seq: at.session.info.seq });
    at.session.abandon();
    // Stored long ago, acknowledged only now: the end is not in it.
    at.session.stored({ fed: 1, seq: 2 });
    expect(at.session.settled).toBe(false);
    at.session.stored({ fed: 1, seq: at.session.info.seq });
    expect(at.session.settled).toBe(true);
  });
});

describe("Session.send()", () => {
  const order: FeedReply = { type: "feed.input", text: "y" };

  test("reaches the feeder that is connected last, and acknowledges what is stored", () => {
    using at = house();
    const [first, second]: FeedReply[][] = [[], []];
    at.session.connect({ send: (reply) => first!.push(reply) });
    const link = { send: (reply: FeedReply) => second!.push(reply) };
    at.session.connect(link);
    at.session.send(order);
    at.session.stored({ fed: 4, seq: 9 });
    expect(first).toEqual([]);
    expect(second).toEqual([order, { type: "feed.ack", acked: 4 }]);
    expect(at.session.isLinked(link)).toBe(true);
    expect(at.news).toEqual(["updated"]);
  });

  test("fails while the feeder is away, after the end, and where nobody may type", () => {
    using at = house({ writable: false });
    const unavailable = expect.objectContaining({ code: "unavailable" });
    const conflict = expect.objectContaining({ code: "conflict" });
    expect(() => at.session.send(order)).toThrow(conflict);
    expect(() => at.session.send({ type: "feed.stop" })).toThrow(unavailable);
    at.session.connect({ send: () => {} });
    expect(at.session.info.connected).toBe(true);
    at.session.connect(undefined);
    expect(at.session.info.connected).toBe(false);
    at.session.abandon();
    expect(() => at.session.send({ type: "feed.stop" })).toThrow(conflict);
  });
});
