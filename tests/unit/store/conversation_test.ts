import { describe, expect, test } from "vitest";
import type { Message, Permission, ToolCall, Turn } from "@/shared/domain.ts";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, aMessage, ID, tempFolder, turnEntry } from "./support.ts";

const everyCharacter = String.fromCharCode(
  ...Array.from({ length: 256 }, (_, i) => i),
) + "\u2028🦕\ud800";

const tool: ToolCall = {
  name: "Bash",
  input: '{"command":"ls"}',
  result: everyCharacter,
  state: "failed",
};

const permission: Permission = {
  choices: [{ key: "1", label: "Yes" }, { key: "2", label: everyCharacter }],
  chosen: null,
};

async function opened() {
  const folder = await tempFolder();
  const store = await openStore(`${folder.path}/s.db`);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe("stored messages", () => {
  test("keep their tool and permission; those without have none", async () => {
    await using house = await opened();
    const messages = [
      aMessage({ id: 1, kind: "tool", text: "", tool }),
      aMessage({ id: 2, kind: "permission", permission }),
      aMessage({ id: 3 }),
    ];
    await house.store.commit([aBatch({ messages })]);
    const page = await house.store.messages(ID, { limit: 9 });
    expect(page).toStrictEqual(messages);
    const all = { after: 0, bytes: 1e6 };
    expect(await house.store.messagesSince(ID, all)).toStrictEqual(messages);
  });

  test("take a tool's news, and lose what a later version has not", async () => {
    await using house = await opened();
    const first = aMessage({ kind: "tool", tool, permission });
    const later = aMessage({ kind: "tool", tool: { ...tool, state: "done" } });
    for (const message of [first, later]) {
      await house.store.commit([aBatch({ messages: [message] })]);
    }
    expect(await house.store.messages(ID, { limit: 9 }))
      .toStrictEqual([later]);
  });

  test("that were taken back are not read, but told to those who may have them", async () => {
    await using house = await opened();
    const messages = [
      aMessage({ id: 1, text: "" }),
      aMessage({ id: 2, text: "", done: false }),
      aMessage({ id: 3, text: "", kind: "tool", tool }),
      aMessage({ id: 4, text: "", kind: "permission", permission }),
    ];
    await house.store.commit([aBatch({ messages })]);
    const read = async (page: { after?: number; takenBack?: boolean }) =>
      ids(await house.store.messages(ID, { limit: 9, ...page }));
    expect(await read({})).toEqual([2, 3, 4]);
    expect(await read({ after: 0 })).toEqual([2, 3, 4]);
    expect(await read({ takenBack: true })).toEqual([1, 2, 3, 4]);
    const changed = { after: 0, bytes: 1e6 };
    expect(ids((await house.store.messagesSince(ID, changed))!))
      .toEqual([1, 2, 3, 4]);
  });

  test("fill a page with the results of tools as with text, forward too", async () => {
    await using house = await opened();
    const result = "é".repeat(60_000);
    const messages = [1, 2, 3, 4, 5, 6, 7].map((id) =>
      aMessage({ id, text: "", tool: { ...tool, result } })
    );
    await house.store.commit([aBatch({ messages })]);
    const page = { limit: 9 };
    expect(ids(await house.store.messages(ID, page))).toEqual([3, 4, 5, 6, 7]);
    expect(ids(await house.store.messages(ID, { ...page, after: 0 })))
      .toEqual([1, 2, 3, 4, 5]);
    expect(ids(await house.store.messages(ID, { ...page, after: 5 })))
      .toEqual([6, 7]);
  });

  test("are all that has changed, or nothing when that is too much", async () => {
    await using house = await opened();
    const long = { ...tool, result: "x".repeat(1000) };
    const messages = [1, 2, 3].map((id) =>
      aMessage({ id, seq: id, text: "", tool: long })
    );
    await house.store.commit([aBatch({ messages })]);
    const since = (after: number, bytes: number) =>
      house.store.messagesSince(ID, { after, bytes });
    expect(await since(0, 3000)).toBeUndefined();
    expect(await since(0, 3600)).toHaveLength(3);
    expect(await since(2, 1200)).toStrictEqual([messages[2]]);
    expect(await since(3, 0)).toEqual([]);
  });

  test("can be asked for by id, those that are done or all", async () => {
    await using house = await opened();
    const messages = [1, 2, 3].map((id) => aMessage({ id, done: id !== 2 }));
    await house.store.commit([aBatch({ messages })]);
    const named = async (open: boolean) =>
      ids(await house.store.messagesOf(ID, [3, 2, 99], { open }));
    expect(await named(false)).toEqual([3]);
    expect(await named(true)).toEqual([2, 3]);
    expect(await house.store.messagesOf(ID, [], { open: true })).toEqual([]);
  });
});

describe("stored turns", () => {
  const complete: Turn[] = [
    { turn: 1 },
    { turn: 2, duration: 0, cost: 0 },
    { turn: 3, duration: 1234, tokens: { input: 0, output: 7 }, cost: 0.125 },
  ];
  const entries = complete.map((turn, i) => turnEntry(i + 1, turn));

  test("come from entries, page by page, with what was told and no more", async () => {
    await using house = await opened();
    await house.store.commit([aBatch({ entries })]);
    expect(await house.store.turns(ID, { limit: 9 })).toStrictEqual(complete);
    expect(await house.store.turns(ID, { before: 3, limit: 1 }))
      .toStrictEqual([complete[1]]);
    expect(await house.store.turns("nobody0000", { limit: 9 })).toEqual([]);
    const all = { after: 0, limit: 9, bytes: 1e6 };
    expect(await house.store.entries(ID, all)).toStrictEqual(entries);
  });

  test("are what was said of them last, in one batch and in two", async () => {
    await using house = await opened();
    const again = (seq: number, cost: number) =>
      turnEntry(seq, { turn: 2, cost });
    await house.store.commit([aBatch({ entries: [again(1, 1), again(2, 2)] })]);
    expect(await house.store.turns(ID, { limit: 9 }))
      .toStrictEqual([{ turn: 2, cost: 2 }]);
    await house.store.commit([aBatch({ entries: [again(3, 3)] })]);
    expect(await house.store.turns(ID, { limit: 9 }))
      .toStrictEqual([{ turn: 2, cost: 3 }]);
  });
});
