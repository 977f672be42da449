import { expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { MessageReader } from "@/server/sessions/message_reader.ts";
import { openStore } from "@/server/store/open.ts";
import { aBatch, aMessage, ID, tempFolder } from "../store/support.ts";
import { range } from "./support.ts";

async function house() {
  const folder = await tempFolder();
  const store = await openStore(`${folder.path}/s.db`);
  const reader = new MessageReader(store, ID);
  return {
    put: (...messages: Message[]) => store.commit([aBatch({ messages })]),
    /** The ids of what is read, page by page. */
    pages: async ({ open } = { open: false }) =>
      (await Array.fromAsync(reader.read({ open })))
        .map((page) => page.map(({ id }) => id)),
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const open = (id: number) => aMessage({ id, done: false });
const done = (id: number) => aMessage({ id });
const takenBack = (id: number) => aMessage({ id, text: "" });

test("MessageReader gives messages once, in pages, as they are there", async () => {
  await using at = await house();
  await at.put(...range(1, 1100).map(done));
  const pages = await at.pages();
  expect(pages.map(({ length }) => length)).toEqual([500, 500, 100]);
  expect(pages.flat()).toEqual(range(1, 1100));
  expect(await at.pages()).toEqual([]);
  await at.put(done(1101));
  expect(await at.pages()).toEqual([[1101]]);
});

test("MessageReader gives a message when it is done, whatever came after it", async () => {
  await using at = await house();
  await at.put(done(1), open(2), done(3));
  expect(await at.pages()).toEqual([[1, 3]]);
  expect(await at.pages()).toEqual([]);
  await at.put(done(2), done(1), open(4));
  expect(await at.pages()).toEqual([[2]]);
  await at.put(done(4));
  expect(await at.pages()).toEqual([[4]]);
});

test("MessageReader gives in the end what is not done", async () => {
  await using at = await house();
  await at.put(open(1), done(2));
  expect(await at.pages()).toEqual([[2]]);
  await at.put(open(3));
  expect(await at.pages({ open: true })).toEqual([[1], [3]]);
  expect(await at.pages({ open: true })).toEqual([]);
});

test("MessageReader leaves out what was taken back, before or after it was seen", async () => {
  await using at = await house();
  await at.put(takenBack(1), open(2), done(3));
  expect(await at.pages()).toEqual([[3]]);
  await at.put(takenBack(2));
  expect(await at.pages({ open: true })).toEqual([]);
});

test("MessageReader gives a message that is stored after a later one", async () => {
  await using at = await house();
  await at.put(done(1), done(4));
  expect(await at.pages()).toEqual([[1, 4]]);
  await at.put(done(3), done(2));
  expect(await at.pages()).toEqual([[2, 3]]);
});
