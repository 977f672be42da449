import { expect, test } from "vitest";
import { Backlog, type Drawing, MOST_WAITING } from "@/web/src/lib/backlog.ts";

const SIZE = { cols: 80, rows: 24 };
const write = (bytes: number): Drawing => ({
  type: "write",
  data: new Uint8Array(bytes),
});

function setUp() {
  const seen: string[] = [];
  const drawn: Drawing[] = [];
  const pending: (() => void)[] = [];
  const backlog = new Backlog({
    onfull: () => seen.push("full"),
    ondrained: () => seen.push("drained"),
  });
  const screen = {
    draw(drawing: Drawing, done: () => void) {
      drawn.push(drawing);
      pending.push(done);
    },
  };
  const finish = () => pending.splice(0).forEach((done) => done());
  return { backlog, screen, seen, drawn, finish };
}

test("push() keeps what comes before there is a screen, from the last reset on", () => {
  const { backlog, screen, drawn } = setUp();
  backlog.push(write(10));
  backlog.push({ type: "reset", size: SIZE, screen: "fresh" });
  backlog.push(write(20));
  backlog.attach(screen);
  expect(drawn.map(({ type }) => type)).toEqual(["reset", "write"]);
});

test("push() says that it is full, and that it has drained", () => {
  const { backlog, screen, seen, finish } = setUp();
  backlog.attach(screen);
  backlog.push(write(MOST_WAITING));
  expect(seen).toEqual(["full"]);
  finish();
  expect(seen).toEqual(["full", "drained"]);
  expect(backlog.drained).toBe(true);
});

test("push() does not pile up without a screen", () => {
  const { backlog, seen } = setUp();
  for (let i = 0; i < 10; i++) backlog.push(write(MOST_WAITING / 2));
  expect(backlog.waiting).toBeLessThan(MOST_WAITING);
  expect(seen.slice(0, 2)).toEqual(["full", "drained"]);
});

test("attach() forgets what a screen that is gone has not drawn", () => {
  const { backlog, screen, finish, seen } = setUp();
  const detach = backlog.attach(screen);
  backlog.push(write(10));
  detach();
  finish();
  expect(backlog.drained).toBe(true);
  expect(seen).toEqual([]);
});
