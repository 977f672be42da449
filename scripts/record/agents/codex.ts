/**
 * OpenAI's codex.
 *
 * @module
 */
import { type Agent, writeFile } from "../agent.ts";

/** codex, with a provider of its own. */
export const codex: Agent = {
  name: "codex",
  program: "codex",
  // Its server in the background would outlive the recording.
  hidden: ["--no-daemon"],
  async prepare({ home, project, url }) {
    // Its own would make up most of its log.
    await writeFile(`${home}/instructions.md`, "You work on a project.\n");
    await writeFile(
      `${home}/.codex/config.toml`,
      `model = "gpt-5.1-codex"
model_provider = "scripted"
model_reasoning_summary = "detailed"
check_for_update_on_startup = false
model_instructions_file = "${home}/instructions.md"

[analytics]
enabled = false

[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"
requires_openai_auth = false
supports_websockets = false

[projects."${project}"]
trust_level = "trusted"
`,
    );
  },
  environment: () => ({}),
  ready: /^› /m,
  newline: "\n",
  leave: ["\x03", "\x03"],
  dialog: {
    shown: /^ *(Would you like to .*\?)$/m,
    yes: { keys: "y", label: /^Yes, proceed/ },
    no: { keys: "\x1b", label: /^No/ },
  },
  log: /^\.codex\/sessions\/.*\/rollout-.*\.jsonl$/,
};
