/**
 * OpenAI's Codex.
 *
 * @module
 */
import { SEND_BOX } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    { kind: "question", pattern: /^› / },
    { kind: "question", pattern: /^user$/, endsAtBlank: true },
    { kind: "notice", pattern: /^■ / },
    { kind: "notice", pattern: /^(?=[✔✗⚠] )/ },
    { kind: "tool", pattern: /^⚡ / },
    { kind: "thinking", pattern: /^• /, look: 4 },
    { kind: "answer", pattern: /^• / },
    { kind: "answer", pattern: /^codex$/ },
  ],
  sticky: true,
  noise: [
    /^\s*Worked for .+ • \d\d:\d\d$/,
    /^─+ Worked for .* ─+$/,
    /^\s*└ Tip: /,
    /^\s*Token usage: total=/,
    /^\s*To continue this session, run:?/,
    /^\s*codex resume \S+$/,
  ],
  input: { prompt: /^› ?(?<draft>.*)$/, framed: false },
  footer: [
    /^\s*\S.* · (?:\S+ )*(?:~|\/|[A-Z]:\\)\S*/,
    /\? for shortcuts/,
    /\bf2 to view\b/,
    /^\s*(?:tab|esc|enter|ctrl) ?\S* to /i,
    /\d+% (?:context )?left/,
  ],
  busy: [{
    pattern:
      /^(?:▌ )?[•◦·] (?:Working|Thinking|(?<thought>\S.*?)) \((?:\d+\w+ ?)+ • (?:esc|ctrl c) to interrupt\)/i,
    status: "working",
    evidence: "it shows how long it works",
  }],
  titles: [
    { pattern: /^[\u2800-\u28ff] /u, status: "working" },
    { pattern: /^\[ [.!] \] Action Required/u, status: "needs_permission" },
  ],
  tool:
    /^(?<name>Ran|Running|Explored|Exploring|Called|Calling|Edited|Added|Deleted|Updated|Searched|Searching|Viewed|Read|Proposed|Exited \(status \d+\))(?: (?<input>.*))?$/,
  toolResult: /^\s*[└│├] /,
  signature: />_ (?:You are using )?OpenAI Codex/,
};

/** `codex exec` in a terminal: sections under headings of one word. */
const printed: Layout = {
  starts: [
    { kind: "question", pattern: /^user$/ },
    { kind: "thinking", pattern: /^(?:thinking$|(?=\*\*\S.*\*\*$))/ },
    { kind: "answer", pattern: /^codex$/ },
    { kind: "tool", pattern: /^exec$/ },
    { kind: "notice", pattern: /^(?=(?:warning|error): )/i, endsAtBlank: true },
  ],
  noise: [/^tokens used/, /^[\d,]+$/, /^-{8,}$/],
  input: { prompt: /^(?!)/, framed: false },
  footer: [],
  busy: [],
};

export const codex = screenProfile({
  name: "codex",
  layout,
  printed: {
    asked: (words) => words.includes("exec") || words.includes("e"),
    layout: printed,
  },
  send: SEND_BOX,
});
