/**
 * Sessions of codex, on the alternate screen and without it.
 *
 * @module
 */
import type { CaseTurn, SessionCase } from "../session_case.ts";
import * as themes from "./themes.ts";

const INLINE = ["--no-alt-screen"];

const FILES = {
  "notes.txt": "alpha\nbeta\ngamma\n",
  "src/main.py": 'print("hello")\n',
};

/** Commands that need no permission. */
const toolTurns: readonly CaseTurn[] = [
  {
    question: "What is in this folder?",
    thinking: "**Looking around**\n\nI list the files first.",
    preamble: "I will look at the files.",
    tools: [
      { name: "exec_command", input: { cmd: "ls -1; cat notes.txt" } },
      { name: "exec_command", input: { cmd: "python3 src/main.py | cat -n" } },
    ],
    answer: "There are two files: `notes.txt` with three words, and " +
      "`src/main.py`, which prints *hello*.",
  },
  {
    question: "Does it have tests?",
    tools: [{
      name: "exec_command",
      input: { cmd: "ls tests; echo looked; exit 3" },
      fails: true,
    }],
    answer: "No, there is no folder `tests`.",
  },
];

/** Commands of which one is allowed and one is not. */
const permissionTurns: readonly CaseTurn[] = [
  {
    question: "Make a file in my home",
    tools: [{
      name: "exec_command",
      input: {
        cmd: "echo made > ~/made.txt && cat ~/made.txt",
        sandbox_permissions: "require_escalated",
        justification: "May I write to your home?",
      },
      permission: "yes",
    }],
    answer: "The file is made.",
  },
  {
    question: "Now remove it",
    preamble: "I will remove it.",
    tools: [{
      name: "exec_command",
      input: {
        cmd: "rm ~/made.txt",
        sandbox_permissions: "require_escalated",
        justification: "May I remove the file?",
      },
      permission: "no",
    }],
    answer: "It is removed.",
  },
  { question: "Then leave it", answer: "I have left it where it is." },
];

export const codexCases: readonly SessionCase[] = ([
  { name: "short", turns: themes.shortTurns },
  { name: "short-inline", args: INLINE, turns: themes.shortTurns },
  { name: "long", pace: 8, turns: themes.longTurns },
  {
    name: "long-inline",
    args: INLINE,
    size: { cols: 100, rows: 30 },
    pace: 8,
    turns: themes.longTurns,
  },
  {
    name: "markdown",
    size: { cols: 100, rows: 30 },
    turns: themes.markdownTurns,
  },
  { name: "markdown-inline", args: INLINE, turns: themes.markdownTurns },
  {
    name: "multiline",
    size: { cols: 120, rows: 40 },
    turns: themes.multilineTurns,
  },
  {
    name: "long-paste-inline",
    args: INLINE,
    size: { cols: 100, rows: 30 },
    turns: themes.longPasteTurns,
  },
  {
    name: "wide-inline",
    args: INLINE,
    turns: [...themes.wideTurns, ...themes.joinedTurns],
  },
  {
    name: "thinking",
    size: { cols: 100, rows: 30 },
    pace: 40,
    turns: themes.thinkingTurns,
  },
  {
    name: "thinking-inline",
    args: INLINE,
    pace: 40,
    turns: themes.thinkingTurns,
  },
  {
    name: "tools",
    size: { cols: 120, rows: 40 },
    files: FILES,
    turns: toolTurns,
  },
  { name: "tools-inline", args: INLINE, files: FILES, turns: toolTurns },
  {
    name: "permission",
    size: { cols: 100, rows: 30 },
    turns: permissionTurns,
  },
  { name: "permission-inline", args: INLINE, turns: permissionTurns },
  {
    name: "kitty",
    args: INLINE,
    terminal: { kitty: true },
    size: { cols: 100, rows: 30 },
    pace: 25,
    turns: [...themes.multilineTurns, ...themes.interruptTurns],
    notes: "The terminal is kitty and tells keys in its own way.",
  },
  {
    name: "unfocused",
    args: INLINE,
    unfocused: true,
    turns: permissionTurns,
    notes: "The terminal has told that it has lost the focus.",
  },
  { name: "interrupt", turns: themes.interruptTurns },
  { name: "interrupt-inline", args: INLINE, turns: themes.interruptTurns },
  {
    name: "resize",
    size: { cols: 120, rows: 40 },
    turns: themes.resizeTurns,
  },
  {
    name: "resize-inline",
    args: INLINE,
    size: { cols: 120, rows: 40 },
    turns: themes.resizeTurns,
  },
  {
    name: "same-twice-inline",
    args: INLINE,
    size: { cols: 200, rows: 50 },
    turns: themes.sameTwiceTurns,
  },
  {
    name: "markers",
    size: { cols: 100, rows: 30 },
    turns: themes.markerTurns,
  },
  { name: "markers-inline", args: INLINE, turns: themes.markerTurns },
  {
    name: "exec-terminal",
    args: ["exec", "--skip-git-repo-check", "What is in this folder?"],
    files: FILES,
    unattended: true,
    turns: toolTurns.slice(0, 1),
  },
  {
    name: "exec",
    args: ["exec", "--skip-git-repo-check", "What is in this folder?"],
    files: FILES,
    unattended: true,
    piped: true,
    turns: toolTurns.slice(0, 1),
  },
  {
    name: "exec-json",
    args: [
      "exec",
      "--skip-git-repo-check",
      "--json",
      "What is in this folder?",
    ],
    files: FILES,
    unattended: true,
    piped: true,
    turns: toolTurns.slice(0, 1),
  },
] satisfies Omit<SessionCase, "agent">[]).map((each) => ({
  agent: "codex",
  ...each,
}));
