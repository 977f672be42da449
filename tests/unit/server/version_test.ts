import { expect, test } from "vitest";
import { VERSION } from "@/server/version.ts";

test("VERSION is the one in deno.json, and one that a package can have", async () => {
  const file = new URL("../../../deno.json", import.meta.url);
  const { version } = JSON.parse(await Deno.readTextFile(file));
  expect(VERSION).toBe(version);
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});
