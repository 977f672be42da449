/**
 * Sessions of opencode.
 *
 * @module
 */
import type { CaseTurn, SessionCase } from "../session_case.ts";
import * as themes from "./themes.ts";

const FILES = { "notes.txt": "alpha\nbeta\ngamma\n" };

/** A file that is read, and a command that is allowed. */
const toolTurns: readonly CaseTurn[] = [
  {
    question: "What is in the notes?",
    preamble: "I will read them.",
    tools: [{
      name: "read",
      input: { filePath: "/tmp/demo-opencode/project/notes.txt" },
    }],
    answer: "There are three words in `notes.txt`.",
  },
  {
    question: "Count them",
    tools: [{
      name: "bash",
      input: { command: "wc -w notes.txt", description: "Counts the words" },
      permission: "yes",
    }],
    answer: "There are **three**.",
  },
];

export const opencodeCases: readonly SessionCase[] = ([
  { name: "short", turns: themes.shortTurns },
  {
    name: "long",
    size: { cols: 100, rows: 30 },
    pace: 15,
    turns: themes.longTurns,
  },
  {
    name: "markdown",
    size: { cols: 120, rows: 40 },
    turns: themes.markdownTurns,
  },
  {
    name: "multiline",
    size: { cols: 120, rows: 40 },
    turns: themes.multilineTurns,
  },
  { name: "wide", turns: themes.wideTurns },
  {
    name: "thinking",
    size: { cols: 100, rows: 30 },
    pace: 40,
    turns: themes.thinkingTurns,
  },
  {
    name: "tools",
    size: { cols: 100, rows: 30 },
    files: FILES,
    turns: toolTurns,
  },
] satisfies Omit<SessionCase, "agent">[]).map((each) => ({
  agent: "opencode",
  ...each,
}));
