import { describe, expect, test } from "vitest";
import {
  changes,
  ownCommand,
  type ProcessFacts,
  V8_FLAGS,
} from "@/server/own_process.ts";

const CLONE: ProcessFacts = {
  self: undefined,
  standalone: false,
  execPath: "/bin/deno",
  folder: "/clone/server",
  sources: true,
};

describe("ownCommand()", () => {
  test.each([
    ["a clone", CLONE, "/bin/deno", [
      "run",
      "-q",
      "-A",
      `--v8-flags=${V8_FLAGS}`,
      "--config",
      "/clone/server/../deno.json",
      "--node-modules-dir=manual",
      "/clone/server/main.ts",
    ]],
    ["a bundle", { ...CLONE, sources: false }, "/bin/deno", [
      "run",
      "-q",
      "-A",
      `--v8-flags=${V8_FLAGS}`,
      "--no-config",
      "--node-modules-dir=manual",
      "/clone/server/main.js",
    ]],
    ["a packed file", { ...CLONE, self: "/opt/streamer" }, "/opt/streamer", []],
    [
      "a compiled file",
      { ...CLONE, standalone: true, execPath: "/opt/streamer" },
      "/opt/streamer",
      [],
    ],
  ])("starts %s again", (_name, facts, program, args) => {
    expect(ownCommand(facts)).toEqual({ program, args });
  });
});

describe("changes()", () => {
  test("gives back what was set, removes what was not", () => {
    expect(changes({
      HOME: "/root",
      DENO_DIR: "/cache",
      NODE_OPTIONS: "--x",
      STREAMER_SELF: "/opt/streamer",
      STREAMER_ENV_DENO_DIR: "=/mine",
      STREAMER_ENV_NODE_OPTIONS: "",
    })).toEqual({
      STREAMER_SELF: undefined,
      STREAMER_ENV_DENO_DIR: undefined,
      STREAMER_ENV_NODE_OPTIONS: undefined,
      DENO_DIR: "/mine",
      NODE_OPTIONS: undefined,
    });
  });

  test("keeps an empty value apart from no value", () => {
    expect(changes({ STREAMER_ENV_A: "=" })).toMatchObject({ A: "" });
  });

  test("leaves an environment of its own alone", () => {
    expect(changes({ HOME: "/root", STREAMER_HOME: "/data" })).toEqual({});
  });
});

describe("restoreEnv() and selfCommand()", () => {
  test("what a packed program starts sees the caller's variables, and the program still knows its file", async () => {
    const module = new URL("../../../server/own_process.ts", import.meta.url);
    const script = `
      const { restoreEnv, selfCommand } = await import("${module}");
      restoreEnv();
      console.log(JSON.stringify([selfCommand(), Deno.env.toObject()]));`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "-q", script],
      clearEnv: true,
      env: {
        HOME: Deno.env.get("HOME") ?? "/",
        STREAMER_SELF: "/opt/streamer",
        NODE_OPTIONS: "",
        STREAMER_ENV_NODE_OPTIONS: "=--no-warnings",
        STREAMER_ENV_DENO_V8_FLAGS: "",
      },
    }).output();
    const [self, env] = JSON.parse(new TextDecoder().decode(stdout));
    expect(self).toEqual({ program: "/opt/streamer", args: [] });
    expect(env).toMatchObject({ NODE_OPTIONS: "--no-warnings" });
    expect(Object.keys(env).filter((name) => name.startsWith("STREAMER_")))
      .toEqual([]);
  });
});
