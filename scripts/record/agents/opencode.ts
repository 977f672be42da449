/**
 * opencode.
 *
 * @module
 */
import { type Agent, writeFile } from "../agent.ts";

/** opencode, with a provider of its own. */
export const opencode: Agent = {
  name: "opencode",
  program: "opencode",
  async prepare({ home, url }) {
    await writeFile(
      `${home}/.config/opencode/opencode.json`,
      JSON.stringify({
        $schema: "https://opencode.ai/config.json",
        autoupdate: false,
        share: "disabled",
        model: "scripted/scripted",
        small_model: "scripted/scripted",
        provider: {
          scripted: {
            npm: "@ai-sdk/openai-compatible",
            name: "Scripted",
            options: { baseURL: `${url}/v1`, apiKey: "scripted" },
            models: { scripted: { name: "Scripted", tool_call: true } },
          },
        },
        permission: { bash: "ask" },
      }),
    );
  },
  environment: () => ({ OPENCODE_DISABLE_MODELS_FETCH: "1" }),
  ready: /Ask anything/,
  newline: "\n",
  leave: ["\x03", "\x03"],
  dialog: {
    shown: /(Permission required)/,
    choices: ["Allow once", "Allow always", "Reject"],
    yes: { keys: "\r", label: /^Allow once/ },
    no: { keys: "\x1b", label: /^Reject/ },
  },
};
