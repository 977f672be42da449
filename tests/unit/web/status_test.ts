import { expect, test } from "vitest";
import { type SessionInfo, Status } from "@/shared/domain.ts";
import { lookOf, urgency, waits } from "@/web/src/lib/status.ts";

const info = (status: SessionInfo["status"]) =>
  ({
    status,
    endedAt: status === "exited" ? 1 : null,
    exit: null,
  }) as SessionInfo;

test("every status has a word of its own", () => {
  const words = Status.options.map((status) => lookOf(info(status)).label);
  expect(new Set(words).size).toBe(Status.options.length);
});

test("a person is needed where something is asked, permissions first", () => {
  const asking = Status.options.filter((status) => waits(info(status)));
  expect(asking).toEqual(["needs_permission", "needs_input"]);
  expect(urgency(info("needs_permission")))
    .toBeGreaterThan(urgency(info("needs_input")));
  expect(lookOf(info("stuck")).tone).toBe("warn");
});

test("one that ended needs nobody, whatever it was", () => {
  expect(waits({ ...info("needs_input"), endedAt: 5 })).toBe(false);
});
