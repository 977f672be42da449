/**
 * All sessions that are recorded.
 *
 * @module
 */
import type { SessionCase } from "../session_case.ts";
import { aiderCases } from "./aider.ts";
import { claudeCases } from "./claude.ts";
import { codexCases } from "./codex.ts";
import { geminiCases } from "./gemini.ts";
import { opencodeCases } from "./opencode.ts";

export const cases: readonly SessionCase[] = [
  ...codexCases,
  ...geminiCases,
  ...claudeCases,
  ...aiderCases,
  ...opencodeCases,
];
