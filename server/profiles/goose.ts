/**
 * Block's goose, which prints lines and asks on a line of its own.
 *
 * @module
 */
import { SEND_READLINE } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    {
      kind: "question",
      pattern: /^(?:\( ?[Oo]\)>|🪿>?) +(?=\S)/u,
      goesOn: "none",
    },
    { kind: "tool", pattern: /^─── (?=\S+ \| \S)/u, endsAtBlank: true },
    { kind: "tool", pattern: /^ {0,2}▸ (?=\S)/u, endsAtBlank: true },
    {
      kind: "notice",
      pattern: /^◇ {2}(?=Goose would like)/iu,
      endsAtBlank: true,
    },
  ],
  unmarked: true,
  noise: [
    /^Context: [●○]+/u,
    /^Closing session\./,
    /^Session (?:saved|ID):? /i,
    /^\s*⏱️? +(?:Elapsed|[\d.]+s)/u,
    /^Press Enter to send, Ctrl/,
  ],
  input: {
    prompt: /^(?:\( ?[Oo]\)>|🪿>?)(?: (?<draft>.*))?$/u,
    framed: false,
    line: true,
  },
  footer: [
    /^Context: [●○]+/u,
    /^Press Enter to send, Ctrl/,
  ],
  busy: [{
    pattern:
      /^\s*[\p{So}⠀-⣿◐◓◑◒] +\S.*?(?:\.\.\.|…)?\s+\(Ctrl\+C to interrupt\)/iu,
    status: "working",
    evidence: "its spinner turns",
  }, {
    pattern: /^\s*[⠁-⣿◐◓◑◒] +\S.*(?:\.\.\.|…)\s*$/u,
    status: "working",
    evidence: "its spinner turns",
  }],
  asks:
    /^[◆?] +(?:Goose would like to call|Do you allow this tool call|.* do you allow\?)/iu,
  choice: /^│ {2}(?:(?<mark>●)|○) (?<label>[^(]*\S)(?: +\(.*\))?\s*$/u,
  call: /^(?<name>\S+)(?: \| (?<input>\S+))? *─*$/u,
  signature: /\bGoose is running! Enter your instructions/i,
};

export const goose = screenProfile({
  name: "goose",
  layout,
  printed: {
    asked: (words) => words[0] === "run",
  },
  send: { ...SEND_READLINE, choose: "arrows" },
});
