/**
 * What a command prints: to our own streams, and into the feed.
 *
 * @module
 */
import { constants } from "node:os";
import type { Exit } from "@/shared/domain.ts";
import type { Feeder } from "../feed/feeder.ts";
import type { AgentLogFeed } from "./agent_log.ts";
import type { Channel } from "../sources/source.ts";

/** Passes output on until the command has ended. Gives the exit code. */
export async function passOutput(
  { channel, feeder, log, attached }: {
    channel: Channel;
    feeder: Feeder;
    /** What comes from it belongs before the end. */
    log: AgentLogFeed | undefined;
    attached: boolean;
  },
): Promise<number> {
  const sinks = attached
    ? { 1: new OutputSink(1, channel), 2: new OutputSink(2, channel) }
    : undefined;
  for await (const event of channel.events) {
    if (event.type === "exit") {
      await log?.finish();
      feeder.pass(event);
      return exitCode(event);
    }
    // Takes no time, and who watches need not wait for our own reader.
    feeder.output(event.stream, event.data);
    await sinks?.[event.stream].write(event.data);
    await feeder.room();
  }
  return 1;
}

/** What a shell gives as `$?`: the code, or 128+n after signal n. */
function exitCode({ code, signal }: Exit): number {
  if (signal === null) return code ?? 1;
  return 128 +
    (constants.signals[signal as keyof typeof constants.signals] ?? 0);
}

/** One of our own two output streams. Writes nothing once its reader has left. */
class OutputSink {
  readonly #stream: 1 | 2;
  readonly #channel: Channel;
  #open = true;

  constructor(stream: 1 | 2, channel: Channel) {
    this.#stream = stream;
    this.#channel = channel;
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.#open) return;
    const file = this.#stream === 1 ? Deno.stdout : Deno.stderr;
    try {
      for (let at = 0; at < data.length;) {
        at += await file.write(data.subarray(at));
      }
    } catch {
      // The reader has left, or the terminal is gone. The command finds out as
      // it would have without us.
      this.#open = false;
      if (this.#channel.closeOutput) this.#channel.closeOutput(this.#stream);
      else this.#channel.signal("SIGHUP");
    }
  }
}
