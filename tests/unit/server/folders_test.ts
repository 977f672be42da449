import { describe, expect, test } from "vitest";
import { folders, makePrivate } from "@/server/folders.ts";
import { tempFolder } from "../store/support.ts";

describe("folders()", () => {
  test("follow the XDG base directories on Linux", () => {
    const env = {
      HOME: "/home/me",
      XDG_DATA_HOME: "/d",
      XDG_CONFIG_HOME: "/c",
      XDG_STATE_HOME: "/s",
      XDG_RUNTIME_DIR: "/run/user/1000",
    };
    expect(folders(env, "linux")).toEqual({
      data: "/d/streamer",
      config: "/c/streamer",
      state: "/s/streamer",
      runtime: "/run/user/1000/streamer",
    });
  });

  test.each<Record<string, string>>([
    {},
    { XDG_DATA_HOME: "", XDG_STATE_HOME: "relative", XDG_RUNTIME_DIR: "run" },
  ])("fall back where a variable is missing or not absolute: %o", (env) => {
    expect(folders({ HOME: "/home/me", ...env }, "linux")).toEqual({
      data: "/home/me/.local/share/streamer",
      config: "/home/me/.config/streamer",
      state: "/home/me/.local/state/streamer",
      runtime: "/home/me/.local/state/streamer/run",
    });
  });

  test("are in Application Support on macOS", () => {
    const support = "/Users/me/Library/Application Support/streamer";
    expect(folders({ HOME: "/Users/me" }, "darwin")).toEqual({
      data: support,
      config: "/Users/me/.config/streamer",
      state: `${support}/state`,
      runtime: `${support}/run`,
    });
  });

  test.each([
    { LOCALAPPDATA: "C:\\Users\\me\\AppData\\Local" },
    { USERPROFILE: "C:\\Users\\me" },
  ])("are in AppData on Windows: %o", (env) => {
    const base = "C:/Users/me/AppData/Local/streamer";
    expect(folders(env as Record<string, string>, "windows")).toEqual({
      data: `${base}/data`,
      config: `${base}/config`,
      state: `${base}/state`,
      runtime: `${base}/run`,
    });
  });

  test.each(["linux", "darwin", "windows"] as const)(
    "are all below STREAMER_HOME if it is set, on %s",
    (os) => {
      const all = folders({ STREAMER_HOME: "/h", HOME: "/home/me" }, os);
      expect(Object.values(all)).toEqual([
        "/h/data",
        "/h/config",
        "/h/state",
        "/h/run",
      ]);
    },
  );

  test("are absolute even when STREAMER_HOME is not", () => {
    const { data } = folders({ STREAMER_HOME: "here" });
    expect(data).toBe(`${Deno.cwd()}/here/data`);
  });

  test("have a short one of their own for a socket that would be too deep", () => {
    const at = (home: string) => folders({ STREAMER_HOME: home }).runtime;
    const deep = `/${"d".repeat(100)}`;
    expect(at(deep)).toMatch(/^\/tmp\/streamer-\d+-[0-9a-f]+$/);
    expect(at(deep)).toBe(at(deep));
    expect(at(deep)).not.toBe(at(`${deep}e`));
    // Bytes count, not characters.
    expect(at(`/${"é".repeat(45)}`)).toMatch(/^\/tmp/);
    expect(at(`/${"d".repeat(80)}`)).toBe(`/${"d".repeat(80)}/run`);
  });
});

describe("makePrivate()", () => {
  const modeOf = async (path: string) => (await Deno.stat(path)).mode! & 0o777;

  test("makes a folder and its parents for their owner alone", async () => {
    await using at = await tempFolder();
    await makePrivate(`${at.path}/a/b`);
    expect(await modeOf(`${at.path}/a`)).toBe(0o700);
    expect(await modeOf(`${at.path}/a/b`)).toBe(0o700);
  });

  test("closes a folder that was open to others", async () => {
    await using at = await tempFolder();
    await Deno.chmod(at.path, 0o755);
    await makePrivate(at.path);
    expect(await modeOf(at.path)).toBe(0o700);
  });

  test.skipIf(Deno.uid() !== 0)(
    "refuses a folder of another user (needs root, to give one away)",
    async () => {
      await using at = await tempFolder();
      await Deno.mkdir(`${at.path}/theirs`);
      await Deno.chown(`${at.path}/theirs`, 1234, 1234);
      await expect(makePrivate(`${at.path}/theirs`)).rejects.toMatchObject({
        code: "forbidden",
      });
    },
  );
});
