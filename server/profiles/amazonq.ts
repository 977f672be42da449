/**
 * Amazon Q, which is Kiro now: both print lines and ask on a line of its own.
 *
 * @module
 */
import { programOf, programWords } from "./command_name.ts";
import type { Profile } from "./profile.ts";
import { SEND_READLINE } from "./recipes.ts";
import type { Layout } from "./screen/layout.ts";
import { screenProfile } from "./screen/screen_profile.ts";

/** What it asks with: `> `, behind the agent's name, how full its memory is, and `!` when it trusts all tools. */
const PROMPT = "(?:\\[[^\\]]+\\] )?(?:\\d+% )?(?:λ |↯ )?!?>";

export const layout: Layout = {
  starts: [
    {
      kind: "answer",
      pattern: /^> (?=\S)(?![ynt]\s*$)/,
      after: ["question", "tool"],
    },
    {
      kind: "question",
      pattern: new RegExp(`^${PROMPT} +(?=\\S)(?![ynt]\\s*$)`, "u"),
      goesOn: "none",
    },
    { kind: "tool", pattern: /^(?=🛠️? {1,2}Using tool: )/u, goesOn: "any" },
    {
      kind: "tool",
      pattern:
        /^(?=(?:Reading|Searching|Running|Creating|Updating|Deleting|I will run the following command).*\(using tool: \w+)/,
    },
    { kind: "tool", pattern: /^(?= [⋮●↱] )/u, after: ["answer", "question"] },
    {
      kind: "notice",
      pattern: /^(?= ?▸ (?:Credits|Time): )/u,
      endsAtBlank: true,
    },
  ],
  unmarked: true,
  noise: [
    /^Allow this action\?.*\]:\s*$/,
    /^!?> [ynt]\s*$/,
    /^[✓✔] \S+ loaded in [\d.]+ s$/u,
    /^🤖 You are chatting with /u,
    /^ask a question,? or describe a task/,
  ],
  input: {
    prompt: new RegExp(`^(?:${PROMPT}|›)(?: +(?<draft>.*))?$`, "u"),
    framed: false,
    line: true,
    hint: /^ask a question,? or describe a task/i,
  },
  footer: [
    /^\s*ESC to close\b/i,
    /^\s*\S+ · \S+ · ◔ \d+%/u,
  ],
  busy: [{
    pattern: /^\s*[⠀-⣿]+ +(?:Thinking|Working|Generating)\.{3}/u,
    status: "thinking",
    evidence: "its spinner says that it thinks",
  }, {
    pattern: /^\s*(?:›\s+)?Kiro is working · /u,
    status: "working",
    evidence: "it says that it works",
  }, {
    pattern: /^\s*[⠀-⣿]+ +\S.*(?:\.{3}|…)\s*$/u,
    status: "working",
    evidence: "its spinner turns",
  }],
  asksInline: /^Allow this action\?.*\[(?<keys>\w(?:\/\w)+)\]:\s*$/,
  asks: /^ ?(?:\S.* requires approval)$/,
  choice:
    /^ {0,2}(?<mark>❯)? *(?<label>Yes, single permission|Trust, .*|No \(Tab to edit\)|No)$/u,
  tool: /^🛠️? {1,2}Using tool: (?<name>\S+)(?<input>.*)$/u,
  signature: /Welcome to Amazon Q!|🤖 You are chatting with /u,
};

const agent = screenProfile({
  name: "amazonq",
  programs: ["qchat", "kiro-cli", "kiro-cli-chat"],
  layout,
  printed: {
    asked: (words) => words.includes("--no-interactive"),
  },
  send: SEND_READLINE,
});

export const amazonq: Profile = {
  ...agent,
  matches: (command) => agent.matches(command) || isChat(command),
};

/** `q` is the name of other programs too. */
function isChat(command: readonly string[]): boolean {
  const [program = "", ...words] = programWords(command);
  return programOf([program]) === "q" &&
    (words.length === 0 || words[0] === "chat");
}
