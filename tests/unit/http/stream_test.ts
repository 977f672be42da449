import { describe, expect, test } from "vitest";
import { decodeOutputFrame } from "@/shared/output_frame.ts";
import { type Filters, ServerEvent } from "@/shared/protocol.ts";
import { type Frame, Frames } from "@/server/http/frames.ts";
import { stream } from "@/server/http/stream.ts";
import { pick, seeded } from "../../support/seeded.ts";
import { ID } from "../store/support.ts";
import {
  drawn,
  EXIT,
  feedSession,
  HubHouse,
  printed,
  range,
  records,
} from "../sessions/support.ts";

interface Watching {
  filters?: Filters;
  after?: Record<string, number>;
  binary?: boolean;
  /** What a frame waits for before the next one is sent. */
  pace?: () => Promise<void>;
}

/** A client and what it is sent, each frame read. */
function watch(house: HubHouse, options: Watching = {}) {
  const { filters = {}, after = {}, binary, pace } = options;
  const events: ServerEvent[] = [];
  const reader = house.hub.subscribe(filters);
  const ended = stream({
    sessions: house.hub,
    reader,
    frames: new Frames(),
    encoding: binary ? "binary" : "text",
    after,
    send: (frame) => {
      events.push(read(frame));
      return pace?.();
    },
  });
  return {
    events,
    types: () => events.map(({ type }) => type),
    text: () =>
      events.map((one) => one.type === "pane.output" ? one.data.text : "")
        .join(""),
    close: async () => {
      reader[Symbol.dispose]();
      await ended;
    },
  };
}

/** A frame as an event; binary ones as the text that they stand for. */
function read(frame: Frame): ServerEvent {
  if (typeof frame === "string") return ServerEvent.parse(JSON.parse(frame));
  const { data, stream, ...rest } = decodeOutputFrame(frame.buffer)!;
  const text = new TextDecoder().decode(data);
  return { v: 1, type: "pane.output", ...rest, data: { stream, text } };
}

async function house(...texts: string[]) {
  const at = await HubHouse.open();
  const session = await at.hub.open(feedSession());
  session.ingest(records(texts.map((text) => printed(text))));
  return Object.assign(at, { session });
}

