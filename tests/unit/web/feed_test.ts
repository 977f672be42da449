// Runes are global names.
/// <reference types="svelte" />
import { afterEach, expect, test, vi } from "vitest";
import type { SessionInfo } from "@/shared/domain.ts";
import { encodeOutputFrame } from "@/shared/output_frame.ts";
import type { Drawing } from "@/web/src/lib/backlog.ts";
import { Connection } from "@/web/src/lib/connection.svelte.ts";
import { Feed } from "@/web/src/lib/feed.svelte.ts";
import { Peer } from "./peer.ts";

const ID = "abc0000001";
const INFO: SessionInfo = {
  id: ID,
  name: "make",
  command: ["make"],
  source: "pty",
  agent: "plain",
  tags: [],
  host: "here",
  cwd: "/",
  pid: 1,
  size: { cols: 80, rows: 24 },
  writable: true,
  connected: true,
  status: "working",
  evidence: "",
  statusAt: 1,
  queue: [],
  startedAt: 1,
  endedAt: null,
  exit: null,
  seq: 5,
  outputBytes: 10,
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function setUp() {
  const peer = new Peer();
  const connection = new Connection({
    url: peer.url,
    refused: () => Promise.resolve(false),
  });
  connection.connect();
  await peer.opened();
  peer.welcome();
  await vi.waitFor(() => expect(connection.live).toBe(true));
  const feed = new Feed(ID, connection);
  const drawn: Drawing[] = [];
  feed.attach({
    draw: (drawing, done) => {
      drawn.push(drawing);
      done();
    },
  });
  cleanups.push(() => peer.close(), () => feed.close());
  return { peer, connection, feed, drawn };
}

function output(seq: number, text: string) {
  const data = new TextEncoder().encode(text);
  return encodeOutputFrame({ session: ID, stream: 1, seq, at: 1, data });
}

const written = (drawn: Drawing[]) =>
  drawn.map((drawing) =>
    drawing.type === "write"
      ? new TextDecoder().decode(drawing.data)
      : drawing.type
  );

test("shows a snapshot and what comes after it, nothing twice", async () => {
  const { peer, feed, drawn } = await setUp();
  peer.send(output(4, "too early"));
  peer.event("stream.snapshot", { session: ID, seq: 5 }, {
    info: INFO,
    screen: "s",
    messages: [],
    turns: [],
  });
  peer.send(output(5, "in the snapshot"));
  peer.send(output(6, "new"));
  peer.send(output(6, "new"));
  peer.event("pane.resize", { session: ID, seq: 7 }, { cols: 100, rows: 30 });
  await vi.waitFor(() =>
    expect(written(drawn)).toEqual(["reset", "new", "resize"])
  );
  expect(feed.info!.size).toEqual({ cols: 100, rows: 30 });
  expect(feed.outputBytes).toBe(13);
});

test("goes on from the last entry after the connection was lost", async () => {
  const { peer, connection, drawn } = await setUp();
  peer.event("stream.snapshot", { session: ID, seq: 5 }, {
    info: INFO,
    screen: "s",
    messages: [],
    turns: [],
  });
  peer.send(output(6, "before"));
  await vi.waitFor(() => expect(written(drawn)).toContain("before"));
  peer.drop();
  await vi.waitFor(() => expect(connection.state).toBe("offline"));
  connection.connect();
  await peer.opened();
  peer.welcome();
  await vi.waitFor(() =>
    expect(peer.asked("subscribe").at(-1)).toMatchObject({ after: { [ID]: 6 } })
  );
  peer.send(output(7, "after"));
  await vi.waitFor(() =>
    expect(written(drawn)).toEqual(["reset", "before", "after"])
  );
});

test("type() is refused with the server's words", async () => {
  const { peer, feed } = await setUp();
  peer.refuse("input", {
    code: "conflict",
    message: "Cannot type: it has ended",
  });
  await expect(feed.type("x")).rejects.toMatchObject({
    code: "conflict",
    message: "Cannot type: it has ended",
  });
});

test("type() is refused while the connection is lost", async () => {
  const { peer, connection, feed } = await setUp();
  peer.drop();
  await vi.waitFor(() => expect(connection.live).toBe(false));
  await expect(feed.type("x")).rejects.toMatchObject({ code: "unavailable" });
});

test("says when there is no such session", async () => {
  const { peer, connection } = await setUp();
  peer.refuse("subscribe", { code: "not_found", message: "Cannot find it" });
  const missing = new Feed("nothing", connection);
  await vi.waitFor(() => expect(missing.error?.code).toBe("not_found"));
});

test("starts over from a snapshot when more comes than can be drawn", async () => {
  const { peer, connection } = await setUp();
  const feed = new Feed(ID, connection);
  const pending: (() => void)[] = [];
  feed.attach({ draw: (_, done) => pending.push(done) });
  await vi.waitFor(() => expect(peer.asked("subscribe")).toHaveLength(2));
  peer.event("stream.snapshot", { session: ID, seq: 1 }, {
    info: INFO,
    screen: "",
    messages: [],
    turns: [],
  });
  for (let seq = 2; seq < 8; seq++) {
    peer.send(output(seq, "y".repeat(1_000_000)));
  }
  await vi.waitFor(() => expect(peer.asked("unsubscribe")).toHaveLength(1));
  const drawings = pending.length;
  peer.send(output(8, "is not drawn"));
  for (const done of pending) done();
  await vi.waitFor(() => expect(peer.asked("subscribe")).toHaveLength(3));
  expect(peer.asked("subscribe").at(-1)).toMatchObject({ after: {} });
  expect(pending).toHaveLength(drawings);
});
