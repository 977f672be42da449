/**
 * What a session is doing, from what it has shown so far.
 *
 * @module
 */
import type { SessionEvent, Status } from "@/shared/domain.ts";

/** Milliseconds without output after which a session counts as idle. */
export const QUIET_AFTER = 2_000;

export interface StatusChange {
  status: Status;
  evidence: string;
}

/** Pure: told of events and of the time, answers with what has changed. */
export class StatusTracker {
  #status: Status;
  #lastOutput: number;

  constructor(status: Status = "starting", now = 0) {
    this.#status = status;
    this.#lastOutput = now;
  }

  /** When to call {@linkcode tick} next; undefined when only an event can change anything. */
  get deadline(): number | undefined {
    return this.#status === "working"
      ? this.#lastOutput + QUIET_AFTER
      : undefined;
  }

  see(event: SessionEvent, now: number): StatusChange | undefined {
    switch (event.type) {
      case "output":
        this.#lastOutput = now;
        return this.#become("working", "output is coming");
      case "exit":
        return this.#become("exited", describeExit(event));
      default:
        return undefined;
    }
  }

  tick(now: number): StatusChange | undefined {
    const { deadline } = this;
    if (deadline === undefined || now < deadline) return undefined;
    return this.#become("idle", `no output for ${QUIET_AFTER / 1000} s`);
  }

  #become(status: Status, evidence: string): StatusChange | undefined {
    if (this.#status === status || this.#status === "exited") return undefined;
    this.#status = status;
    return { status, evidence };
  }
}

/** How a command ended, in a few words. */
export function describeExit(
  { code, signal }: { code: number | null; signal: string | null },
): string {
  if (signal !== null) return `ended by ${signal}`;
  if (code !== null) return `exit code ${code}`;
  return "cause unknown: its streamer process ended without a word";
}
