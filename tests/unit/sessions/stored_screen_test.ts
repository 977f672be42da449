import { afterEach, describe, expect, test, vi } from "vitest";
import { storedScreen } from "@/server/sessions/stored_screen.ts";
import { ID } from "../store/support.ts";
import {
  drawn,
  EXIT,
  feedSession,
  HubHouse,
  printed,
  records,
} from "./support.ts";

const SIZE = feedSession().size;

async function screenOf({ store }: HubHouse): Promise<string> {
  const stored = await store.session(ID);
  using screen = await storedScreen(store, stored!.info);
  return await screen.snapshot();
}

afterEach(() => void vi.useRealTimers());

describe("storedScreen()", () => {
  test("draws what was printed, in the sizes that the terminal had", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    const wide = "x".repeat(100);
    session.ingest(records([
      { type: "resize", size: { cols: 120, rows: 10 } },
      printed(`${wide}\r\n`),
      printed("narrow"),
    ]));
    await house.writer.flush();
    expect(await screenOf(house))
      .toBe(await drawn({ cols: 120, rows: 10 }, `${wide}\r\nnarrow`));
  });

  test("is that of pipes for a command that had no terminal", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession({ source: "exec" }));
    session.ingest(records([printed("a\nb\n")]));
    await house.writer.flush();
    expect(await screenOf(house)).toBe(await drawn(SIZE, "a\r\nb\r\n"));
  });

  test("is empty before anything was printed", async () => {
    await using house = await HubHouse.open();
    await house.hub.open(feedSession());
    await house.writer.flush();
    expect(await screenOf(house)).toBe(await drawn(SIZE));
  });
});

describe("keyframes", () => {
  const block = (first: number) =>
    Array.from(
      { length: 100 },
      (_, i) => `line ${first + i} ${"x".repeat(60)}\r\n`,
    )
      .join("");

  test("bound what is read to show a session again", async () => {
    await using house = await HubHouse.open();
    vi.useFakeTimers({ toFake: ["Date"] });
    const session = await house.hub.open(feedSession());
    // 3.5 MB in a minute and a half.
    for (let index = 1; index <= 500; index++) {
      vi.setSystemTime(Date.now() + 180);
      session.ingest(records([printed(block(index * 100))], index));
      if (index % 50 === 0) await house.hub.snapshot(ID);
    }
    await house.writer.flush();
    const keyframe = await house.store.keyframe(ID);
    const { seq, outputBytes } = session.info;
    expect(keyframe?.seq).toBeGreaterThan(seq * 0.7);
    expect(keyframe?.seq).toBeLessThanOrEqual(seq);
    const tail = await house.store.tail(ID, {
      after: keyframe!.seq,
      bytes: Infinity,
    });
    expect(tail.length * 7000).toBeLessThan(outputBytes * 0.4);
    expect(await screenOf(house)).toBe((await house.hub.snapshot(ID)).screen);
  });

  test("are made at the end of a flood, before the session leaves memory", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    for (let index = 1; index <= 200; index++) {
      session.ingest(records([printed(block(index * 100))], index));
    }
    session.ingest(records([EXIT], 201));
    await expect.poll(async () => {
      await house.writer.flush();
      return await house.store.keyframe(ID);
    }).toBeDefined();
    await expect.poll(() => house.hub.live === 0 && !isLive(house)).toBe(true);
    const { screen, info } = await house.hub.snapshot(ID);
    expect(info.seq).toBe(session.info.seq);
    expect(screen).toContain("line 20099 ");
  });

  test("are not made of little output", async () => {
    await using house = await HubHouse.open();
    const session = await house.hub.open(feedSession());
    session.ingest(records([printed(block(1)), EXIT]));
    await house.writer.flush();
    expect(await house.store.keyframe(ID)).toBeUndefined();
  });
});

function isLive({ hub }: HubHouse): boolean {
  try {
    return hub.session(ID) !== undefined;
  } catch {
    // It has ended, and the store answers for it.
    return false;
  }
}
