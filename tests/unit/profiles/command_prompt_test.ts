import { describe, expect, it } from "vitest";
import { promptOf } from "@/server/profiles/command_prompt.ts";
import { jsonOutputOf } from "@/server/profiles/logs/json_output.ts";

describe("promptOf()", () => {
  it.each<[string | undefined, string[]]>([
    ["do x", ["claude", "-p", "do x"]],
    ["do x", ["claude", "do x", "-p", "--output-format", "stream-json"]],
    ["do x", ["claude", "--model", "opus", "--print", "do x"]],
    ["do x", ["claude", "-p", "--allowedTools", "Bash", "Read", "--", "do x"]],
    ["do x", ["env", "A=b", "npx", "@anthropic-ai/claude-code", "-p", "do x"]],
    [undefined, ["claude", "-p", "--output-format=stream-json"]],
    [undefined, ["claude", "--resume", "0a1b"]],
    ["do x", ["codex", "exec", "--json", "do x"]],
    ["do x", ["codex", "--model=m", "e", "-s", "read-only", "do x"]],
    ["do x", ["codex", "exec", "resume", "--last", "--json", "do x"]],
    ["do x", ["codex", "exec", "--json", "resume", "0a1b", "do x"]],
    [undefined, ["codex", "exec", "--json", "-"]],
    [undefined, ["codex", "exec", "--json"]],
    ["do x", ["gemini", "-p", "do x", "-o", "stream-json"]],
    ["do x", ["gemini", "-o", "stream-json", "--prompt=do x"]],
    ["do x", ["gemini", "-m", "pro", "do x"]],
    ["do x", ["sh", "-c", "codex exec --json 'do x'"]],
    ["do x", ["copilot", "--model", "m", "-p", "do x"]],
    ["do x", ["cursor-agent", "-p", "--output-format", "text", "do x"]],
    ["do x", ["amp", "-x", "do x"]],
    ["do x", ["auggie", "--print", "--quiet", "do x"]],
    ["do x", ["opencode", "run", "-m", "a/b", "do x"]],
    ["do x", ["goose", "run", "--text", "do x"]],
    [undefined, ["make", "do x"]],
  ])("finds %s in %j", (prompt, command) => {
    expect(promptOf(command)).toBe(prompt);
  });
});

describe("jsonOutputOf()", () => {
  it.each<[boolean, string[]]>([
    [true, ["claude", "-p", "x", "--output-format", "stream-json"]],
    [true, ["claude", "--output-format=stream-json"]],
    [false, ["claude", "-p", "x", "--output-format", "json"]],
    [true, ["codex", "exec", "--json", "x"]],
    [false, ["codex", "exec", "x"]],
    [true, ["gemini", "-o", "stream-json", "x"]],
    [false, ["gemini", "-o", "text", "x"]],
    [false, ["jq", "--json", "exec"]],
  ])("is %s for %j", (known, command) => {
    expect(jsonOutputOf(command) !== undefined).toBe(known);
  });
});
