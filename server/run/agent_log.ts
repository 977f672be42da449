/**
 * What an agent writes of its conversation itself, into the feed.
 *
 * @module
 */
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

/** Follows the log of one command, if it keeps one. */
export class AgentLogFeed {
  readonly #log: ReturnType<typeof follow>;

  private constructor(log: ReturnType<typeof follow>) {
    this.#log = log;
  }

  /** Undefined for a command that keeps none for sure. */
  static open(
    process: LoggedProcess,
    feeder: Feeder,
  ): AgentLogFeed | undefined {
    const words = [process.agent ?? "", ...process.command].join(" ");
    if (!MAY_KEEP_LOG.test(words)) return undefined;
    const log = follow(process, feeder);
    // What fails here must not end the command; its terminal is read anyway.
    log.catch(() => {});
    return new AgentLogFeed(log);
  }

  /** Passes on what was written by now, but waits for it only so long. */
  async finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE);
    const read = this.#log.then((log) => log?.finish()).catch(() => {
      // As above.
    });
    await Promise.race([read, promise]);
    clearTimeout(timer);
  }
}

async function follow(process: LoggedProcess, feeder: Feeder) {
  const { pid, env } = process;
  if (pid === null) return undefined;
  const { openAgentLog } = await import("../agent_logs/open.ts");
  const { TypedText } = await import("../agent_logs/typed_text.ts");
  const typed = new TypedText(process.command);
  feeder.onInput = (text) => typed.push(text);
  return openAgentLog({
    ...process,
    pid,
    env: { ...Deno.env.toObject(), ...env },
    typed,
    pass: (statements) => feeder.pass({ type: "statements", statements }),
    room: () => feeder.room(),
  });
}
