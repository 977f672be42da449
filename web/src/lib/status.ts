/**
 * What each status is called and which colour tells it.
 *
 * @module
 */
import type { SessionInfo, Status } from "@/shared/domain.ts";

/** The few meanings that have a colour. */
export type Tone = "live" | "wait" | "warn" | "bad" | "calm" | "ended";

interface Look {
  readonly label: string;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<Status, Look>> = {
  starting: { label: "Starting", tone: "calm" },
  working: { label: "Working", tone: "live" },
  thinking: { label: "Thinking", tone: "live" },
  "needs_permission": { label: "Asks permission", tone: "wait" },
  "needs_input": { label: "Waits for you", tone: "wait" },
  idle: { label: "Idle", tone: "calm" },
  stuck: { label: "Stuck", tone: "warn" },
  exited: { label: "Ended", tone: "ended" },
};

/** Signals by which people end what they no longer want. */
const POLITE: readonly (string | null)[] = ["SIGINT", "SIGTERM", "SIGHUP"];

export function lookOf(info: SessionInfo): Look {
  return failed(info) ? { label: "Failed", tone: "bad" } : LOOKS[info.status];
}

/** Whether a person is asked for something. */
export function waits(info: SessionInfo): boolean {
  return info.endedAt === null && LOOKS[info.status].tone === "wait";
}

/** How much a person is needed: a question that can be answered at once comes first. */
export function urgency({ status }: SessionInfo): number {
  return status === "needs_permission" ? 2 : status === "needs_input" ? 1 : 0;
}

/** Whether it ended badly, as far as is known. */
export function failed({ endedAt, exit }: SessionInfo): boolean {
  if (endedAt === null || !exit) return false;
  if (exit.signal) return !POLITE.includes(exit.signal);
  return exit.code !== null && exit.code !== 0;
}
