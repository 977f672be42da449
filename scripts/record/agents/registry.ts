/**
 * The agents that can be recorded.
 *
 * @module
 */
import type { Agent } from "../agent.ts";
import { aider } from "./aider.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { gemini } from "./gemini.ts";
import { opencode } from "./opencode.ts";

export const agents: readonly Agent[] = [
  codex,
  gemini,
  claude,
  aider,
  opencode,
];
