import { describe, expect, it } from "vitest";
import { LOG_PLACES, type LogOwner } from "@/server/profiles/logs/places.ts";

const OWNER: LogOwner = {
  cwd: "/home/me/my.project",
  cwdHash: "abc",
  since: new Date(2026, 0, 1, 12).getTime(),
  resumes: false,
};
const place = (name: string) => LOG_PLACES[name]!;

/** Whether `path` lies on the way of the log of `owner`. */
function leadsTo(name: string, path: string, owner = OWNER): boolean {
  const names = path.split("/");
  const way = place(name).path(owner);
  return names.length === way.length && names.every((each, index) => {
    const wanted = way[index]!;
    return typeof wanted === "string" ? each === wanted : wanted.test(each);
  });
}

describe("LOG_PLACES", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["claude", { HOME: "/h" }, ["/h/.claude/projects"]],
    ["claude", { HOME: "/h", CLAUDE_CONFIG_DIR: "/c" }, ["/c/projects"]],
    ["codex", { HOME: "/h" }, ["/h/.codex/sessions"]],
    ["codex", { HOME: "/h", CODEX_HOME: "/c" }, ["/c/sessions"]],
    ["gemini", { HOME: "/h" }, ["/h/.gemini/tmp"]],
    ["gemini", { HOME: "/h", GEMINI_CLI_HOME: "/g" }, ["/g/.gemini/tmp"]],
    ["gemini", {}, []],
  ])("knows where %s keeps its logs with %j", (name, env, roots) => {
    expect(place(name).roots(env)).toEqual(roots);
  });

  it.each<[boolean, string, string]>([
    [
      true,
      "claude",
      "-home-me-my-project/0a1b2c3d-0000-4000-8000-000000000000.jsonl",
    ],
    [
      false,
      "claude",
      "-home-me-other/0a1b2c3d-0000-4000-8000-000000000000.jsonl",
    ],
    [false, "claude", "-home-me-my-project/agent-0a1b.jsonl"],
    [true, "codex", "2026/01/01/rollout-x.jsonl"],
    [true, "codex", "2025/12/31/rollout-x.jsonl"],
    [false, "codex", "2025/11/20/rollout-x.jsonl"],
    [false, "codex", "2026/01/01/history.jsonl"],
    [true, "gemini", "my-project/chats/session-1.jsonl"],
    [true, "gemini", "abc/chats/session-1.json"],
    [false, "gemini", "abc/logs.json"],
  ])("looks (%s) for %s at %s", (found, name, path) => {
    expect(leadsTo(name, path)).toBe(found);
  });

  it("looks on every day for a session of codex that goes on", () => {
    const owner = { ...OWNER, resumes: true };
    expect(leadsTo("codex", "2025/11/20/rollout-x.jsonl", owner)).toBe(true);
  });

  it.each<[boolean, string, string]>([
    [true, "claude", '{"type":"mode"}\n{"cwd":"/home/me/my.project"}'],
    [true, "claude", '{"type":"mode"}\n'],
    [false, "claude", '{"cwd":"/home/me/my/project"}'],
    [
      true,
      "codex",
      '{"type":"session_meta","payload":{"cwd":"/home/me/my.project"}}',
    ],
    [false, "codex", '{"type":"session_meta","payload":{"cwd":"/x"}}'],
    [
      false,
      "codex",
      '{"type":"session_meta","payload":{"cwd":"/home/me/my.project","source":{"subagent":{}}}}',
    ],
    [false, "codex", "half a li"],
    [true, "gemini", '{"projectHash":"abc","kind":"main"}'],
    [false, "gemini", '{"projectHash":"abc","kind":"subagent"}'],
    [false, "gemini", '{"projectHash":"xyz"}'],
    [true, "gemini", '{\n  "sessionId": "s",\n  "projectHash": "abc",\n'],
  ])(
    "finds it (%s) to be the owner's of %s that begins %s",
    (own, name, head) => {
      expect(place(name).belongs(head.split("\n"), OWNER)).toBe(own);
    },
  );
});