describe("stream()", () => {
  test("lists sessions, shows those that are named, and goes on with what comes", async () => {
    await using at = await house("a\n");
    const client = watch(at, { filters: { sessions: ["build", "to come"] } });
    await expect.poll(client.types).toEqual([
      "session.updated",
      "stream.snapshot",
    ]);
    at.session.ingest(records([printed("b\n"), EXIT], 2));
    await expect.poll(client.types).toContain("session.ended");
    expect(client.types()).toEqual(expect.arrayContaining([
      "pane.output",
      "message.answer",
      "pane.exit",
      "agent.status",
    ]));
    const other = await at.hub.open(
      feedSession({ id: "b".repeat(10), name: "to come" }),
    );
    other.ingest(records([printed("here")]));
    await expect.poll(client.text).toBe("b\nhere");
    await client.close();
  });

  test("sends only what is wanted", async () => {
    await using at = await house("a\n");
    const client = watch(at, { filters: { types: ["pane.output"] } });
    at.session.ingest(records([printed("b\n"), EXIT], 2));
    await expect.poll(client.types).toEqual(["pane.output"]);
    await client.close();
  });

  test.each([true, false])(
    "resumes without a hole from memory (binary: %s)",
    async (binary) => {
      await using at = await house("a", "b", "✓", "d");
      const { seq } = at.session.info;
      for (const after of range(0, seq)) {
        const client = watch(at, { after: { [ID]: after }, binary });
        await expect.poll(() =>
          client.events.filter(({ type }) => !type.startsWith("session"))
            .map(({ seq }) => seq)
        ).toEqual(range(after + 1, seq));
        await client.close();
      }
    },
  );

  test("resumes from the store, messages whole", async () => {
    await using at = await house("a\n", "b\n");
    await at.restart();
    const client = watch(at, {
      filters: { types: ["pane.*", "message.*"] },
      after: { [ID]: 0 },
    });
    await expect.poll(client.types)
      .toEqual(["pane.output", "pane.output", "message.answer"]);
    expect(client.events.at(-1)).toMatchObject({
      data: { from: 0, text: "a\nb\n" },
    });
    await client.close();
  });

  test.each<[string, Filters, string[]]>([
    ["a snapshot", { types: ["stream.*"] }, ["stream.gap", "stream.snapshot"]],
    ["only the gap", { types: ["pane.*"] }, ["stream.gap"]],
  ])("gives %s when too much was missed", async (_name, filters, types) => {
    await using at = await house();
    const block = printed("x".repeat(500_000));
    for (const index of range(1, 10)) {
      at.session.ingest(records([block], index));
    }
    const client = watch(at, { filters, after: { [ID]: 1 } });
    await expect.poll(client.types).toEqual(types);
    expect(client.events[0]).toMatchObject({
      data: { from: 2, reason: "too much was missed" },
    });
    await client.close();
  });

  test("gives a slow client a gap and a snapshot, and holds up nobody", async () => {
    await using at = await house("a");
    let free = Promise.withResolvers<void>();
    const slow = watch(at, {
      filters: { sessions: [ID] },
      pace: () => free.promise,
    });
    const fast = watch(at, { filters: { types: ["pane.output"] } });
    await expect.poll(() => slow.events.length).toBe(1);
    const block = printed(`${"y".repeat(70)}\r\n`.repeat(1000));
    for (const index of range(2, 101)) {
      at.session.ingest(records([block], index));
      if (index % 20 === 0) {
        await expect.poll(() => fast.events.length).toBe(index - 1);
      }
    }
    at.session.ingest(records([printed("end")], 102));
    free.resolve();
    free = Promise.withResolvers();
    free.resolve();
    await expect.poll(slow.types).toContain("stream.gap");
    await expect.poll(() => slow.types().at(-1)).toBe("stream.snapshot");
    const snapshot = slow.events.findLast(({ type }) =>
      type === "stream.snapshot"
    );
    const { screen, seq } = await at.hub.snapshot(ID);
    expect(snapshot).toMatchObject({ seq, data: { screen } });
    await Promise.all([slow.close(), fast.close()]);
  });

  test.each([1, 2, 3])(
    "shows every client the whole, whenever it comes and however slow it is (%i)",
    async (seed) => {
      await using at = await house("start\r\n");
      const random = seeded(seed);
      const texts = ["start\r\n"];
      const clients: ReturnType<typeof watch>[] = [];
      for (const index of range(2, 60)) {
        texts.push(`${index} \u001b[3${index % 8}mé✓\u001b[0m\r\n`);
        at.session.ingest(records([printed(texts.at(-1)!)], index));
        if (random() < 0.3) await new Promise((go) => setTimeout(go));
        if (random() > 0.2) continue;
        clients.push(watch(at, {
          filters: { sessions: [ID] },
          binary: random() < 0.5,
          pace: () => new Promise((go) => setTimeout(go, pick(random, 3))),
        }));
      }
      at.session.ingest(records([EXIT], 61));
      const whole = await drawn(feedSession().size, ...texts);
      for (const client of clients) {
        await expect.poll(client.types).toContain("session.ended");
        const first = client.events.find((one) =>
          one.type === "stream.snapshot"
        );
        const tail = client.events.filter(({ type }) =>
          !/^(session|stream)/.test(type)
        );
        expect(tail.map(({ seq }) => seq))
          .toEqual(range(first!.seq + 1, at.session.info.seq));
        expect(
          await drawn(feedSession().size, first!.data.screen, client.text()),
        ).toBe(whole);
        await client.close();
      }
    },
  );
});
