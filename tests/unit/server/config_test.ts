import { describe, expect, test } from "vitest";
import { loadConfig } from "@/server/config.ts";
import { tempFolder } from "../store/support.ts";

/** A home with this text as its `config.toml`. */
async function home(text?: string) {
  const folder = await tempFolder();
  if (text !== undefined) {
    await Deno.mkdir(`${folder.path}/config`);
    await Deno.writeTextFile(`${folder.path}/config/config.toml`, text);
  }
  return {
    file: `${folder.path}/config/config.toml`,
    env: { STREAMER_HOME: folder.path },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe("loadConfig()", () => {
  test("needs no settings at all", async () => {
    await using at = await home();
    const config = await loadConfig(at.env);
    expect(config).toEqual({
      port: 7433,
      db: `${at.env.STREAMER_HOME}/data/streamer.db`,
      idle_minutes: 30,
      spool_mb: 4096,
      folders: config.folders,
    });
  });

  test("lets flags win over the environment, that over the file, that over defaults", async () => {
    await using at = await home(
      'port = 1\ndb = "/file.db"\nidle_minutes = 1\n',
    );
    const env = { ...at.env, STREAMER_PORT: "2", STREAMER_DB: "/env.db" };
    const flags = { port: "3", db: undefined };
    expect(await loadConfig(env, flags)).toMatchObject({
      port: 3,
      db: "/env.db",
      idle_minutes: 1,
      spool_mb: 4096,
    });
  });

  test("takes an empty variable as none", async () => {
    await using at = await home();
    const env = { ...at.env, STREAMER_PORT: "" };
    expect((await loadConfig(env)).port).toBe(7433);
  });

  test.each([
    ["STREAMER_PORT", "70000", '"port"'],
    ["STREAMER_PORT", "http", '"port"'],
    ["STREAMER_IDLE_MINUTES", "0", '"idle_minutes"'],
    ["STREAMER_SPOOL_MB", "1.5", '"spool_mb"'],
  ])("refuses %s=%s and names the setting", async (name, value, setting) => {
    await using at = await home();
    await expect(loadConfig({ ...at.env, [name]: value })).rejects
      .toMatchObject({
        code: "bad_request",
        message: expect.stringContaining(`Cannot use setting ${setting}: `),
      });
  });

  test("names a setting that there is not", async () => {
    await using at = await home("prot = 1\n");
    await expect(loadConfig(at.env)).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringContaining('Cannot use setting "prot"'),
    });
  });

  test("refuses a file that is no TOML in one line", async () => {
    await using at = await home("port 7433\n");
    const reason = await loadConfig(at.env).catch(({ message }) => message);
    expect(reason).toContain(`Cannot read settings from "${at.file}": `);
    expect(reason).not.toContain("\n");
  });

  test("refuses a file that cannot be read", async () => {
    await using at = await home();
    await Deno.mkdir(at.file, { recursive: true });
    await expect(loadConfig(at.env)).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(at.file),
    });
  });
});
