/**
 * Augment's Auggie.
 *
 * @module
 */
import { SEND_BOX } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    { kind: "question", pattern: /^ ?[›❯] (?=\S)/u, goesOn: "indented" },
    { kind: "answer", pattern: /^ ?[»●⏺] /u },
    { kind: "notice", pattern: /^ ?(?=[⚠✗ℹ] )/u },
  ],
  noise: [],
  input: {
    prompt: /^\s*[›❯](?: (?<draft>.*))?$/u,
    framed: true,
    hint: /^(?:Try '|Type |Ask )/,
  },
  footer: [
    /^\s*Type \/ for commands\b/,
    /^\s*\? to show shortcuts/,
    /^\s*(?:esc|ctrl\+\S|tab|enter|↑↓)(?: to)? /iu,
    /^ ?(?:~|\/)\S*$/,
  ],
  busy: [{
    pattern:
      /^\s*[⠀-⣿~◐◓◑◒✻] *\p{L}.*?(?:\.{3}|…)? *\(.*\besc to (?:interrupt|cancel)\b.*\)/iu,
    status: "working",
    evidence: "its spinner turns",
  }],
  tool:
    /^(?<input>\S.*?) - (?<name>(?:read|list|view|edit|create|save|remove|write|search|run|launch|wait|kill|web|codebase|terminal)\b[\w -]*)$/i,
  toolResult: /^\s*⎿/u,
  signature: /Getting started with Auggie/,
};

export const auggie = screenProfile({
  name: "auggie",
  programs: ["auggie", "augment"],
  layout,
  printed: {
    asked: (words) => words.some((word) => /^(?:-p|--print)$/.test(word)),
  },
  send: SEND_BOX,
});
