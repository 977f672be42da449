import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "@/web/src/lib/pace.ts";

/** Milliseconds that work has taken. */
let spent = 0;

beforeEach(() => {
  spent = 0;
  vi.useFakeTimers();
  const now = () => Date.now() + spent;
  vi.stubGlobal("performance", { now });
  vi.stubGlobal(
    "requestAnimationFrame",
    (draw: () => void) => setTimeout(draw, 16),
  );
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what is asked for many times is done once a frame", () => {
  const work = vi.fn();
  const pace = new Pace(work);
  for (let i = 0; i < 100; i++) pace.ask();
  vi.advanceTimersByTime(16);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
  pace.ask();
  vi.advanceTimersByTime(16);
  expect(work).toHaveBeenCalledTimes(2);
});

test("work that takes long is done more seldom", () => {
  const work = vi.fn(() => {
    spent += 100;
  });
  const pace = new Pace(work);
  for (let i = 0; i < 200; i++) {
    pace.ask();
    vi.advanceTimersByTime(10);
  }
  // Two seconds of asking, and each time 400 ms of rest after 100 ms of work.
  expect(work.mock.calls.length).toBeGreaterThan(3);
  expect(work.mock.calls.length).toBeLessThan(6);
});

test("stop() leaves undone what was asked for", () => {
  const work = vi.fn();
  const pace = new Pace(work);
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(work).not.toHaveBeenCalled();
});
