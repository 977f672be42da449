/**
 * opencode.
 *
 * @module
 */
import { LOOK } from "@/shared/view.ts";
import { SEND_SIDEWAYS } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

export const layout: Layout = {
  starts: [
    {
      kind: "tool",
      pattern: /^ {0,3}┃ {0,2}(?=[#$←→⠀-⣿] \S)/u,
      goesOn: "railed",
      rail: /^ {0,3}┃ {0,2}/u,
    },
    {
      kind: "question",
      pattern: /^ {0,3}┃ {0,2}(?=[^\s△])/u,
      goesOn: "railed",
      rail: /^ {0,3}┃ {0,2}/u,
    },
    {
      kind: "tool",
      pattern: /^ {3,5}(?=[→←✱⚙◈◇%~⠀-⣿] \S)/u,
      goesOn: "deeper",
    },
    {
      kind: "tool",
      pattern: /^ {3,5}(?=\$ \S)/,
      look: LOOK.grey,
      goesOn: "deeper",
    },
    {
      kind: "thinking",
      pattern: /^ {3,5}(?:[+-] )?(?:Thought: |Thinking(?:: |\.{3}$|$))/,
      goesOn: "deeper",
    },
    // Which agent and which model have answered.
    {
      kind: "notice",
      pattern: /^ {3,5}(?=(?:Build|Plan) \S+$)/,
      goesOn: "none",
    },
  ],
  unmarked: true,
  noise: [
    /^\s*┃\s*$/u,
    /^(?:\s*┃)?\s*\S+ \d{1,2}:\d\d(?::\d\d)? [AP]M$/u,
    /^\s*▣ {1,2}\S/u,
    /[█▀▄]{3}|^\s*▄$/u,
    /^\s*Session {2,}\S/,
    /^\s*Continue {2}opencode -s \S+$/,
    /^\^C$/,
  ],
  input: {
    prompt: /^\s*┃ {0,2}(?<draft>.*)$/u,
    framed: false,
    side: /^\s*┃/u,
    hint: /^Ask anything/,
  },
  footer: [
    /^\s*┃ {1,2}(?:Build|Plan|\p{Lu}\p{L}+)(?: ·| {2})\S? *\S.*$/u,
    /\bctrl\+p commands\b/,
    /^\s*opencode v\d/,
    /^\s*(?:~|\/)\S* {2,}\d+\.\d+\.\d+$/,
  ],
  busy: [{
    pattern: /\besc (?:again to )?interrupt\b/,
    status: "working",
    evidence: "it says how to interrupt it",
  }],
  asks: /^\s*┃?\s*△ (?:Permission required|Always allow)/u,
  choiceBar: /^\s*┃? *(?<choices>Allow once {2,}Allow always {2,}Reject)\b/u,
  call: /^(?:[#→←✱⚙◈◇%~⠀-⣿] )?(?<name>\$|[^\s$]\S*)(?: (?<input>.*))?$/u,
  signature: /^\s*┃ {1,2}Ask anything(?:…|\.{3}) "|^\s*opencode v\d/mu,
};

export const opencode = screenProfile({
  name: "opencode",
  layout,
  printed: {
    asked: (words) => words[0] === "run",
  },
  send: SEND_SIDEWAYS,
});
