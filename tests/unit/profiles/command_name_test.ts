import { describe, expect, it } from "vitest";
import { programOf, programWords } from "@/server/profiles/command_name.ts";

describe("programOf()", () => {
  it.each<[string, string[]]>([
    ["claude", ["claude", "-p", "hi"]],
    ["claude", ["/usr/local/bin/claude"]],
    ["claude", ["env", "-u", "CI", "A=b", "claude"]],
    ["claude", ["A=b", "claude"]],
    ["claude", ["env", "-i", "HOME=/h", "PATH=/bin", "claude", "--resume"]],
    ["claude", [
      "env",
      ..."ABCDEFGHIJKL".split("").map((a) => `${a}=1`),
      "claude",
    ]],
    ["codex", ["sudo", "-u", "me", "-E", "codex"]],
    ["codex", ["nice", "-n", "5", "nohup", "codex", "exec", "x"]],
    ["codex", ["timeout", "-k", "5", "10m", "codex"]],
    ["codex", ["stdbuf", "-o", "0", "-eL", "codex"]],
    ["codex", ["npx", "-y", "@openai/codex@0.169.0", "exec"]],
    ["codex", ["npx", "@openai/codex"]],
    ["gemini", ["npx", "--yes", "--", "@google/gemini-cli@latest"]],
    ["gemini", ["bunx", "@google/gemini-cli"]],
    ["claude", ["pnpm", "dlx", "@anthropic-ai/claude-code"]],
    ["claude", ["npm", "exec", "-y", "--", "@anthropic-ai/claude-code"]],
    ["claude", ["node", "/x/node_modules/@anthropic-ai/claude-code/cli.js"]],
    ["gemini", [
      "node",
      "--no-warnings",
      "/x/node_modules/@google/gemini-cli/bundle/gemini.js",
    ]],
    ["cli", ["node", "/path/cli.js"]],
    ["aider", ["python", "-m", "aider"]],
    ["aider", ["python3.12", "-u", "-m", "aider", "--model", "x"]],
    ["aider", ["uvx", "--from", "aider-chat", "aider"]],
    ["aider", ["uvx", "aider-chat"]],
    ["claude", ["sh", "-c", "claude --continue"]],
    ["claude", ["bash", "-lc", "cd /x && FOO='a b' exec claude \"a; b\""]],
    ["claude", ["zsh", "-c", "export A=1; claude"]],
    ["bash", ["bash", "-l"]],
    ["sh", ["sh", "script.sh"]],
    ["claude", ["C:\\bin\\claude.exe"]],
    ["goose", ["time", "goose", "session"]],
    ["node", ["node"]],
    ["make", ["make", "claude"]],
    ["echo", ["echo", "codex"]],
    ["", []],
  ])("finds %s", (name, command) => {
    expect(programOf(command)).toBe(name);
  });

  it("ends when starters never do", () => {
    expect(programOf(Array(1000).fill("env"))).toBe("env");
  });
});

describe("programWords()", () => {
  it("leaves the program's own arguments as they are", () => {
    expect(programWords(["env", "A=b", "claude", "-p", "A=b c", "--", "env"]))
      .toEqual(["claude", "-p", "A=b c", "--", "env"]);
  });

  it("reads what a shell is told", () => {
    expect(programWords(["sh", "-c", `codex exec --json "do 'x'" | cat`]))
      .toEqual(["codex", "exec", "--json", "do 'x'", "|", "cat"]);
  });
});
