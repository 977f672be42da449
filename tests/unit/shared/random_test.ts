import { expect, test } from "vitest";
import { hex, randomHex } from "@/shared/random.ts";

test("hex() writes two digits a byte", () => {
  expect(hex(Uint8Array.of(0, 9, 16, 171, 255))).toBe("000910abff");
  expect(hex(new Uint8Array())).toBe("");
});

test("randomHex() gives something else each time, of the length that was asked for", () => {
  const secrets = Array.from({ length: 100 }, () => randomHex(16));
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{32}$/);
});
