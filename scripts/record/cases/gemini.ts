/**
 * Sessions of the Gemini CLI.
 *
 * @module
 */
import type { CaseTurn, SessionCase } from "../session_case.ts";
import * as themes from "./themes.ts";

const FILES = {
  "notes.txt": "alpha\nbeta\ngamma\n",
  "src/main.py": 'print("hello")\n',
};

/** Tools that need no permission. */
const toolTurns: readonly CaseTurn[] = [
  {
    question: "What is in this folder?",
    thinking: "**Looking around**\n\nI list the files first.",
    preamble: "I will look at the files.",
    tools: [
      { name: "list_directory", input: { dir_path: "." } },
      { name: "read_file", input: { file_path: "notes.txt" } },
    ],
    answer: "There is `notes.txt` with three words, and a folder `src`.",
  },
  {
    question: "Does it have tests?",
    tools: [{
      name: "read_file",
      input: { file_path: "tests.txt" },
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
      name: "run_shell_command",
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
      name: "run_shell_command",
      input: { command: "rm made.txt", description: "Removes the file" },
      permission: "no",
    }],
    answer: "It is removed.",
  },
  { question: "Then leave it", answer: "I have left it where it is." },
];

/** A file that is written with permission. */
const writeTurns: readonly CaseTurn[] = [{
  question: "Write a greeting to hello.txt",
  preamble: "I will write the file.",
  tools: [{
    name: "write_file",
    input: { file_path: "hello.txt", content: "Hello!\n> with a quote\n" },
    permission: "yes",
  }],
  answer: "I wrote two lines to `hello.txt`.",
}];

/** Settings of the project. */
const ALTERNATE = {
  ".gemini/settings.json": '{"ui":{"useAlternateBuffer":true}}',
};

export const geminiCases: readonly SessionCase[] = ([
  { name: "short", turns: themes.shortTurns },
  { name: "long", pace: 8, turns: themes.longTurns },
  {
    name: "long-alternate",
    files: ALTERNATE,
    pace: 8,
    turns: themes.longTurns,
    notes: "On the alternate screen, by a setting of the project.",
  },
  {
    name: "tools-alternate",
    size: { cols: 100, rows: 30 },
    files: { ...FILES, ...ALTERNATE },
    turns: toolTurns,
    notes: "On the alternate screen, by a setting of the project.",
  },
  {
    name: "markdown",
    size: { cols: 100, rows: 30 },
    turns: themes.markdownTurns,
  },
  {
    name: "multiline",
    size: { cols: 120, rows: 40 },
    turns: themes.multilineTurns,
  },
  {
    name: "long-paste",
    size: { cols: 100, rows: 30 },
    turns: themes.longPasteTurns,
  },
  { name: "wide", turns: themes.wideTurns },
  { name: "thinking", pace: 40, turns: themes.thinkingTurns },
  {
    name: "tools",
    size: { cols: 120, rows: 40 },
    files: FILES,
    turns: toolTurns,
  },
  {
    name: "permission",
    size: { cols: 100, rows: 30 },
    turns: permissionTurns,
  },
  { name: "write", turns: writeTurns },
  {
    name: "kitty",
    terminal: { kitty: true },
    size: { cols: 100, rows: 30 },
    pace: 25,
    turns: [...themes.multilineTurns, ...themes.interruptTurns],
    notes: "The terminal is kitty and tells keys in its own way.",
  },
  {
    name: "unfocused",
    unfocused: true,
    turns: permissionTurns,
    notes: "The terminal has told that it has lost the focus.",
  },
  { name: "interrupt", pace: 30, turns: themes.interruptTurns },
  {
    name: "resize",
    size: { cols: 120, rows: 40 },
    pace: 30,
    turns: themes.resizeTurns,
  },
  {
    name: "same-twice",
    size: { cols: 200, rows: 50 },
    turns: themes.sameTwiceTurns,
  },
  {
    name: "markers",
    size: { cols: 100, rows: 30 },
    turns: themes.markerTurns,
  },
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
    args: ["-p", "What is in this folder?", "-o", "stream-json"],
    files: FILES,
    unattended: true,
    piped: true,
    turns: toolTurns.slice(0, 1),
  },
] satisfies Omit<SessionCase, "agent">[]).map((each) => ({
  agent: "gemini",
  ...each,
}));
