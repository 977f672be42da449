/**
 * Anthropic's Claude Code.
 *
 * @module
 */
import { LOOK } from "@/shared/view.ts";
import { SEND_BOX } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

/** Its spinner turns through these. */
const SPINNER = "[·✢✳✶✻✽*∗]";

export const layout: Layout = {
  starts: [
    { kind: "question", pattern: /^[❯>] (?=\S)(?!\d+\. )/ },
    { kind: "thinking", pattern: /^∴ (?:Thinking…$)?/, goesOn: "indented" },
    { kind: "thinking", pattern: /^✻ Thinking…$/, look: LOOK.italic },
    { kind: "notice", pattern: /^\s*⎿\s+(?=Interrupted)/ },
    {
      kind: "tool",
      pattern:
        /^ {2}(?=(?:Read|Listed|Searched|Ran|Wrote|Edited|Fetched|Found|Did not run) \d+ )/i,
    },
    { kind: "answer", pattern: /^[⏺●] ?/ },
    { kind: "notice", pattern: /^(?=✻ Conversation compacted)/ },
  ],
  noise: [
    /^\s*Press Ctrl-[CD] again to exit/,
    new RegExp(`^${SPINNER} \\p{Lu}\\p{L}+ for (?:\\d+\\w+ ?)+`, "u"),
    /^ {2}Thought for \d/,
    /^ {2}⎿ {2}Tip: /,
    /^\s*Resume this session with:?$/,
    /^\s*claude --resume /,
    /^\s{20,}[◐◑◒◓○●] \w+ · \/effort$/,
    /\(ctrl\+o to (?:expand|see|show).*\)$/,
  ],
  input: {
    prompt: /^\s?(?:[❯>]|│(?= Type your message))(?:[ \u00a0](?<draft>.*))?$/,
    framed: true,
    hint: /^Try "|^Type your message|^Press up to edit/,
  },
  footer: [
    /^\s*\? for shortcuts/,
    /^\s*[⏸⏵▶]+ /u,
    /^\s*Press (?:Ctrl-[A-Z]|esc|Esc) /i,
    /^\s*(?:esc|ctrl\+\S+|shift\+\S+|tab|enter) to /i,
    /\besc to interrupt\b/i,
    /\bto disable\)\s*$/,
    /^\s*✓ Update installed/,
    /^\s*\d+ tokens$/,
    /^\s*[◐◑◒◓○●] (?:low|medium|high|max)\b.* \/effort$/,
    /^\s*Context left until auto-compact/,
    /^\s*[⎿⎇] .*Tip: /,
  ],
  busy: [
    {
      pattern: new RegExp(
        `^${SPINNER} \\p{Lu}\\S*(?: \\S+)*… ?\\(.*\\bthinking\\b.*\\)`,
        "u",
      ),
      status: "thinking",
      evidence: "its spinner says that it thinks",
    },
    {
      pattern: new RegExp(
        `^${SPINNER} \\p{Lu}.*…(?: ?\\(.*\\))?$`,
        "u",
      ),
      status: "working",
      evidence: "its spinner turns",
    },
    {
      pattern: /^\s*[⏸⏵▶].*\besc to interrupt\b/u,
      status: "working",
      evidence: "its status bar offers to interrupt",
    },
  ],
  titles: [{ pattern: /^[◐◑◒◓⠂⠐] /u, status: "working" }],
  tool:
    /^(?<name>[A-Z][\w -]*|[\w-]+ - [\w-]+ \(MCP\))\((?<input>.*?)\)?(?:…| \(.*\))?$/,
  toolResult: /^\s*⎿ /,
  signature: /Claude Code v\d|✻ Welcome to Claude Code/,
};

export const claude = screenProfile({
  name: "claude",
  layout,
  printed: {
    asked: (words) => words.some((word) => /^(?:-p|--print)$/.test(word)),
  },
  send: SEND_BOX,
});
