/**
 * Cursor's agent in the terminal.
 *
 * @module
 */
import { SEND_MENU } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    { kind: "tool", pattern: /^(?=\$ )/, boxed: true, goesOn: "boxed" },
    {
      kind: "notice",
      pattern: /^(?=⬢ Welcome|⚠ )/u,
      boxed: true,
      goesOn: "boxed",
    },
    {
      kind: "tool",
      pattern:
        /^(?=(?:Edited|Created|Deleted|Wrote|Grepped|Searched|Listed|Globbed) )/,
      boxed: true,
      goesOn: "boxed",
    },
    {
      kind: "question",
      pattern: /^ ?(?!→ |\$ |Run this )(?=\S)/u,
      boxed: true,
      goesOn: "boxed",
    },
    {
      kind: "tool",
      pattern: /^ {1,3}(?=[⬢⬡] (?!\p{L}+ing(?:\.\.|…))\S)/u,
      goesOn: "deeper",
    },
    { kind: "tool", pattern: /^ {1,3}(?=\$ \S.* \d+m?s\b)/, goesOn: "deeper" },
    {
      kind: "thinking",
      pattern: /^ {1,3}(?=Thought for \d)/,
      goesOn: "deeper",
    },
  ],
  unmarked: true,
  noise: [/^ {1,3}[⬢⬡⠀-⣿] *\p{L}+ing(?:\.\.|…)/u],
  input: {
    prompt: /^\s*→ ?(?<draft>.*)$/u,
    framed: true,
    last: true,
    hint:
      /^(?:Add a follow-up|Plan, search, build anything|Send (?:a )?message)/,
  },
  footer: [
    /^\s*▶︎? /u,
    /^\s*\/ for commands\b/,
    /^\s*Auto-run all commands/,
    /^\s*ctrl\+\S to /i,
  ],
  busy: [{
    pattern: /^\s*[⬡⬢⠀-⣿] *\p{L}+ing(?:\.{2,3}|…)?(?: .*)?$/u,
    status: "working",
    evidence: "its spinner turns",
  }, {
    pattern: /\bctrl\+c to stop\b/i,
    status: "working",
    evidence: "it says how to stop it",
  }],
  asks:
    /^\s*(?:(?:Run|Delete|Write to|Read|Edit|Allow|Proceed with) th(?:is|e) .*\?|Waiting for approval|Do you trust .*\?)/,
  choice:
    /^\s*(?:(?<mark>[→▶❯]) *)?(?<label>\S.*?) \((?:esc or )?(?<key>y|n|p|a|tab|shift\+tab|esc)\b[^)]*\)(?: \(enter\))?\s*$/iu,
  call: /^(?:[⬢⬡] )?(?<name>\$|\p{L}+) (?<input>.*)$/u,
  signature: /^\s*Cursor Agent$/m,
};

export const cursor = screenProfile({
  name: "cursor",
  programs: ["cursor-agent", "cursor"],
  layout,
  printed: {
    asked: (words) => words.some((word) => /^(?:-p|--print)$/.test(word)),
  },
  send: SEND_MENU,
});
