/**
 * Interactive shells: bash, zsh, fish, sh, dash, ksh, PowerShell.
 *
 * With semantic prompts (OSC 133 and 633, see `server/run/shell_integration.ts`)
 * each command is a turn: its command line the question, what it prints the
 * answer. Without, a shell is read as any other program.
 *
 * @module
 */
import { SEND_LINES } from "./plain.ts";
import type { Profile } from "./profile.ts";
import { interactiveShell } from "./shell_command.ts";
import { ShellSegmenter } from "./shell_segmenter.ts";

export const shell: Profile = {
  name: "shell",
  matches: (command) => interactiveShell(command) !== undefined,
  view: () => "lines",
  segmenter: (start) => new ShellSegmenter(start),
  send: SEND_LINES,
};
