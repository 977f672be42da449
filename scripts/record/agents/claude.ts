/**
 * Anthropic's Claude Code.
 *
 * @module
 */
import { type Agent, writeFile } from "../agent.ts";

const KEY = "sk-ant-scripted-key-of-a-model-that-says-what-it-is-told";

/** Claude Code with a key of its own, past its first questions. */
export const claude: Agent = {
  name: "claude",
  program: "claude",
  // Its own instructions would make up most of its log.
  hidden: [
    "--system-prompt",
    "You work on a project.",
    "--tools",
    "Bash,Read,Write",
  ],
  async prepare({ home, project }) {
    await writeFile(
      `${home}/.claude.json`,
      JSON.stringify({
        hasCompletedOnboarding: true,
        lastOnboardingVersion: "2.1.330",
        theme: "dark",
        autoUpdates: false,
        numStartups: 10,
        hasResetAutoModeOptInForDefaultOffer: true,
        hasSeenAutoDefaultNotice: true,
        hasSeenAutoDefaultNudge: true,
        hasSeenAutoModeEntryWarning: true,
        customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
        projects: {
          [project]: {
            hasTrustDialogAccepted: true,
            hasCompletedProjectOnboarding: true,
            projectOnboardingSeenCount: 10,
            allowedTools: [],
          },
        },
      }),
    );
    await writeFile(
      `${home}/.claude/settings.json`,
      JSON.stringify({
        permissions: { defaultMode: "default" },
        skipAutoPermissionPrompt: true,
      }),
    );
  },
  environment: ({ url }) => ({
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: KEY,
    DISABLE_AUTOUPDATER: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  }),
  ready: /^[>❯]/m,
  newline: "\\\r",
  leave: ["\x03", "\x03"],
  dialog: {
    shown: /^ *(Do you want to .*\?)$/m,
    yes: { keys: "\r", label: /^Yes$/ },
    no: { keys: "\x1b", label: /^No/ },
  },
  log: /^\.claude\/projects\/.*\.jsonl$/,
};
