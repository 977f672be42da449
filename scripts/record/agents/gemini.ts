/**
 * Google's Gemini CLI.
 *
 * @module
 */
import { type Agent, writeFile } from "../agent.ts";

/** The Gemini CLI with a key of its own. */
export const gemini: Agent = {
  name: "gemini",
  program: "gemini",
  async prepare({ home, project }) {
    await writeFile(
      `${home}/.gemini/settings.json`,
      JSON.stringify({
        security: {
          auth: { selectedType: "gemini-api-key" },
          folderTrust: { enabled: false },
        },
        general: { enableAutoUpdate: false, disableAutoUpdate: true },
        privacy: { usageStatisticsEnabled: false },
        telemetry: { enabled: false },
        model: { name: "gemini-2.5-pro" },
        ui: { showInlineThinking: "full", inlineThinkingMode: "full" },
      }),
    );
    await writeFile(
      `${home}/.gemini/trustedFolders.json`,
      JSON.stringify({ [project]: "TRUST_FOLDER" }),
    );
  },
  environment: ({ url }) => ({
    GEMINI_API_KEY: "scripted",
    GOOGLE_GEMINI_BASE_URL: url,
  }),
  ready: /Type your message/,
  newline: "\n",
  leave: ["\x03", "\x03"],
  dialog: {
    shown:
      /^│ *(Allow execution.*\?|Apply this change\?|Do you want to proceed\?) *│$/m,
    yes: { keys: "\r", label: /^(Yes, a|A)llow once/ },
    no: { keys: "\x1b", label: /^No/ },
  },
  log: /^\.gemini\/tmp\/.*\/chats\/.*\.jsonl?$/,
};
