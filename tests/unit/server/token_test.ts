import { describe, expect, test } from "vitest";
import { folders } from "@/server/folders.ts";
import { readToken, tokenPath } from "@/server/token.ts";
import { tempFolder } from "../store/support.ts";

describe("readToken()", () => {
  test("makes a token on first use and gives the same one afterwards", async () => {
    await using at = await tempFolder();
    const places = folders({ STREAMER_HOME: at.path });
    const token = await readToken(places);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(await readToken(places)).toBe(token);
    expect(await Deno.readTextFile(tokenPath(places))).toBe(`${token}\n`);
  });

  test("lets nobody else read it", async () => {
    await using at = await tempFolder();
    const places = folders({ STREAMER_HOME: at.path });
    await readToken(places);
    const { mode } = await Deno.stat(tokenPath(places));
    expect(mode! & 0o777).toBe(0o600);
  });

  test.each(["", "\n", "0123"])(
    "makes a new one when the disk was full and the file holds %j",
    async (left) => {
      await using at = await tempFolder();
      const places = folders({ STREAMER_HOME: at.path });
      await Deno.mkdir(places.data);
      await Deno.writeTextFile(tokenPath(places), left);
      expect(await readToken(places)).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  test("does not hide that the file cannot be read", async () => {
    await using at = await tempFolder();
    const places = folders({ STREAMER_HOME: at.path });
    await Deno.mkdir(tokenPath(places), { recursive: true });
    await expect(readToken(places)).rejects.toThrow();
  });
});
