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
      stuck_after: 120,
      shell_integration: true,
      agent_logs: true,
      agents: {},
      notify: { when: [], desktop: true, webhook: [], ntfy: [], command: [] },
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

  test("reads whom to tell of what", async () => {
    await using at = await home(`
      [notify]
      when = ["idle"]
      desktop = false
      [[notify.webhook]]
      url = "https://example.org/hook"
      secret = "long enough"
      when = ["stuck", "exited"]
      [[notify.ntfy]]
      url = "http://127.0.0.1:8080/topic"
      [[notify.command]]
      run = ["say", "done"]
    `);
    expect((await loadConfig(at.env)).notify).toEqual({
      when: ["idle"],
      desktop: false,
      webhook: [{
        url: "https://example.org/hook",
        secret: "long enough",
        when: ["stuck", "exited"],
      }],
      ntfy: [{ url: "http://127.0.0.1:8080/topic" }],
      command: [{ run: ["say", "done"] }],
    });
  });

  test.each([
    ['notify.when = ["done"]', "notify.when.0"],
    ["notify.dektop = true", "notify.dektop"],
    ['[[notify.webhook]]\nurl = "file:///etc/passwd"', "notify.webhook.0.url"],
    [
      '[[notify.webhook]]\nurl = "https://a.b"\nsecret = "hunter2"',
      "notify.webhook.0.secret",
    ],
    [
      '[[notify.ntfy]]\nurl = "https://a.b"\ntokn = "x"',
      "notify.ntfy.0.tokn",
    ],
    ["[[notify.command]]\nrun = []", "notify.command.0.run"],
  ])("refuses %j and names the setting", async (text, setting) => {
    await using at = await home(text);
    const { message } = await loadConfig(at.env).catch((cause) => cause);
    expect(message).toContain(`Cannot use setting "${setting}": `);
    expect(message).not.toContain("hunter2");
  });

  test("takes no variable for what is more than one value", async () => {
    await using at = await home();
    const env = { ...at.env, STREAMER_NOTIFY: "idle" };
    expect((await loadConfig(env)).notify.when).toEqual([]);
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
