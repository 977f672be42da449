/**
 * Sessions of aider, in the mode in which it changes no files.
 *
 * @module
 */
import type { SessionCase } from "../session_case.ts";
import * as themes from "./themes.ts";

const ASK = ["--chat-mode", "ask"];

export const aiderCases: readonly SessionCase[] = ([
  { name: "short", turns: themes.shortTurns },
  { name: "long", pace: 8, turns: themes.longTurns },
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
  { name: "wide", turns: themes.wideTurns },
  {
    name: "same-twice",
    size: { cols: 120, rows: 40 },
    turns: themes.sameTwiceTurns,
  },
  { name: "markers", turns: themes.markerTurns },
] satisfies Omit<SessionCase, "agent">[]).map((each) => ({
  agent: "aider",
  args: ASK,
  ...each,
}));
