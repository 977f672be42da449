/**
 * Runs a command in our own terminal or pipes, or without any in the
 * background.
 *
 * @module
 */
import { LocalServer } from "../local/local_server.ts";
import { processStart } from "../local/process_start.ts";
import { spawnServer } from "../local/start_server.ts";
import { Address } from "./address.ts";
import { run } from "./run.ts";
import { noticeStatuses, type RunContext, variables } from "./settings.ts";
import { Terminal } from "./terminal.ts";

/** Runs the command to its end and gives the exit code. */
export async function attach(
  command: string[],
  parts: RunContext,
): Promise<number> {
  const { settings, config, io } = parts;
  const { headless } = settings;
  const attached = headless === undefined;
  const pty = settings.pty ?? (attached ? Terminal.isInteractive() : true);
  const env = variables(settings.variables);
  const cwd = settings.cwd ?? Deno.cwd();
  using server = new LocalServer(config.folders);
  const address = Address.find(config);
  let spawned = false;
  return await run({
    id: headless,
    spec: pty
      ? {
        type: "pty",
        command,
        cwd,
        env,
        inherit: attached && Terminal.isInteractive(),
      }
      : {
        type: "exec",
        command,
        cwd,
        env,
        stdin: attached ? "inherit" : "null",
      },
    about: {
      name: settings.name ?? nameOf(command),
      tags: settings.tags,
      ...(settings.agent ? { agent: settings.agent } : {}),
      ...(settings.notify ? { notify: noticeStatuses(settings.notify) } : {}),
      cwd: await realFolder(cwd),
      host: Deno.hostname(),
    },
    feeder: { pid: Deno.pid, start: await processStart(Deno.pid) ?? "" },
    ticket: address.ticket,
    attached,
    agentLogs: config.agent_logs,
    shellFolder: config.shell_integration
      ? `${config.folders.state}/shell`
      : undefined,
    spool: {
      folder: `${config.folders.state}/spool`,
      limit: config.spool_mb * 1024 * 1024,
    },
    async connect() {
      try {
        return await server.socket("/ws/agent");
      } catch (cause) {
        if (!spawned) spawnServer({ ...config, port: address.port });
        spawned = true;
        throw cause;
      }
    },
    onStarted(id) {
      const line = address.line(id);
      if (attached && !settings.quiet) io.warn(line);
    },
    onEnded(outcome) {
      if (outcome === "lost") {
        io.warn(
          "Cannot keep all of the output: no server took it and the disk has no room",
        );
      }
      const correction = address.correction();
      if (correction && attached && !settings.quiet) io.warn(correction);
    },
    warn: io.warn,
  });
}

/** A folder that is not there is told by who starts the command. */
async function realFolder(path: string): Promise<string> {
  return await Deno.realPath(path).catch(() => path);
}

/** The command as one would say it, short enough for a list. */
function nameOf(command: readonly string[]): string {
  const [program = "", ...args] = command;
  const words = [program.slice(program.lastIndexOf("/") + 1), ...args];
  const name = words.join(" ").replace(/\s+/g, " ").trim();
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
