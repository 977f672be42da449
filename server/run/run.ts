/**
 * Runs one command: its output goes where it would have gone anyway, and into
 * the feed.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import type { FeedSession } from "@/shared/feed.ts";
import { newSessionId } from "@/shared/session_id.ts";
import { Feeder } from "../feed/feeder.ts";
import { Spool } from "../feed/spool.ts";
import { type ExecOptions, openExec } from "../sources/exec_channel.ts";
import { AgentLogFeed } from "./agent_log.ts";
import { openPty } from "../sources/open_pty.ts";
import type { PtyOptions } from "../sources/pty_linux.ts";
import type { Channel } from "../sources/source.ts";
import { type Keyboard, openKeyboard } from "./keyboard.ts";
import { obey, resize } from "./obey.ts";
import { passInput } from "./pass_input.ts";
import { passOutput } from "./pass_output.ts";
import { SignalForwarder } from "./signals.ts";
import { Terminal } from "./terminal.ts";

/** What is run; made here, so it need not be checked as a spec from outside is. */
export type RunSpec =
  & { command: string[] }
  & (
    | ({ type: "exec" } & ExecOptions)
    | ({ type: "pty" } & Omit<PtyOptions, "size">)
  );

export interface RunOptions {
  /** Known beforehand when the command runs in the background. */
  id?: string | undefined;
  spec: RunSpec;
  /** What the server is told of the session besides. */
  about: Pick<
    FeedSession,
    "name" | "tags" | "agent" | "notify" | "cwd" | "host"
  >;
  feeder: FeedSession["feeder"];
  ticket: string;
  /** Whether the session logs that agents write themselves are read. */
  agentLogs: boolean;
  /** Where the command's streams lead: ours, or nowhere but the feed. */
  attached: boolean;
  /** Where the start-up files are that make shells mark their prompts; undefined: they do not. */
  shellFolder: string | undefined;
  spool: { folder: string; limit: number };
  connect(): Promise<WebSocket>;
  /** Called once the command runs. */
  onStarted(id: string): void;
  /** Called when the terminal is free again. */
  onEnded(outcome: "stored" | "spooled" | "lost"): void;
  warn(message: string): void;
}

/**
 * Runs the command to its end and gives its exit code, 128+n after signal n.
 *
 * @throws {StreamerError} when the command cannot be started
 */
export async function run(options: RunOptions): Promise<number> {
  const { attached, spec } = options;
  const since = Date.now();
  const interactive = attached && spec.type === "pty" &&
    Terminal.isInteractive();
  const size = Terminal.size() ?? { cols: 80, rows: 24 };
  await using channel = spec.type === "pty"
    ? await openPty({ ...await marking(spec, options.shellFolder), size })
    : openExec(spec);
  const id = options.id ?? newSessionId();
  const session = describe(id, { channel, size, options });
  const spool = new Spool({ ...options.spool, session });
  const own = { size };
  const feeder = new Feeder({
    session,
    spool,
    connect: options.connect,
    onOrder: (order) => obey(order, { channel, feeder, log, own }),
    onRefused: options.warn,
  });
  const log = options.agentLogs
    ? followAgentLog({ channel, feeder, options, since })
    : undefined;
  options.onStarted(id);

  using terminal = new Terminal();
  using _signals = new SignalForwarder({
    send: (signal) => channel.signal(signal),
    sharesTerminal: spec.type === "exec",
  });
  if (interactive) {
    terminal.enterRaw();
    terminal.onResize((size) => {
      own.size = size;
      resize(size, { channel, feeder });
    });
  }
  let keyboard: Keyboard | undefined;
  if (attached && channel.writable) {
    keyboard = openKeyboard();
    passInput({ channel, feeder, terminal, interactive, keyboard });
  }
  const code = await passOutput({ channel, feeder, log, attached });
  // What is typed from here on is for the shell.
  keyboard?.[Symbol.dispose]();
  terminal.leaveRaw();
  options.onEnded(await feeder.finish());
  return code;
}

/** `spec` with marks, if it starts a shell that can. The rest is loaded for those alone. */
async function marking<Start extends { command: string[] }>(
  spec: Start,
  folder: string | undefined,
): Promise<Start> {
  const [program = ""] = spec.command;
  if (folder === undefined || !/(^|\/)(bash|zsh|fish)$/.test(program)) {
    return spec;
  }
  const { withShellIntegration } = await import("./shell_integration.ts");
  return await withShellIntegration(spec, folder);
}

function followAgentLog({ channel, feeder, options, since }: {
  channel: Channel;
  feeder: Feeder;
  options: RunOptions;
  since: number;
}): AgentLogFeed {
  const { about: { agent, cwd }, spec: { command, env = {} } } = options;
  const { pid } = channel;
  return new AgentLogFeed({ command, agent, pid, cwd, env, since }, feeder);
}

function describe(
  id: string,
  { channel, size, options }: {
    channel: Channel;
    size: Size;
    options: RunOptions;
  },
): FeedSession {
  const { about, spec, feeder, ticket } = options;
  return {
    ...about,
    id,
    command: spec.command,
    source: spec.type,
    pid: channel.pid,
    size,
    writable: channel.writable,
    startedAt: Date.now(),
    feeder,
    ticket,
  };
}
