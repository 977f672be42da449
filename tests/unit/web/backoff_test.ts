import { expect, test } from "vitest";
import { backoff } from "@/web/src/lib/backoff.ts";

test("backoff() doubles up to 15 seconds", () => {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) =>
    backoff(attempt, () => 0)
  );
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test("backoff() is up to a half shorter by chance", () => {
  expect(backoff(2, () => 1)).toBe(1000);
});
