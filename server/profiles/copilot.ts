/**
 * GitHub's Copilot.
 *
 * @module
 */
import { SEND_BOX } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    { kind: "question", pattern: /^> (?=\S)/, boxed: true, goesOn: "boxed" },
    { kind: "question", pattern: /^ ?[❯>] (?=\S)/u, goesOn: "indented" },
    { kind: "thinking", pattern: /^ ?[◐◓◑◒] (?=\S)/u },
    { kind: "tool", pattern: /^ ?(?=[✓✔✗✘✕⚙] \S)/u, goesOn: "deeper" },
    { kind: "notice", pattern: /^ ?(?=[!ℹ⚠] \S)/u },
    { kind: "answer", pattern: /^ ?[●∙•] /u },
  ],
  noise: [
    /^\s*● (?:Logged in (?:with|as)|Connected to|Environment loaded|Disconnected)/u,
    /^\s*Total (?:usage est|duration|code changes)/,
  ],
  input: {
    prompt: /^\s*[❯>](?: {1,2}(?<draft>.*))?$/u,
    framed: true,
    hint: /^(?:Type|Enter|Describe|Ask) .*(?:@|task|mention)/s,
  },
  footer: [
    /^ ?(?:~|\/|[A-Z]:\\)\S*(?: \[[^\]]+\])?(?:\s{2,}\S.*)?$/u,
    /^\s*(?:shift\+tab|ctrl\+\S|tab|esc) /i,
    /\bRemaining requests: /i,
    /^\s*\/ commands\b/,
    /^\s*Confirm with number keys/,
    /^\s*↑↓ to navigate/u,
  ],
  busy: [{
    pattern:
      /^\s*[◉◎○●∙∘⠀-⣿] *\S.*?(?:…|\.\.\.)? \(esc to (?:cancel|interrupt)(?: .*)?\)/iu,
    status: "working",
    evidence: "it says how to cancel its work",
  }],
  call: /^(?:[✓✔✗✘✕⚙] )?(?<name>[^\s:]+):?(?: (?<input>.*))?$/u,
  toolResult: /^\s*(?:[└↪│]|\$ )/u,
  signature: /GitHub Copilot CLI/,
};

export const copilot = screenProfile({
  name: "copilot",
  layout,
  printed: {
    asked: (words) =>
      words.some((word) => /^(?:-p|--prompt)(?:=|$)/.test(word)),
  },
  send: SEND_BOX,
});
