import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Entry, SessionEvent } from "@/shared/domain.ts";
import type { FeedReply } from "@/shared/feed.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import { Pipeline } from "@/server/pipeline/pipeline.ts";
import { Screen } from "@/server/pipeline/screen.ts";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import { pickProfile } from "@/server/profiles/registry.ts";
import { Session } from "@/server/sessions/session.ts";
import type { StatusChange } from "@/server/sessions/status.ts";
import { readFixture, readRecording } from "../../support/agent_fixture.ts";
import { askedTurns } from "../../support/recorded_status.ts";
import { anInfo } from "../store/support.ts";
import { EXIT, printed, records } from "./support.ts";

/** A session of `command` in a terminal, what it says, and what its feeder is told. */
function house(command: string[]) {
  const info = anInfo({ status: "starting", command });
  const entries: Entry[] = [];
  const changes: StatusChange[] = [];
  const orders: FeedReply[] = [];
  const session = new Session({
    info,
    feeder: { pid: 1, start: "1" },
    fed: 0,
    pipeline: new Pipeline({
      profile: pickProfile(command),
      command,
      start: { lastId: 0, turn: 0 },
      terminal: info.size,
    }),
    screen: new Screen(info.size),
    stuckAfter: 60_000,
    outlet: {
      entry: (_, entry) => entries.push(entry),
      info: () => {},
      status: (_, change) => changes.push(change),
      store: () => {},
    },
  });
  session.connect({ send: (order) => orders.push(order) });
  let fed = 0;
  return {
    session,
    orders,
    take(...events: FeedEvent[]) {
      const now = records(events, fed + 1)
        .map((record) => ({ ...record, at: Date.now() }));
      session.ingest(now);
      fed += events.length;
    },
    statuses: () => changes.map(({ status }) => status),
    published: <Type extends SessionEvent["type"]>(type: Type) =>
      entries.flatMap(({ event }) =>
        event.type === type
          ? [event as Extract<SessionEvent, { type: Type }>]
          : []
      ),
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

beforeEach(async () => {
  await loadTerminal();
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe("Session, of its status", () => {
  test("asks its feeder in silence, twice, and works on while the command computes", () => {
    using at = house(["make"]);
    at.take(printed("cc a.c\n"));
    vi.advanceTimersByTime(1000);
    expect(at.orders).toEqual([{ type: "feed.probe" }]);
    at.session.probed({ cpu: 100, children: 1 });
    vi.advanceTimersByTime(1000);
    expect(at.orders).toHaveLength(2);
    at.session.probed({ cpu: 1000, children: 1 });
    expect(at.session.info).toMatchObject({
      status: "working",
      evidence: "no output for 2 s, but it computes",
    });
    vi.advanceTimersByTime(9000);
    at.session.probed({ cpu: 1000, children: 1 });
    vi.advanceTimersByTime(1000);
    at.session.probed({ cpu: 1000, children: 1 });
    expect(at.session.info.status).toBe("idle");
    vi.advanceTimersByTime(1_000_000);
    expect(at.orders).toHaveLength(4);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is idle in time although its feeder does not answer", () => {
    using at = house(["make"]);
    at.take(printed("cc a.c\n"));
    vi.advanceTimersByTime(2000);
    expect(at.session.info.status).toBe("idle");
    at.session.probed({ cpu: 5, children: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("says of a turn how long it took, by its question's time", () => {
    using at = house(["bash"]);
    at.take(
      printed("\x1b]133;A\x07$ \x1b]133;B\x07"),
      { type: "input", text: "ls\r" },
      printed("ls\r\n\x1b]133;C\x07a b\r\n"),
    );
    vi.advanceTimersByTime(7000);
    at.take(printed("\x1b]133;D;0\x07\x1b]133;A\x07$ \x1b]133;B\x07"));
    vi.advanceTimersByTime(10_000);
    expect(at.published("turn")).toEqual([
      { type: "turn", turn: { turn: 1, duration: 7000 } },
    ]);
  });

  test("ends the turn of an agent that does not say so when its screen rests", async () => {
    const fixture = readFixture("codex", "short");
    const recording = await readRecording(fixture);
    const turns = askedTurns(fixture, recording);
    using at = house(["codex"]);
    let now = 0;
    for (const [seconds, kind, text] of recording.events) {
      vi.advanceTimersByTime(Math.round(seconds * 1000) - now);
      now = Math.round(seconds * 1000);
      if (kind === "o") at.take(printed(text));
      if (kind === "i") at.take({ type: "input", text });
    }
    const ended = at.published("turn").map(({ turn }) => turn);
    expect(ended.map(({ turn }) => turn)).toEqual([1, 2, 3]);
    const done = recording.events
      .filter(([, kind, text]) => kind === "o" && text.includes("state=done"))
      .map(([seconds]) => Math.round(seconds * 1000));
    expect(done).toHaveLength(3);
    ended.forEach(({ duration = -1 }, i) => {
      const took = done[i]! - turns[i]!.from;
      // The question is read from the screen a moment after it was sent.
      expect(duration).toBeGreaterThan(took - 150);
      expect(duration).toBeLessThanOrEqual(took);
    });
  });

  test("reads a screen that has come to rest, and then costs nothing", async () => {
    const { events } = await readRecording(readFixture("codex", "short"));
    const begun = events.findIndex(([, kind, text]) =>
      kind === "i" && text === "W"
    );
    using at = house(["codex"]);
    for (const [, kind, text] of events.slice(0, begun)) {
      if (kind === "o") at.take(printed(text));
    }
    expect(at.session.info.status).toBe("starting");
    vi.advanceTimersByTime(1000);
    expect(at.statuses()).toEqual(["idle"]);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1_000_000);
    expect(at.orders).toEqual([]);
  });

  test("tells the end once, and expects nothing more", () => {
    using at = house(["codex"]);
    at.take(printed("hello"), EXIT);
    expect(at.statuses()).toEqual(["exited"]);
    expect(at.published("status")).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
  });
});
