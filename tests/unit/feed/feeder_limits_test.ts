import { afterEach, describe, expect, test, vi } from "vitest";
import { Feeder } from "@/server/feed/feeder.ts";
import { Spool } from "@/server/feed/spool.ts";
import { EXIT, feedSession } from "../sessions/support.ts";
import { ID, tempFolder } from "../store/support.ts";
import { FeedServer, outputOf } from "./feed_server.ts";

const MEGABYTE = 1024 * 1024;

async function house(
  { limit = 1e9, folder }: { limit?: number; folder?: string } = {},
) {
  const at = await tempFolder();
  const session = feedSession();
  const server = await FeedServer.open();
  const spool = new Spool({ folder: folder ?? at.path, session, limit });
  const feeder = new Feeder({
    session,
    spool,
    connect: server.connect,
    onOrder: () => {},
    onRefused: () => {},
  });
  return {
    server,
    spool,
    feeder,
    names: () => Array.from(Deno.readDirSync(at.path), ({ name }) => name),
    /** Prints megabytes without waiting for anybody; gives their length. */
    flood: (megabytes: number) => {
      for (let i = 0; i < megabytes; i++) {
        feeder.output(1, new Uint8Array(MEGABYTE).fill(i % 256));
      }
      return megabytes * MEGABYTE;
    },
    [Symbol.asyncDispose]: async () => {
      feeder[Symbol.dispose]();
      spool[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

/** Whether a promise has settled, to ask later. */
function watch(promise: Promise<unknown>): () => boolean {
  let settled = false;
  promise.then(() => settled = true);
  return () => settled;
}

afterEach(() => void vi.useRealTimers());

describe("Feeder.room()", () => {
  test("holds the command while the server is there and behind, and lets it go on when it has caught up", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"] });
    // However long nothing was printed before.
    vi.setSystemTime(Date.now() + 3_600_000);
    at.server.prompt = false;
    at.flood(9);
    const free = watch(at.feeder.room());
    // The window: no more is sent until some of it is acknowledged.
    await expect.poll(() => at.server.received).toBeGreaterThan(60);
    expect(free()).toBe(false);
    expect(at.spool.spilled).toBe(false);
    at.server.prompt = true;
    at.server.store();
    await expect.poll(free).toBe(true);
    await expect.poll(() => at.spool.empty).toBe(true);
  });

  test("does not hold it for a server that makes no progress", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"] });
    at.server.prompt = false;
    at.flood(9);
    const free = watch(at.feeder.room());
    await expect.poll(() => at.server.received).toBeGreaterThan(60);
    expect(free()).toBe(false);
    vi.setSystemTime(Date.now() + 1_001);
    await expect.poll(free).toBe(true);
  });

  test("does not hold it when there is no server", async () => {
    await using at = await house();
    await at.server.crash();
    await expect.poll(() => at.feeder.connected).toBe(false);
    at.flood(9);
    await at.feeder.room();
    expect(at.spool.memory).toBeGreaterThan(8 * MEGABYTE);
  });
});

describe("Feeder without a server", () => {
  test("uses the disk beyond 16 MiB, and sends all of it when a server is back", async () => {
    await using at = await house();
    await at.server.crash();
    const total = at.flood(24);
    expect(at.names()).toEqual([`${ID}.live`]);
    expect(at.spool.memory).toBeLessThan(17 * MEGABYTE);
    at.feeder.pass(EXIT);
    await at.server.start();
    await expect.poll(() => at.server.stored.at(-1)?.event.type, {
      timeout: 10_000,
    }).toBe("exit");
    expect(await at.feeder.finish()).toBe("stored");
    const output = outputOf(at.server.stored);
    expect(output.length).toBe(total);
    const order = Array.from({ length: 24 }, (_, i) => output[i * MEGABYTE]);
    expect(order).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect(at.names()).toEqual([]);
  });

  test("counts what it cannot keep, and keeps the exit", async () => {
    await using at = await house({ limit: MEGABYTE });
    await at.server.crash();
    const total = at.flood(24);
    at.feeder.pass({ type: "input", text: "small" });
    at.feeder.pass(EXIT);
    await at.server.start();
    await expect.poll(() => at.server.stored.at(-1)?.event.type, {
      timeout: 10_000,
    }).toBe("exit");
    const events = at.server.stored.map(({ event }) => event);
    const kept = outputOf(at.server.stored).length;
    expect(kept).toBeGreaterThan(16 * MEGABYTE);
    expect(events.slice(-3)).toEqual([
      { type: "gap", bytes: total - kept },
      { type: "input", text: "small" },
      EXIT,
    ]);
    expect(await at.feeder.finish()).toBe("stored");
  });

  test("says what is missing as soon as there is room again", async () => {
    await using at = await house({ limit: MEGABYTE });
    await at.server.crash();
    let total = at.flood(24);
    await at.server.start();
    await expect.poll(() => at.spool.empty, { timeout: 10_000 }).toBe(true);
    total += at.flood(1);
    at.feeder.pass(EXIT);
    expect(await at.feeder.finish()).toBe("stored");
    const { stored } = at.server;
    const gaps = stored.filter(({ event }) => event.type === "gap");
    expect(gaps.map(({ event }) => event)).toEqual([
      { type: "gap", bytes: total - outputOf(stored).length },
    ]);
    expect(stored.map(({ index }) => index))
      .toEqual(stored.map((_, i) => i + 1));
  });
});

describe("Feeder.finish()", () => {
  test("leaves a file when there is no server", async () => {
    await using at = await house();
    await at.server.crash();
    await expect.poll(() => at.feeder.connected).toBe(false);
    at.flood(1);
    expect(await at.feeder.finish()).toBe("spooled");
    expect(at.names()).toEqual([`${ID}.spool`]);
  });

  test("waits for a server that goes on", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    at.server.prompt = false;
    at.flood(2);
    const finished = at.feeder.finish();
    const isFinished = watch(finished);
    await expect.poll(() => at.server.received).toBeGreaterThan(10);
    expect(isFinished()).toBe(false);
    at.server.prompt = true;
    at.server.store();
    expect(await finished).toBe("stored");
  });

  test("does not wait for a server that stands still", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    at.server.prompt = false;
    at.flood(2);
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const finished = at.feeder.finish();
    const isFinished = watch(finished);
    await vi.advanceTimersByTimeAsync(500);
    expect(isFinished()).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await finished).toBe("spooled");
    expect(at.names()).toEqual([`${ID}.spool`]);
  });

  test("says that it is lost when the disk does not take it", async () => {
    await using at = await house({ folder: "/dev/null/spool" });
    await at.server.crash();
    await expect.poll(() => at.feeder.connected).toBe(false);
    at.feeder.pass(EXIT);
    expect(await at.feeder.finish()).toBe("lost");
  });
});
