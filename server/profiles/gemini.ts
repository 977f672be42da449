/**
 * Google's Gemini CLI.
 *
 * @module
 */
import { SEND_BOX } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    {
      kind: "question",
      pattern: /^\s*> {1,2}(?=\S)/,
      boxed: true,
      goesOn: "boxed",
    },
    { kind: "thinking", pattern: /^ │ ?/u, goesOn: "marked" },
    { kind: "answer", pattern: /^✦ ?/ },
    { kind: "notice", pattern: /^ ?(?=[ℹ✕⚠] )/u },
    {
      kind: "tool",
      pattern: /^\s*(?=[✓✔?⊷⊶x✗o-] {2}\S)/u,
      boxed: true,
      goesOn: "boxed",
    },
    { kind: "tool", pattern: /^\s*(?=[✓✔?⊷⊶x✗o-] {2}\S)/u },
    {
      kind: "notice",
      pattern: /^\s*(?=Agent powering down)/,
      boxed: true,
      goesOn: "boxed",
    },
  ],
  numbered: true,
  noise: [/^ Thinking\.\.\.$/, /^\s*│\s*$/u],
  input: {
    prompt: /^\s*[>!*] {1,3}(?<draft>.*)$/,
    framed: true,
    hint: /^Type your message/,
  },
  footer: [
    /\? for shortcuts\s*$/,
    /^\s*Shift\+Tab to /i,
    /^\s*workspace \(\/directory\)/,
    /\bno sandbox\b/,
    /\(\d+% context left\)/,
    /^\s*(?:~|\/)\S*\s{2,}/,
    /^\s*Press (?:Ctrl|Esc)/i,
    /^\s*Using: /,
  ],
  busy: [{
    pattern:
      /^\s*[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏⠟⠯⠷⠾⠽⠻] +(?:Thinking\.\.\.|(?<thought>\S.*?)) +\(esc to cancel(?:, [\dhms ]+)?\)/u,
    status: "working",
    evidence: "its spinner turns",
  }],
  titles: [
    { pattern: /^✦ +Working/u, status: "working" },
    { pattern: /^[✋⚠✳] *Action Required/u, status: "needs_permission" },
  ],
  tool: /^[✓✔?⊷⊶x✗o-] {2}(?<name>\S+) {1,2}(?<input>.*)$/u,
  signature: /Gemini CLI v\d|Gemini CLI update available/,
};

export const gemini = screenProfile({
  name: "gemini",
  layout,
  printed: {
    asked: (words) =>
      words.some((word) => /^(?:-p|--prompt)(?:=|$)/.test(word)),
  },
  send: SEND_BOX,
});
