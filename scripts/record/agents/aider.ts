/**
 * aider, which prints lines and draws no screen.
 *
 * @module
 */
import type { Agent } from "../agent.ts";

/** aider with OpenAI's service and without git. */
export const aider: Agent = {
  name: "aider",
  program: "aider",
  hidden: [
    "--model",
    "openai/scripted",
    "--no-git",
    "--no-show-model-warnings",
    "--no-check-update",
    "--no-show-release-notes",
    "--analytics-disable",
  ],
  prepare: () => Promise.resolve(),
  environment: ({ url }) => ({
    OPENAI_API_BASE: `${url}/v1`,
    OPENAI_API_KEY: "scripted",
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
  }),
  ready: /^\w*> *$/m,
  newline: "\x1b\r",
  leave: ["\x04"],
  dialog: {
    shown: /^(.*\? )\(Y\)es\/\(N\)o/m,
    yes: { keys: "y\r", label: /^Yes/ },
    no: { keys: "n\r", label: /^No/ },
  },
};
