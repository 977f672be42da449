import { describe, expect, test } from "vitest";
import { newSessionId } from "@/shared/session_id.ts";

describe("newSessionId()", () => {
  test("has ten characters that are not mistaken for one another", () => {
    const ids = Array.from({ length: 1000 }, newSessionId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
  });
});
