import { describe, expect, test } from "vitest";
import type { Entry, Message, SessionEvent } from "@/shared/domain.ts";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, anInfo, AT, ID, output, tempFolder } from "./support.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

const events: SessionEvent[] = [
  { type: "output", stream: 1, data: everyByte },
  { type: "output", stream: 2, data: everyByte.subarray(100, 200) },
  { type: "output", stream: 1, data: new Uint8Array(0) },
  { type: "input", text: String.fromCharCode(...everyByte) + "🦕\u2028" },
  { type: "resize", size: { cols: 1, rows: 10_000 } },
  { type: "gap", bytes: 2 ** 40 },
  {
    type: "message",
    patch: {
      id: 1,
      kind: "tool",
      source: "screen",
      turn: 0,
      from: 3,
      text: "ü",
      done: false,
    },
  },
  { type: "turn", turn: { turn: 3, tokens: { input: 1, output: 2 } } },
  { type: "status", status: "needs_input", evidence: "asks" },
  { type: "exit", code: null, signal: "SIGKILL" },
  { type: "exit", code: 7, signal: null },
];

function message(change: Partial<Message>): Message {
  return {
    id: 1,
    kind: "answer",
    source: "lines",
    turn: 1,
    text: "text",
    done: false,
    at: AT,
    seq: 1,
    ...change,
  };
}

