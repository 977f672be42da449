/**
 * Sourcegraph's Amp.
 *
 * @module
 */
import { SEND_MENU } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    {
      kind: "question",
      pattern: /^ {0,3}┃ ?(?=\S)/u,
      goesOn: "railed",
      rail: /^ {0,3}┃ ?/u,
    },
    {
      kind: "thinking",
      pattern: /^ {1,3}[✓⋯∿≈▼▶•] (?=Thinking\b)/u,
      goesOn: "deeper",
    },
    {
      kind: "tool",
      pattern: /^ {1,3}(?=[✓✔✗✕⋯∿≈•⠀-⣿] \S)/u,
      goesOn: "deeper",
    },
    { kind: "tool", pattern: /^ {1,3}(?=\$ \S)/, goesOn: "deeper" },
  ],
  unmarked: true,
  noise: [/^ {0,3}┃\s*$/u],
  input: {
    prompt: /^\s*>? ?(?<draft>.*)$/,
    framed: true,
    last: true,
  },
  footer: [/\b\d+% of \d+k\b/],
  busy: [{
    pattern:
      /^\s*[∿≈~∼⋯⠀-⣿•] *\p{L}.*?(?:\.{3}|…)? +Esc to (?:cancel|interrupt)/iu,
    status: "working",
    evidence: "it says how to cancel its work",
  }],
  asks:
    /^\s*(?:Run this command\?|Allow (?:editing|creating|running|tool|this).*\?|Invoke tool .*\?|.* requires approval.*)\s*$/i,
  choice:
    /^\s*(?<mark>[❯›▸▶●>→])? *(?<label>(?:Approve|Yes|Allow All|Allow for|Always|Deny|No)\b.*)$/u,
  call: /^(?:[✓✔✗✕⋯∿≈•⠀-⣿] )?(?<name>\$|[^\s$]\S*)(?: (?<input>.*))?$/u,
  signature: /\bWelcome to Amp\b/,
};

export const amp = screenProfile({
  name: "amp",
  layout,
  printed: {
    asked: (words) => words.some((word) => /^(?:-x|--execute)$/.test(word)),
  },
  send: SEND_MENU,
});
