/**
 * Sessions of Claude Code, on the alternate screen and without it.
 *
 * @module
 */
import type { CaseTurn, SessionCase } from "../session_case.ts";
import * as themes from "./themes.ts";

/** Without the alternate screen. */
const INLINE = ["--settings", '{"tui":"default"}'];

/** With its thoughts and all that tools print. */
const VERBOSE = [
  "--verbose",
  "--settings",
  '{"tui":"default","showThinkingSummaries":true}',
];

const PROJECT = "/tmp/demo-claude/project";

const FILES = {
  "notes.txt": "alpha\nbeta\ngamma\n",
  "src/main.py": 'print("hello")\n',
};

/** Tools that need no permission. */
const toolTurns: readonly CaseTurn[] = [
  {
    question: "What is in this folder?",
    thinking: "I list the files first, then I read them.",
    preamble: "I will look at the files.",
    tools: [
      {
        name: "Bash",
        input: { command: "ls -1", description: "Lists the files" },
      },
      { name: "Read", input: { file_path: `${PROJECT}/notes.txt` } },
    ],
    answer: "There is `notes.txt` with three words, and a folder `src`.",
  },
  {
    question: "Does it have tests?",
    tools: [{
      name: "Read",
      input: { file_path: `${PROJECT}/tests.txt` },
      fails: true,
    }],
    answer: "No, there are no tests.",
  },
];

/** A command that is allowed, and one that is not. */
const permissionTurns: readonly CaseTurn[] = [
  {
    question: "Make a file",
    tools: [{
      name: "Bash",
      input: {
        command: "echo made > made.txt && cat made.txt",
        description: "Makes a file",
      },
      permission: "yes",
    }],
    answer: "The file is made.",
  },
  {
    question: "Now remove it",
    preamble: "I will remove it.",
    tools: [{
      name: "Bash",
      input: { command: "rm made.txt", description: "Removes the file" },
      permission: "no",
    }],
    answer: "It is removed.",
  },
  { question: "Then leave it", answer: "I have left it where it is." },
];

/** A file that is written with permission, in which there are prompts. */
const writeTurns: readonly CaseTurn[] = [{
  question: "Write a greeting to hello.txt",
  preamble: "I will write the file.",
  tools: [{
    name: "Write",
    input: {
      file_path: `${PROJECT}/hello.txt`,
      content: "Hello!\n> with a quote\n❯ and a prompt\n",
    },
    permission: "yes",
  }],
  answer: "I wrote three lines to `hello.txt`.",
}];

export const claudeCases: readonly SessionCase[] = ([
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
  { name: "thinking", pace: 40, turns: themes.thinkingTurns },
  {
    name: "thinking-verbose",
    args: VERBOSE,
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
    name: "tools-verbose",
    args: VERBOSE,
    size: { cols: 100, rows: 30 },
    files: FILES,
    turns: toolTurns,
  },
  {
    name: "permission",
    size: { cols: 100, rows: 30 },
    turns: permissionTurns,
  },
  { name: "permission-inline", args: INLINE, turns: permissionTurns },
  {
    name: "status-inline",
    args: INLINE,
    terminal: { wantsStatus: true },
    turns: permissionTurns,
    notes: "The terminal asks for the agent's status and gets it by OSC 7501.",
  },
  { name: "write-inline", args: INLINE, turns: writeTurns },
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
  { name: "interrupt", pace: 30, turns: themes.interruptTurns },
  {
    name: "interrupt-inline",
    args: INLINE,
    pace: 30,
    turns: themes.interruptTurns,
  },
  {
    name: "resize",
    size: { cols: 120, rows: 40 },
    pace: 30,
    turns: themes.resizeTurns,
  },
  {
    name: "resize-inline",
    args: INLINE,
    size: { cols: 120, rows: 40 },
    pace: 30,
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
    name: "print-terminal",
    args: ["-p", "What is in this folder?"],
    files: FILES,
    unattended: true,
    turns: toolTurns.slice(0, 1),
  },
  {
    name: "print",
    args: ["-p", "What is in this folder?"],
    files: FILES,
    unattended: true,
    piped: true,
    turns: toolTurns.slice(0, 1),
  },
  {
    name: "print-stream-json",
    args: [
      "-p",
      "What is in this folder?",
      "--output-format",
      "stream-json",
      "--verbose",
    ],
    files: FILES,
    unattended: true,
    piped: true,
    turns: toolTurns.slice(0, 1),
  },
] satisfies Omit<SessionCase, "agent">[]).map((each) => ({
  agent: "claude",
  ...each,
}));
