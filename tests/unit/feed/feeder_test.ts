import { describe, expect, test } from "vitest";
import { Feeder, type FeedOrder } from "@/server/feed/feeder.ts";
import { Spool } from "@/server/feed/spool.ts";
import { cut, pick, seeded } from "../../support/seeded.ts";
import { EXIT, feedSession } from "../sessions/support.ts";
import { tempFolder } from "../store/support.ts";
import { FeedServer, outputOf } from "./feed_server.ts";

async function house() {
  const folder = await tempFolder();
  const session = feedSession();
  const server = await FeedServer.open();
  const spool = new Spool({ folder: folder.path, session, limit: 1e9 });
  const orders: FeedOrder[] = [];
  const refusals: string[] = [];
  const feeder = new Feeder({
    session,
    spool,
    connect: server.connect,
    onOrder: (order) => orders.push(order),
    onRefused: (message) => refusals.push(message),
  });
  return {
    server,
    feeder,
    orders,
    refusals,
    spools: () => Array.from(Deno.readDirSync(folder.path)).length,
    [Symbol.asyncDispose]: async () => {
      feeder[Symbol.dispose]();
      spool[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const bytes = (length: number, seed: number) => {
  const random = seeded(seed);
  return Uint8Array.from({ length }, () => 32 + pick(random, 90));
};

describe("Feeder", () => {
  test("feeds a session to its end", async () => {
    await using at = await house();
    at.feeder.pass({ type: "input", text: "x" });
    at.feeder.output(1, bytes(10, 1));
    at.feeder.pass(EXIT);
    expect(await at.feeder.finish()).toBe("stored");
    expect(at.server.stored.map(({ event }) => event.type))
      .toEqual(["input", "output", "exit"]);
    expect(at.spools()).toBe(0);
  });

  test("passes on what the server asks for", async () => {
    await using at = await house();
    const orders: FeedOrder[] = [
      { type: "feed.input", text: "y\r" },
      { type: "feed.resize", size: { cols: 100, rows: 30 } },
      { type: "feed.signal", signal: "SIGINT" },
      { type: "feed.stop" },
    ];
    await expect.poll(() => at.feeder.connected).toBe(true);
    for (const order of orders) at.server.send(order);
    await expect.poll(() => at.orders).toEqual(orders);
  });

  test("sends again what a server that crashed has not stored, and nothing else", async () => {
    await using at = await house();
    at.feeder.output(1, bytes(10, 1));
    await expect.poll(() => at.server.stored.length).toBe(1);
    at.server.prompt = false;
    at.feeder.pass({ type: "input", text: "taken, not stored" });
    await expect.poll(() => at.server.received).toBe(2);
    await at.server.crash();
    await expect.poll(() => at.feeder.connected).toBe(false);
    at.feeder.pass(EXIT);
    at.server.prompt = true;
    await at.server.start();
    await expect.poll(() => at.server.stored.length).toBe(3);
    expect(await at.feeder.finish()).toBe("stored");
    expect(at.server.stored.map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  test("stops for good when it is refused, and says so once", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    at.server.refusal = {
      type: "feed.error",
      code: "bad_request",
      message: "Cannot take this",
    };
    at.server.drop();
    await expect.poll(() => at.refusals).toEqual(["Cannot take this"]);
    at.server.drop();
    await expect.poll(() => at.feeder.connected).toBe(false);
    at.feeder.output(1, bytes(10, 1));
    await at.feeder.room();
    expect(await at.feeder.finish()).toBe("spooled");
    expect(at.server.connections).toBe(2);
  });

  test("tries again when the server cannot take it now", async () => {
    await using at = await house();
    await expect.poll(() => at.feeder.connected).toBe(true);
    const { connections } = at.server;
    at.server.refusal = {
      type: "feed.error",
      code: "unavailable",
      message: "",
    };
    at.server.drop();
    await expect.poll(() => at.server.connections).toBe(connections + 1);
    at.server.refusal = undefined;
    at.server.drop();
    await expect.poll(() => at.feeder.connected).toBe(true);
    expect(at.refusals).toEqual([]);
  });

  test("leaves the server alone once it is disposed", async () => {
    await using at = await house();
    await expect.poll(() => at.server.connected).toBe(true);
    at.feeder[Symbol.dispose]();
    await expect.poll(() => at.server.connected).toBe(false);
    expect(at.server.connections).toBe(1);
  });

  test.each([1, 2, 3])(
    "delivers everything once and in order through drops, crashes and late acknowledgements (%i)",
    async (seed) => {
      await using at = await house();
      const { feeder, server } = at;
      const random = seeded(seed);
      const data = bytes(2_000_000, seed);
      server.onFrame = () => {
        server.prompt = random() < 0.3;
        if (random() < 0.15) server.drop();
        else if (random() < 0.3) server.store();
      };
      const restarts = [0.3, 0.7].map((part) => part * data.length);
      let sent = 0;
      for (const piece of cut(data, { random, most: 20_000 })) {
        feeder.output(1, piece);
        sent += piece.length;
        if (random() < 0.2) await feeder.room();
        if (random() < 0.2) await new Promise((resolve) => setTimeout(resolve));
        if (sent < (restarts[0] ?? Infinity)) continue;
        restarts.shift();
        await expect.poll(() => server.connected).toBe(true);
        await server.crash();
        await server.start();
      }
      feeder.pass(EXIT);
      server.onFrame = () => server.store();
      await expect.poll(() => {
        server.store();
        return server.stored.at(-1)?.event.type;
      }, { timeout: 15_000 }).toBe("exit");
      expect(await feeder.finish()).toBe("stored");
      expect(outputOf(server.stored)).toEqual(data);
      expect(server.connections).toBeGreaterThan(2);
    },
  );
});