for (const place of ["file", "memory"]) {
  describe(`the store in a ${place}`, () => {
    async function opened() {
      const folder = await tempFolder();
      const url = place === "file" ? `${folder.path}/s.db` : ":memory:";
      const store = await openStore(url);
      return {
        store,
        [Symbol.asyncDispose]: async () => {
          await store[Symbol.asyncDispose]();
          await folder[Symbol.asyncDispose]();
        },
      };
    }

    test("entries() gives back every kind of entry as it was", async () => {
      await using house = await opened();
      const entries: Entry[] = events.map((event, i) => ({
        seq: i + 1,
        at: AT + i,
        event,
      }));
      await house.store.commit([aBatch({ entries })]);
      const all = { after: 0, limit: 100, bytes: 1e6 };
      expect(await house.store.entries(ID, all)).toStrictEqual(entries);
    });

    test("session() gives back what was stored, and null stays null", async () => {
      await using house = await opened();
      const running = aBatch({
        fed: 3,
        info: { seq: 9, outputBytes: 2 ** 40 },
      });
      const ended = aBatch({
        fed: 12,
        info: {
          id: "ended00000",
          pid: null,
          endedAt: AT + 5,
          status: "exited",
          exit: { code: null, signal: null },
        },
      });
      await house.store.commit([running, ended]);
      for (const { info, feeder, fed } of [running, ended]) {
        expect(await house.store.session(info.id))
          .toStrictEqual({ info, feeder, fed });
      }
      expect(await house.store.session("nobody0000")).toBeUndefined();
    });

    test("commit() of the same batch again changes nothing", async () => {
      await using house = await opened();
      const batch = aBatch({
        fed: 1,
        entries: [output(1, everyByte)],
        messages: [message({})],
        keyframe: {
          seq: 1,
          at: AT,
          size: { cols: 2, rows: 3 },
          screen: "\x1b[H",
        },
      });
      const seen = async () => [
        await house.store.entries(ID, { after: 0, limit: 9, bytes: 1e6 }),
        await house.store.messages(ID, { limit: 9 }),
        await house.store.keyframe(ID),
        await house.store.session(ID),
      ];
      await house.store.commit([batch]);
      const first = await seen();
      await house.store.commit([batch]);
      expect(await seen()).toStrictEqual(first);
      expect(first[2]).toStrictEqual(batch.keyframe);
    });

    test("messages() pages back, messagesSince() gives what changed", async () => {
      await using house = await opened();
      const six = [1, 2, 3, 4, 5, 6].map((id) => message({ id, seq: id * 10 }));
      await house.store.commit([aBatch({ messages: six })]);
      const changed = message({ id: 2, seq: 70, text: "new", done: true });
      await house.store.commit([aBatch({ messages: [changed] })]);
      const ids = (found: Message[]) => found.map(({ id }) => id);
      expect(ids(await house.store.messages(ID, { limit: 2 }))).toEqual([5, 6]);
      expect(ids(await house.store.messages(ID, { before: 5, limit: 3 })))
        .toEqual([2, 3, 4]);
      const since = await house.store.messagesSince(ID, {
        after: 50,
        bytes: 1e6,
      });
      expect(since).toStrictEqual([changed, six[5]]);
    });

    test("messages() gives fewer of long ones, at least one, and none twice", async () => {
      await using house = await opened();
      const long = [1, 2, 3, 4].map((id) =>
        message({ id, text: "é".repeat(id === 2 ? 600_000 : 150_000) })
      );
      await house.store.commit([aBatch({ messages: long })]);
      const pages: number[][] = [];
      let before: number | undefined;
      while (before !== 1) {
        const page = await house.store.messages(ID, { before, limit: 9 });
        pages.push(page.map(({ id }) => id));
        before = page[0]!.id;
      }
      expect(pages).toEqual([[3, 4], [2], [1]]);
    });

    test("messages() gives back any text, and the symbol for NUL in its place", async () => {
      await using house = await opened();
      const text = `a\0b${String.fromCharCode(...everyByte.slice(1))}\u2028🦕`;
      await house.store.commit([aBatch({ messages: [message({ text })] })]);
      const [stored] = await house.store.messages(ID, { limit: 1 });
      expect(stored?.text).toBe(text.replace("\0", "\u2400"));
    });

    test("keyframe() gives the newest", async () => {
      await using house = await opened();
      const size = { cols: 80, rows: 24 };
      for (const seq of [1, 2, 3, 4]) {
        const keyframe = { seq, at: AT, size, screen: `${seq}` };
        await house.store.commit([aBatch({ keyframe })]);
      }
      expect(await house.store.keyframe(ID))
        .toEqual({ seq: 4, at: AT, size, screen: "4" });
      expect(await house.store.keyframe("nobody0000")).toBeUndefined();
    });

    test("sessions(), unfinished() and find() list newest first", async () => {
      await using house = await opened();
      const infos = ["aa1", "aa2", "ab3", "%b4"].map((id, i) =>
        anInfo({
          id,
          startedAt: AT + i,
          name: i < 3 ? "build" : "100%",
          ...(i % 2
            ? { endedAt: AT + 9, exit: { code: 0, signal: null } }
            : {}),
        })
      );
      await house.store.commit(infos.map((info) => aBatch({ info })));
      const listed = async (page: { before?: number; ended: boolean }) =>
        (await house.store.sessions({ limit: 3, ...page })).map(({ id }) => id);
      expect(await listed({ ended: true })).toEqual(["%b4", "ab3", "aa2"]);
      expect(await listed({ ended: false })).toEqual(["ab3", "aa1"]);
      expect(await listed({ ended: true, before: AT + 2 })).toEqual([
        "aa2",
        "aa1",
      ]);
      expect((await house.store.unfinished()).map(({ info }) => info.id))
        .toEqual(["ab3", "aa1"]);
      const find = async (text: string) =>
        (await house.store.find(text)).map(({ id }) => id);
      expect(await find("aa")).toEqual(["aa2", "aa1"]);
      expect(await find("build")).toEqual(["ab3", "aa2", "aa1"]);
      expect(await find("%")).toEqual(["%b4"]);
      expect(await find("zz")).toEqual([]);
    });

    test("size() is what is on disk", async () => {
      await using house = await opened();
      await house.store.commit([aBatch({ entries: [output(1, 100_000)] })]);
      const size = await house.store.size();
      if (place === "file") expect(size).toBeGreaterThan(100_000);
      else expect(size).toBeNull();
    });
  });
}
