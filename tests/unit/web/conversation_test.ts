// Runes are global names.
/// <reference types="svelte" />
import { expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { Conversation, KEPT } from "@/web/src/lib/conversation.svelte.ts";

const message = (id: number, text = `text ${id}`): Message => ({
  id,
  kind: "answer",
  source: "lines",
  turn: 0,
  text,
  done: true,
  at: id,
  seq: id,
});
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const ids = ({ messages }: Conversation) => messages.map(({ id }) => id);

test("apply() changes the message that it names", () => {
  const conversation = new Conversation();
  conversation.reset([message(1, "hello wor")], []);
  conversation.apply({ ...message(1), from: 6, text: "there" }, 9);
  expect(conversation.messages[0]!.text).toBe("hello there");
});

test("apply() lets the oldest go while the reader is at the end", () => {
  const conversation = new Conversation();
  conversation.reset(range(1, KEPT), []);
  conversation.apply({ ...message(KEPT + 1), from: 0 }, 0);
  expect(ids(conversation)).toHaveLength(KEPT);
  expect(conversation.hasOlder).toBe(true);
});

test("apply() keeps the oldest while the reader looks at them", () => {
  const conversation = new Conversation();
  conversation.reset(range(1, KEPT), []);
  conversation.following = false;
  conversation.apply({ ...message(KEPT + 1), from: 0 }, 0);
  expect(ids(conversation)[0]).toBe(1);
  conversation.following = true;
  conversation.trim();
  expect(ids(conversation)[0]).toBe(2);
});

test("prepend() adds what is missing, once", () => {
  const conversation = new Conversation();
  conversation.reset(range(5, 8), []);
  conversation.prepend(range(3, 5), []);
  expect(ids(conversation)).toEqual([3, 4, 5, 6, 7, 8]);
});

test("reset() keeps messages in place that are shown already", () => {
  const conversation = new Conversation();
  conversation.reset(range(1, 3), []);
  const [, second] = conversation.messages;
  conversation.reset(
    [message(2, "text 2 and more"), message(3), message(4)],
    [],
  );
  expect(conversation.messages[0]).toBe(second);
  expect(second!.text).toBe("text 2 and more");
});

test("reset() bounds the amount of text", () => {
  const conversation = new Conversation();
  conversation.reset(
    range(1, 50).map(({ id }) => message(id, "x".repeat(100_000))),
    [],
  );
  expect(ids(conversation).length).toBeLessThan(25);
  expect(ids(conversation).at(-1)).toBe(50);
});

test("turnAfter() is a complete turn where its last message is", () => {
  const conversation = new Conversation();
  const inTurn = (id: number, turn: number) => ({ ...message(id), turn });
  conversation.reset(
    [inTurn(1, 1), inTurn(2, 1), inTurn(3, 2)],
    [{ turn: 1, duration: 5 }],
  );
  expect(conversation.turnAfter(0)).toBeUndefined();
  expect(conversation.turnAfter(1)).toEqual({ turn: 1, duration: 5 });
  expect(conversation.turnAfter(2)).toBeUndefined();
  conversation.complete([{ turn: 2 }]);
  expect(conversation.turnAfter(2)).toEqual({ turn: 2 });
});

test("turns go with their messages", () => {
  const conversation = new Conversation();
  const each = range(1, KEPT).map((one) => ({ ...one, turn: one.id }));
  conversation.reset(each, [{ turn: 1, cost: 1 }]);
  const next = { ...message(KEPT + 1), turn: KEPT + 1, from: 0 };
  conversation.apply(next, 0);
  conversation.prepend([each[0]!], []);
  expect(conversation.turnAfter(0)).toBeUndefined();
  conversation.prepend([], [{ turn: 1, cost: 1 }]);
  expect(conversation.turnAfter(0)).toEqual({ turn: 1, cost: 1 });
});

test("a message that was taken back is not shown", () => {
  const conversation = new Conversation();
  conversation.reset([message(1, "perhaps"), message(2, "")], []);
  const [first, second] = conversation.messages;
  expect([first!.shown, second!.shown]).toEqual([true, false]);
  conversation.apply({ ...message(1), from: 0, text: "" }, 9);
  const tool = { name: "ls", input: "", result: "", state: "done" as const };
  conversation.apply({ ...message(2), from: 0, text: "", tool }, 9);
  expect([first!.shown, second!.shown]).toEqual([false, true]);
});

test("a patch without a tool or a permission leaves what the message has", () => {
  const conversation = new Conversation();
  const permission = { choices: [{ key: "1", label: "Yes" }], chosen: null };
  conversation.reset([{ ...message(1), permission }], []);
  conversation.apply({ ...message(1), from: 0, text: "Run it?" }, 9);
  expect(conversation.messages[0]!.permission).toEqual(permission);
});
