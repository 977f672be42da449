/**
 * aider, which prints lines and asks on a line of its own.
 *
 * @module
 */
import { SEND_AIDER } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

/** What it asks with: `> `, and before it the mode that it is in. */
const PROMPT = "(?:[a-z][\\w-]*(?: multi)?)?> ?";

export const layout: Layout = {
  starts: [
    {
      kind: "question",
      pattern: new RegExp(`^${PROMPT}`),
      unfilled: true,
      goesOn: "marked",
    },
    {
      kind: "notice",
      pattern: /^(?=Tokens: [\d.]+[kM]? sent, )/,
      endsAtBlank: true,
    },
    { kind: "notice", pattern: /^(?=Cost: \$[\d.]+ )/, endsAtBlank: true },
    {
      kind: "notice",
      pattern:
        /^(?=(?:Applied edit to|Commit \w{7,} |Added \S+ to the chat|Creating empty file|Skipping edits to|Summarization failed|\^C (?:again|KeyboardInterrupt)|You can use \/undo))/,
      goesOn: "none",
    },
    { kind: "thinking", pattern: /^► THINKING$/ },
    { kind: "answer", pattern: /^► ANSWER$/ },
  ],
  unmarked: true,
  noise: [
    /^.*\? +\(Y\)es\/\(N\)o.*\]:(?: \w+)?$/,
    /^(?:Use )?\/help <question> /,
    /^Aider v\d/,
    /^https:\/\/aider\.chat\//,
  ],
  input: {
    prompt: new RegExp(`^${PROMPT}(?<draft>.*)$`),
    framed: false,
    line: true,
    lead: 6,
  },
  footer: [],
  busy: [{
    pattern:
      /^\s*(?:[█░▒▓#=*|/\\ -]+ )?(?:Waiting for \S+|Updating repo map|Thinking)(?:[:.…].*)?\s*$/u,
    status: "working",
    evidence: "it waits for its model",
  }],
  asksInline:
    /^.*\?\s+(?<keys>\(Y\)es\/\(N\)o(?:\/\([A-Z]\)[^[]+?)*)\s*\[\w+\]:\s*$/,
  signature: /^Aider v\d/m,
};

export const aider = screenProfile({
  name: "aider",
  layout,
  printed: {
    asked: (words) =>
      words.some((word) =>
        /^(?:-[mf]|--(?:message|msg|message-file))(?:=|$)/.test(word)
      ),
  },
  send: SEND_AIDER,
});
