import { afterEach, describe, expect, test, vi } from "vitest";
import type { FeedReply } from "@/shared/feed.ts";
import { Feeds } from "@/server/sessions/feeds.ts";
import { ID } from "../store/support.ts";
import { EXIT, feedSession, HubHouse, printed, records } from "./support.ts";

async function house() {
  const at = await HubHouse.open();
  const state = { alive: true, looks: 0, collected: [] as string[] };
  const feeds = new Feeds({
    hub: at.hub,
    isAlive: () => {
      state.looks += 1;
      return Promise.resolve(state.alive);
    },
    collect: (session) => {
      state.collected.push(session);
      return Promise.resolve();
    },
  });
  return {
    hub: at.hub,
    writer: at.writer,
    feeds,
    state,
    [Symbol.asyncDispose]: async () => {
      feeds[Symbol.dispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

const ignore = () => {};

afterEach(() => void vi.useRealTimers());

describe("Feeds", () => {
  test("takes records, and acknowledges them when they are stored", async () => {
    await using at = await house();
    const replies: FeedReply[] = [];
    const feed = await at.feeds.open(feedSession(), (one) => replies.push(one));
    expect(feed.acked).toBe(0);
    feed.ingest(records([printed("a"), printed("b")]));
    await at.writer.flush();
    expect(replies.at(-1)).toEqual({ type: "feed.ack", acked: 2 });
    expect((await at.hub.info(ID)).connected).toBe(true);
    feed.close();
    expect((await at.hub.info(ID)).connected).toBe(false);
  });

  test("lets a feeder come back, and pays no heed to the connection that it had", async () => {
    await using at = await house();
    const first = await at.feeds.open(feedSession(), ignore);
    first.ingest(records([printed("a")]));
    await at.writer.flush();
    const second = await at.feeds.open(feedSession(), ignore);
    expect(second.acked).toBe(1);
    first.close();
    expect((await at.hub.info(ID)).connected).toBe(true);
  });

  test("ends a session whose feeder is dead, with what it has left", async () => {
    await using at = await house();
    const feed = await at.feeds.open(feedSession(), ignore);
    const session = at.hub.session(ID);
    at.state.alive = false;
    feed.close();
    await expect.poll(() => session.ended).toBe(true);
    expect(at.state.collected).toEqual([ID]);
    expect(session.info.exit).toEqual({ code: null, signal: null });
  });

  test("waits for a feeder that lives, as long as that takes", async () => {
    await using at = await house();
    const feed = await at.feeds.open(feedSession(), ignore);
    const session = at.hub.session(ID);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    feed.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.ended).toBe(false);
    expect(at.state.looks).toBeGreaterThan(5);
    const { looks } = at.state;
    await at.feeds.open(feedSession(), ignore);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at.state.looks).toBe(looks);
    expect(session.info.connected).toBe(true);
  });

  test("does not cut off a feeder that was faster than the server's look at what is unfinished", async () => {
    await using at = await house();
    await at.feeds.open(feedSession(), ignore);
    const session = at.hub.session(ID);
    at.feeds.watch(session);
    expect(session.info.connected).toBe(true);
    session.send({ type: "feed.stop" });
  });

  test("looks after nothing that has ended, and nothing once it is disposed", async () => {
    await using at = await house();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const ended = await at.feeds.open(feedSession(), ignore);
    ended.ingest(records([EXIT]));
    ended.close();
    const other = await at.feeds.open(
      feedSession({ id: "b".repeat(10) }),
      ignore,
    );
    at.feeds[Symbol.dispose]();
    other.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at.state.looks).toBe(0);
  });
});
