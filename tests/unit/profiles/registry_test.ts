import { expect, test } from "vitest";
import { pickProfile } from "@/server/profiles/registry.ts";

test.each([
  ["aider", "aider --model m"],
  ["aider", "python3 -m aider"],
  ["amazonq", "q"],
  ["amazonq", "q chat --resume"],
  ["amazonq", "kiro-cli chat"],
  ["amp", "npx @sourcegraph/amp"],
  ["auggie", "auggie"],
  ["copilot", "npx -y @github/copilot"],
  ["cursor", "/home/me/.local/bin/cursor-agent resume"],
  ["goose", "goose session"],
  ["opencode", "opencode ."],
  ["plain", "q -H select"],
  ["plain", "make amp"],
])("%s is what `%s` starts", (name, command) => {
  expect(pickProfile(command.split(" ")).name).toBe(name);
});

test.each([
  ["screen", "amp"],
  ["lines", "amp -x hello"],
  ["lines", "copilot -p hello"],
  ["lines", "cursor-agent --print hello"],
  ["lines", "auggie --print hello"],
  ["lines", "opencode run hello"],
  ["screen", "opencode ."],
  ["lines", "goose run -t hello"],
  ["screen", "goose session"],
  ["lines", "q chat --no-interactive hello"],
  ["lines", "aider --message hello"],
  ["screen", "aider --map-tokens 0"],
])("%s is what is read of `%s`", (view, command) => {
  const words = command.split(" ");
  expect(pickProfile(words).view(words)).toBe(view);
});
