/**
 * From the options of `streamer run` to a running command.
 *
 * @module
 */
import { ERRORS, toStreamerError } from "@/shared/errors.ts";
import { type Config, loadConfig } from "../config.ts";
import { attach } from "./attach.ts";
import { detach } from "./detach.ts";
import {
  noticeStatuses,
  requireAgent,
  type RunIo,
  type RunSettings,
} from "./settings.ts";

/** Runs `command` and gives the exit code. */
export async function runCommand(
  command: string[],
  settings: RunSettings,
  io: RunIo,
): Promise<number> {
  try {
    const config = await loadConfig(io.env);
    await requireAgent(settings.agent, config);
    if (settings.notify !== undefined) {
      noticeStatuses(settings.notify);
      await warnWithoutWays(config, io);
    }
    return settings.detach
      ? await detach(command, { settings, config, io })
      : await attach(command, { settings, config, io });
  } catch (cause) {
    const error = toStreamerError(cause);
    io.warn(error.message);
    return startFailureCode(error);
  }
}

/** Whoever asks to be told shall not wait for what cannot come. */
async function warnWithoutWays(
  { notify, folders }: Config,
  { env, warn }: RunIo,
): Promise<void> {
  const { waysOf } = await import("../notify/ways.ts");
  if (waysOf(notify, { path: env["PATH"] ?? "" }).length > 0) return;
  warn(
    `--notify tells nobody: this desktop shows no notices, and "${folders.config}/config.toml" has no [[notify.webhook]], [[notify.ntfy]] or [[notify.command]]`,
  );
}

/** The error that tells why a command could not be started, as an exit code. */
function startFailureCode(cause: unknown): number {
  const { code } = toStreamerError(cause);
  switch (code) {
    case "not_found":
      return 127;
    case "forbidden":
      return 126;
    default:
      return ERRORS[code].exit;
  }
}
