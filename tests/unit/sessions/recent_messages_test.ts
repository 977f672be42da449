import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { RecentMessages } from "@/server/sessions/recent_messages.ts";
import { range } from "./support.ts";

function message(id: number, text = `${id}`): Message {
  const rest = { kind: "answer", source: "lines", turn: 1 } as const;
  return { ...rest, id, text, done: true, at: 0, seq: id };
}

const ids = (messages: RecentMessages) => messages.list().map(({ id }) => id);

describe("RecentMessages", () => {
  test("keeps the newest 200 messages, oldest first", () => {
    const messages = new RecentMessages();
    for (const id of range(1, 250)) messages.set(message(id));
    expect(ids(messages)).toEqual(range(51, 250));
    expect(messages.get(50)).toBeUndefined();
    expect(messages.get(51)?.text).toBe("51");
  });

  test("replaces a message in its place", () => {
    const messages = new RecentMessages();
    for (const id of range(1, 3)) messages.set(message(id));
    messages.set(message(2, "changed"));
    expect(messages.list().map(({ text }) => text))
      .toEqual(["1", "changed", "3"]);
  });

  test("lets the oldest go when the texts are long", () => {
    const messages = new RecentMessages();
    for (const id of range(1, 10)) {
      messages.set(message(id, "x".repeat(65_536)));
    }
    expect(ids(messages)).toEqual(range(7, 10));
  });

  test("counts what tools gave back, and the choices of permissions", () => {
    const messages = new RecentMessages();
    const long = "x".repeat(65_536);
    const tool = {
      name: "t",
      input: "i",
      result: long,
      state: "done",
    } as const;
    const permission = { choices: [{ key: "1", label: long }], chosen: null };
    for (const id of range(1, 6)) {
      messages.set({ ...message(id), ...(id % 2 ? { tool } : { permission }) });
    }
    expect(ids(messages)).toEqual(range(4, 6));
  });

  test("does not list what was taken back, and goes on when it comes again", () => {
    const messages = new RecentMessages();
    for (const id of range(1, 3)) messages.set(message(id));
    messages.set(message(2, ""));
    expect(ids(messages)).toEqual([1, 3]);
    expect(messages.get(2)?.text).toBe("");
    messages.set(message(2, "after all"));
    expect(ids(messages)).toEqual([1, 2, 3]);
  });

  test("counts a text once, however often it has changed", () => {
    const messages = new RecentMessages();
    messages.set(message(1));
    for (let length = 1; length < 200_000; length += 1000) {
      messages.set(message(2, "x".repeat(length)));
    }
    expect(ids(messages)).toEqual([1, 2]);
  });

  test("keeps the newest whatever its length", () => {
    const messages = new RecentMessages();
    messages.set(message(1));
    messages.set(message(2, "x".repeat(1e6)));
    expect(ids(messages)).toEqual([2]);
  });
});
