/**
 * What the server asks of a command, for those who watch it.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import type { Feeder, FeedOrder } from "../feed/feeder.ts";
import type { Channel } from "../sources/source.ts";
import { noteInput } from "./pass_input.ts";
import type { AgentLogFeed } from "./agent_log.ts";
import { processActivity } from "./process_activity.ts";

/** Milliseconds between SIGTERM and SIGKILL when a command is told to stop. */
const STOP_PATIENCE = 5_000;

/** Milliseconds after which a command that has not taken SIGTERM gets SIGHUP. */
const HANG_UP_AFTER = 2_000;

/** Carries out what the server asks for. */
export function obey(
  order: FeedOrder,
  { channel, feeder, log, own }: {
    channel: Channel;
    feeder: Feeder;
    log: AgentLogFeed | undefined;
    own: { size: Size };
  },
): void {
  switch (order.type) {
    case "feed.input":
      noteInput(order.text, { channel, feeder });
      channel.write(new TextEncoder().encode(order.text)).catch(() => {
        // The command has closed its input or has ended; output tells.
      });
      return;
    case "feed.resize":
      return resize(order.size ?? own.size, { channel, feeder });
    case "feed.signal":
      return channel.signal(order.signal);
    case "feed.stop":
      return stop(channel);
    case "feed.agent":
      return log?.recognize(order.agent);
    case "feed.probe":
      return feeder.tell(processActivity(channel.pid));
  }
}

/** What has ended by itself is not reached by the signals that follow. */
function stop(channel: Channel): void {
  channel.signal("SIGTERM");
  // A shell at its prompt ignores SIGTERM, but not that its terminal is gone.
  const hangUp = setTimeout(() => channel.signal("SIGHUP"), HANG_UP_AFTER);
  const kill = setTimeout(() => channel.signal("SIGKILL"), STOP_PATIENCE);
  for (const timer of [hangUp, kill]) {
    Deno.unrefTimer(timer as unknown as number);
  }
}

/** Gives the command a size, and notes it in the feed. */
export function resize(
  size: Size,
  { channel, feeder }: { channel: Channel; feeder: Feeder },
): void {
  channel.resize(size);
  feeder.pass({ type: "resize", size });
}
