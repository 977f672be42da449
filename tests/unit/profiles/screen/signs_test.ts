import { describe, expect, test } from "vitest";
import type { Mark, Sign } from "../../../../server/profiles/profile.ts";
import { layout } from "../../../../server/profiles/codex.ts";
import { Signs } from "../../../../server/profiles/screen/signs.ts";

const IDLE: Sign = { status: "idle", evidence: "its input box waits" };
const BUSY: Sign = { status: "working", evidence: "its spinner turns" };

/** The statuses that are told, of what the screen shows and what marks say. */
function told(...shown: (Sign | Mark)[]): string[] {
  const signs = new Signs(layout);
  return shown.flatMap((one) => {
    const sign = "status" in one ? signs.see(one) : signs.mark(one);
    return sign ? [`${sign.status}: ${sign.evidence}`] : [];
  });
}

describe("Signs", () => {
  test("tell what the screen shows, when it changes", () => {
    expect(told(IDLE, IDLE, BUSY, IDLE)).toEqual([
      "idle: its input box waits",
      "working: its spinner turns",
      "idle: its input box waits",
    ]);
  });

  test("believe a title that turns, where the screen shows no work", () => {
    expect(told(IDLE, { type: "title", text: "⠙ project" })).toEqual([
      "idle: its input box waits",
      "working: its title: project",
    ]);
  });

  test("believe the program's own word before all", () => {
    expect(told(
      { type: "state", state: "working" },
      IDLE,
      { type: "state", state: "blocked", kind: "permission", message: "rm x" },
      { type: "state", state: "done" },
      { type: "state", state: "idle" },
    )).toEqual([
      "working: it says so itself: working",
      "needs_permission: it says so itself: rm x",
      "idle: it says so itself: idle",
    ]);
  });

  test.each([
    ["Codex needs your approval", "needs_permission"],
    ["Your turn is complete", "idle"],
  ])("take the notice %j for %s", (text, status) => {
    expect(told({ type: "notice", text })).toEqual([
      `${status}: its notice: ${text}`,
    ]);
  });

  test("let no notice hide that it works, nor outlast what is seen next", () => {
    const notice: Mark = { type: "notice", text: "Done" };
    expect(told(BUSY, notice, IDLE)).toEqual([
      "working: its spinner turns",
      "idle: its input box waits",
    ]);
  });
});
