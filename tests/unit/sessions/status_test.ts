import { describe, expect, test } from "vitest";
import type { SessionEvent } from "@/shared/domain.ts";
import {
  describeExit,
  QUIET_AFTER,
  StatusTracker,
} from "@/server/sessions/status.ts";

const OUTPUT: SessionEvent = {
  type: "output",
  stream: 1,
  data: new Uint8Array(1),
};

describe("StatusTracker", () => {
  test("works while output comes, is idle when none comes, and works again", () => {
    const tracker = new StatusTracker();
    expect(tracker.deadline).toBeUndefined();
    expect(tracker.see(OUTPUT, 1000)?.status).toBe("working");
    expect(tracker.see(OUTPUT, 1500)).toBeUndefined();
    expect(tracker.deadline).toBe(1500 + QUIET_AFTER);
    expect(tracker.tick(1500 + QUIET_AFTER - 1)).toBeUndefined();
    expect(tracker.tick(1500 + QUIET_AFTER)).toEqual({
      status: "idle",
      evidence: "no output for 2 s",
    });
    expect(tracker.deadline).toBeUndefined();
    expect(tracker.tick(99_999)).toBeUndefined();
    expect(tracker.see(OUTPUT, 100_000)?.status).toBe("working");
  });

  test.each<SessionEvent>([
    { type: "input", text: "x" },
    { type: "resize", size: { cols: 1, rows: 1 } },
    { type: "gap", bytes: 1 },
  ])("says nothing new of $type", (event) => {
    expect(new StatusTracker().see(event, 0)).toBeUndefined();
  });

  test("goes on from a status, and gives it the whole time", () => {
    const tracker = new StatusTracker("working", 5000);
    expect(tracker.deadline).toBe(5000 + QUIET_AFTER);
    expect(tracker.see(OUTPUT, 6000)).toBeUndefined();
  });

  test("stays exited", () => {
    const tracker = new StatusTracker();
    expect(tracker.see({ type: "exit", code: 0, signal: null }, 0)?.status)
      .toBe("exited");
    expect(tracker.see(OUTPUT, 1)).toBeUndefined();
    expect(tracker.deadline).toBeUndefined();
  });
});

test.each([
  [{ code: 0, signal: null }, "exit code 0"],
  [{ code: null, signal: "SIGKILL" }, "ended by SIGKILL"],
  [{ code: null, signal: null }, "cause unknown"],
])("describeExit(%o) says %s", (exit, words) => {
  expect(describeExit(exit)).toContain(words);
});
