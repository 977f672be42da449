import { describe, expect, test } from "vitest";
import { withShellIntegration } from "@/server/run/shell_integration.ts";
import { tempFolder } from "../store/support.ts";

describe("withShellIntegration()", () => {
  test.each<[string, string, Record<string, string>]>([
    ["bash", "bash --rcfile F/bash.sh", { STREAMER_SHELL_START: "rc" }],
    [
      "/bin/bash -i -O globstar",
      "/bin/bash --rcfile F/bash.sh -i -O globstar",
      {
        STREAMER_SHELL_START: "rc",
      },
    ],
    ["bash --rcfile mine -i", "bash --rcfile F/bash.sh -i", {
      STREAMER_SHELL_START: "rc",
      STREAMER_SHELL_RC: "mine",
    }],
    ["bash -l", "bash --posix -l", {
      ENV: "F/bash.sh",
      STREAMER_SHELL_START: "profile",
    }],
    ["bash --noprofile --login", "bash --posix --noprofile --login", {
      ENV: "F/bash.sh",
      STREAMER_SHELL_START: "nothing",
    }],
    ["bash --norc", "bash --posix --norc", {
      ENV: "F/bash.sh",
      STREAMER_SHELL_START: "nothing",
    }],
    ["zsh -l", "zsh -l", { ZDOTDIR: "F/zsh" }],
    ["fish -i", "fish --init-command source~'F/marks.fish' -i", {}],
  ])("starts %s as %s", async (command, changed, env) => {
    await using folder = await tempFolder();
    const start = { command: command.split(" "), env: { ZDOTDIR: "" } };
    const path = `${folder.path}/shell`;
    const marked = await withShellIntegration(start, path);
    const at = (text: string) => text.replaceAll("F/", `${path}/`);
    expect(marked.command)
      .toEqual(changed.split(" ").map((word) => at(word).replace("~", " ")));
    for (const [name, value] of Object.entries(env)) {
      expect(marked.env).toHaveProperty(name, at(value));
    }
  });

  test.each([
    "bash -c ls",
    "bash script",
    "bash --posix",
    "bash -o posix",
    "bash -r",
    "bash --version",
    "zsh -f",
    "zsh --no-rcs",
    "dash",
    "env A=b bash",
    "make",
  ])("leaves %s as it is", async (command) => {
    await using folder = await tempFolder();
    const start = { command: command.split(" ") };
    expect(await withShellIntegration(start, folder.path)).toBe(start);
    expect([...Deno.readDirSync(folder.path)]).toEqual([]);
  });

  test("leaves a bash as it is that the environment makes a POSIX shell", async () => {
    await using folder = await tempFolder();
    const start = { command: ["bash"], env: { POSIXLY_CORRECT: "" } };
    expect(await withShellIntegration(start, folder.path)).toBe(start);
  });

  test("hands the person's ZDOTDIR and ENV on", async () => {
    await using folder = await tempFolder();
    const env = { ZDOTDIR: "/z", ENV: "/e" };
    const zsh = await withShellIntegration(
      { command: ["zsh"], env },
      folder.path,
    );
    expect(zsh.env).toHaveProperty("STREAMER_SHELL_ZDOTDIR", "/z");
    const command = ["bash", "-l"];
    const bash = await withShellIntegration({ command, env }, folder.path);
    expect(bash.env).toHaveProperty("STREAMER_SHELL_ENV", "/e");
  });

  test("keeps its files to their owner, and writes them anew when they changed", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/shell`;
    await withShellIntegration({ command: ["bash"] }, path);
    const { mode } = await Deno.stat(`${path}/bash.sh`);
    expect(mode! & 0o777).toBe(0o600);
    expect((await Deno.stat(path)).mode! & 0o777).toBe(0o700);
    const text = await Deno.readTextFile(`${path}/bash.sh`);
    await Deno.writeTextFile(`${path}/bash.sh`, "of an earlier version");
    await withShellIntegration({ command: ["bash"] }, path);
    expect(await Deno.readTextFile(`${path}/bash.sh`)).toBe(text);
    expect([...Deno.readDirSync(path)].length).toBe(1);
  });

  test("leaves the shell without marks where no file can be written", async () => {
    await using folder = await tempFolder();
    await Deno.writeTextFile(`${folder.path}/file`, "");
    const start = { command: ["bash"] };
    expect(await withShellIntegration(start, `${folder.path}/file/shell`))
      .toBe(start);
  });
});
