import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import { Transcripts } from "@/server/sessions/transcript.ts";
import { ID } from "../store/support.ts";
import {
  EXIT,
  feedSession,
  HubHouse,
  printed,
  range,
  records,
  textOf,
} from "./support.ts";

async function house(events: FeedEvent[] = []) {
  const at = await HubHouse.open();
  const session = await at.hub.open(feedSession());
  session.ingest(records(events));
  const transcripts = new Transcripts({
    hub: at.hub,
    store: at.store,
    stored: () => at.writer.flush(),
  });
  const aborter = new AbortController();
  const options = { follow: false, signal: aborter.signal };
  return {
    session,
    transcripts,
    aborter,
    options,
    following: { ...options, follow: true },
    text: async () =>
      (await Array.fromAsync(transcripts.text(ID, options))).join(""),
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  };
}

describe("Transcripts.entries()", () => {
  test("gives everything so far in order, page by page", async () => {
    const events = range(1, 1200).map((i) => printed(`${i}\n`));
    await using at = await house(events);
    const pages = await Array.fromAsync(at.transcripts.entries(ID, at.options));
    expect(pages.length).toBeGreaterThan(2);
    expect(textOf(pages.flat())).toBe(
      range(1, 1200).map((i) => `${i}\n`).join(""),
    );
    const types = pages.flat().map(({ event }) => event.type);
    expect(types).not.toContain("message");
  });

  test("follows a session to its end", async () => {
    await using at = await house([printed("a\n")]);
    const all = Array.fromAsync(at.transcripts.entries(ID, at.following));
    for (const index of range(2, 40)) {
      at.session.ingest(records([printed(`${index}\n`)], index));
      await new Promise((resolve) => setTimeout(resolve));
    }
    at.session.ingest(records([EXIT], 41));
    const entries = (await all).flat();
    expect(textOf(entries)).toBe(
      `a\n${range(2, 40).map((i) => `${i}\n`).join("")}`,
    );
    expect(entries.map(({ event }) => event.type)).toContain("exit");
  });

  test("follows a session that is abandoned, and one that has ended long ago", async () => {
    await using at = await house([printed("a\n")]);
    const pages = at.transcripts.entries(ID, at.following);
    await pages.next();
    at.session.abandon();
    expect((await Array.fromAsync(pages)).length).toBeGreaterThan(0);
    const again = at.transcripts.entries(ID, at.following);
    expect(textOf((await Array.fromAsync(again)).flat())).toBe("a\n");
  });

  test("ends when nobody wants more", async () => {
    await using at = await house([printed("a\n")]);
    const pages = at.transcripts.entries(ID, at.following);
    await pages.next();
    const rest = pages.next();
    at.aborter.abort();
    expect((await rest).done).toBe(true);
    const late = at.transcripts.entries(ID, at.following);
    expect((await late.next()).done).toBe(true);
  });

  test("refuses a session that there is not", async () => {
    await using at = await house();
    const pages = at.transcripts.entries("none", at.options);
    await expect(pages.next()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("Transcripts.text()", () => {
  test("is clean, with what is left of the last line", async () => {
    await using at = await house([
      printed("\u001b[31mred\u001b[0m\r\n50 %"),
      printed("\r100 %\nlast"),
    ]);
    expect(await at.text()).toBe("red\n100 %\nlast");
  });

  test("counts binary output instead of showing it", async () => {
    const binary: FeedEvent = {
      type: "output",
      stream: 1,
      data: new Uint8Array(1000),
    };
    await using at = await house([
      printed("a\n"),
      binary,
      binary,
      printed("b\n"),
    ]);
    expect(await at.text()).toBe("a\n[2000 bytes of binary output]\nb\n");
  });

  test("does not join what a gap has torn apart", async () => {
    await using at = await house([
      printed("half"),
      { type: "gap", bytes: 9 },
      printed("rest\n"),
    ]);
    expect(await at.text()).toBe("half\nrest\n");
  });
});

describe("Transcripts.messages()", () => {
  const question = (i: number): FeedEvent[] => [
    { type: "input", text: `q${i}\r` },
    printed(`a${i}\n`),
  ];

  test("gives all that there is, with what is not done", async () => {
    await using at = await house(range(1, 600).flatMap(question));
    const pages = await Array.fromAsync(
      at.transcripts.messages(ID, at.options),
    );
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ text }) => text.trim()))
      .toEqual(range(1, 600).flatMap((i) => [`q${i}`, `a${i}`]));
    expect(pages.flat().at(-1)?.done).toBe(false);
  });

  test("follows a session to its end, each message once and when it is done", async () => {
    await using at = await house([]);
    const all = Array.fromAsync(at.transcripts.messages(ID, at.following));
    for (const i of range(1, 30)) {
      at.session.ingest(records(question(i), 2 * i - 1));
      await new Promise((resolve) => setTimeout(resolve));
    }
    at.session.ingest(records([EXIT], 61));
    const messages = (await all).flat();
    expect(messages.map(({ text }) => text.trim()))
      .toEqual(range(1, 30).flatMap((i) => [`q${i}`, `a${i}`]));
    expect(messages.every(({ done }) => done)).toBe(true);
  });

  test("says nothing while a message only grows", async () => {
    await using at = await house([printed("a\n")]);
    const pages = at.transcripts.messages(ID, at.following);
    const first = pages.next();
    at.session.ingest(records([printed("b\n")], 2));
    at.session.ingest(records([{ type: "input", text: "q\r" }], 3));
    expect((await first).value?.map(({ text }: Message) => text))
      .toEqual(["a\nb\n", "q"]);
    await pages.return(undefined);
  });

  test("ends when nobody wants more", async () => {
    await using at = await house(question(1));
    const pages = at.transcripts.messages(ID, at.following);
    await pages.next();
    const rest = pages.next();
    at.aborter.abort();
    expect((await rest).done).toBe(true);
  });
});

test("Transcripts.page() reads back page by page", async () => {
  await using at = await house(
    range(1, 6).flatMap((i) => [
      { type: "input", text: `q${i}\r` } as const,
      printed(`a${i}\n`),
    ]),
  );
  at.session.ingest(records([EXIT], 13));
  await Array.fromAsync(at.transcripts.entries(ID, at.options));
  const { messages: newest } = await at.transcripts.page(ID, { limit: 2 });
  expect(newest.map(({ text }) => text.trim())).toEqual(["q6", "a6"]);
  const before = newest[0]!.id;
  const { messages: older } = await at.transcripts.page(ID, {
    before,
    limit: 2,
  });
  expect(older.map(({ text }) => text.trim())).toEqual(["q5", "a5"]);
});
