/**
 * The agent that a command has started.
 *
 * @module
 */
import { programOf } from "../profiles/command_name.ts";
import { commandOf, folderOf, processTree, startOf } from "./process_tree.ts";

export interface StartedAgent {
  pid: number;
  command: string[];
  cwd: string;
  /** When it was started, in milliseconds since the epoch. */
  since: number;
}

/** The process of `agent` among `root` and what it has started; of several within each other the outermost. */
export function findStarted(
  root: number,
  agent: string,
): StartedAgent | undefined {
  for (const pid of processTree(root)) {
    const command = commandOf(pid);
    if (command.length === 0 || programOf(command) !== agent) continue;
    const cwd = folderOf(pid);
    const since = startOf(pid);
    if (cwd !== undefined && since !== undefined) {
      return { pid, command, cwd, since };
    }
  }
  return undefined;
}
