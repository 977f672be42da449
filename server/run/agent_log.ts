/**
 * What an agent writes of its conversation itself, into the feed.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import type { AgentLog } from "../agent_logs/agent_log.ts";
import type { Feeder } from "../feed/feeder.ts";

/** Words of a command that may start an agent which keeps a log; what knows them well is loaded only then. */
const MAY_KEEP_LOG = /claude|codex|gemini/;

/** Milliseconds that the end of a command waits for its log to be read. */
const PATIENCE = 1_000;

export interface LoggedProcess {
  command: readonly string[];
  /** What `--agent` says. */
  agent?: string | undefined;
  pid: number | null;
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** When it was started, in milliseconds since the epoch. */
  since: number;
}

/** Follows the log of a command's agent, as long as it is the one that is seen. */
export class AgentLogFeed {
  readonly #process: LoggedProcess;
  readonly #feeder: Feeder;
  /** What is followed is that of an agent by this name. */
  #agent: string;
  #log: Promise<AgentLog | undefined> | undefined;

  /** The command may be an agent itself. */
  constructor(process: LoggedProcess, feeder: Feeder) {
    this.#process = process;
    this.#feeder = feeder;
    this.#agent = process.agent ?? "";
    const words = [this.#agent, ...process.command].join(" ");
    if (MAY_KEEP_LOG.test(words)) this.#start(followCommand);
  }

  /** From here on, `agent` is seen, which the command may have started. */
  recognize(agent: string): void {
    if (agent === this.#agent) return;
    this.#agent = agent;
    const before = this.#log;
    this.#log = undefined;
    before?.then((log) => log?.finish()).catch(ignore);
    if (MAY_KEEP_LOG.test(agent)) {
      this.#start((process, feeder) => followStarted(agent, process, feeder));
    }
  }

  /** Passes on what was written by now, but waits for it only so long. */
  async finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE);
    const read = this.#log?.then((log) => log?.finish()).catch(ignore);
    await Promise.race([read, promise]);
    clearTimeout(timer);
  }

  #start(
    follow: (
      process: LoggedProcess,
      feeder: Feeder,
    ) => Promise<AgentLog | undefined>,
  ): void {
    this.#log = follow(this.#process, this.#feeder);
    this.#log.catch(ignore);
  }
}

/** What fails must not end the command; its terminal is read anyway. */
function ignore(): void {}

async function followCommand(
  process: LoggedProcess,
  feeder: Feeder,
): Promise<AgentLog | undefined> {
  const { pid } = process;
  if (pid === null) return undefined;
  const { openAgentLog } = await import("../agent_logs/open.ts");
  return openAgentLog({ ...process, pid, ...await outlets(process, feeder) });
}

/** The log of the `agent` that the command has started, if it is found among its processes. */
async function followStarted(
  agent: string,
  process: LoggedProcess,
  feeder: Feeder,
): Promise<AgentLog | undefined> {
  if (process.pid === null) return undefined;
  const { openAgentLog } = await import("../agent_logs/open.ts");
  const { findStarted } = await import("../agent_logs/started_agent.ts");
  const started = findStarted(process.pid, agent);
  if (!started) return undefined;
  const own = { ...process, ...started, agent };
  return openAgentLog({ ...own, ...await outlets(own, feeder) });
}

/** Where what is found goes, and what it is known by. */
async function outlets({ command, env }: LoggedProcess, feeder: Feeder) {
  const { TypedText } = await import("../agent_logs/typed_text.ts");
  const typed = new TypedText(command);
  feeder.onInput = (text) => typed.push(text);
  return {
    env: { ...Deno.env.toObject(), ...env },
    typed,
    pass: (statements: Statement[]) =>
      feeder.pass({ type: "statements", statements }),
    room: () => feeder.room(),
  };
}
