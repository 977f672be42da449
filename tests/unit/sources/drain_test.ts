import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { untilDrained } from "../../../server/sources/drain.ts";
import { Outlet } from "../../../server/sources/outlet.ts";

describe("untilDrained()", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function drain({ ended = new Promise<void>(() => {}) } = {}) {
    const outlet = new Outlet(10);
    const state = { outlet, drained: false };
    untilDrained(outlet, ended).then(() => state.drained = true);
    return state;
  }

  test("settles at the end of the output", async () => {
    const state = drain({ ended: Promise.resolve() });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.drained).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("settles after 200 ms without output", async () => {
    const state = drain();
    await vi.advanceTimersByTimeAsync(199);
    expect(state.drained).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.drained).toBe(true);
  });

  test("begins again with every piece of output", async () => {
    const state = drain();
    await vi.advanceTimersByTimeAsync(190);
    state.outlet.put(1, new Uint8Array(1));
    await vi.advanceTimersByTimeAsync(200);
    expect(state.drained).toBe(false);
    await vi.advanceTimersByTimeAsync(50);
    expect(state.drained).toBe(true);
  });

  test("does not count the time during which it is paused", async () => {
    const state = drain();
    state.outlet.pause();
    await vi.advanceTimersByTimeAsync(5000);
    expect(state.drained).toBe(false);
    state.outlet.resume();
    await vi.advanceTimersByTimeAsync(200);
    expect(state.drained).toBe(true);
  });
});
