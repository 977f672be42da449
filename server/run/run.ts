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
  about: Pick<FeedSession, "name" | "tags" | "agent" | "cwd" | "host">;
  feeder: FeedSession["feeder"];
  ticket: string;
  /** Where the command's streams lead: ours, or nowhere but the feed. */
  attached: boolean;
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
  const interactive = attached && spec.type === "pty" &&
    Terminal.isInteractive();
  const size = Terminal.size() ?? { cols: 80, rows: 24 };
  await using channel = spec.type === "pty"
    ? await openPty({ ...spec, size })
    : openExec(spec);
  const id = options.id ?? newSessionId();
  const session = describe(id, { channel, size, options });
  const spool = new Spool({ ...options.spool, session });
  const own = { size };
  const feeder = new Feeder({
    session,
    spool,
    connect: options.connect,
    onOrder: (order) => obey(order, { channel, feeder, own }),
    onRefused: options.warn,
  });
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
  const code = await passOutput({ channel, feeder, attached });
  // What is typed from here on is for the shell.
  keyboard?.[Symbol.dispose]();
  terminal.leaveRaw();
  options.onEnded(await feeder.finish());
  return code;
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
