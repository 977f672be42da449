/**
 * A status tracker in virtual time: events at their times, and what changes.
 *
 * @module
 */
import type { Status } from "@/shared/domain.ts";
import type { Activity } from "@/shared/feed.ts";
import type { PipelineEvent } from "@/server/pipeline/pipeline.ts";
import {
  type StatusChange,
  type StatusOptions,
  StatusTracker,
} from "@/server/sessions/status.ts";

/** What the processes do at a time; null: it cannot be told. */
type ActivityAt = (now: number) => Activity | null;

export class StatusRun {
  readonly tracker: StatusTracker;
  /** Every change, and when it came. */
  readonly changes: (StatusChange & { at: number })[] = [];
  /** When the tracker asked what the processes do. */
  readonly probes: number[] = [];
  readonly #activity: ActivityAt | undefined;

  /** Without `activity` nobody answers. */
  constructor(options: StatusOptions = {}, activity?: ActivityAt) {
    this.tracker = new StatusTracker(options);
    this.#activity = activity;
  }

  /** Each change as its time and status. */
  get statuses(): [number, Status][] {
    return this.changes.map(({ at, status }) => [at, status]);
  }

  /** Lets the time pass until `at`, then tells of `event`. */
  see(event: PipelineEvent, at: number): void {
    this.pass(at);
    this.#note(this.tracker.see(event, at), at);
  }

  /** Lets the time pass until `until`. */
  pass(until: number): void {
    for (;;) {
      const { deadline } = this.tracker;
      if (deadline === undefined || deadline > until) return;
      const { change, probe } = this.tracker.tick(deadline);
      this.#note(change, deadline);
      if (!probe) continue;
      this.probes.push(deadline);
      if (!this.#activity) continue;
      const answer = this.#activity(deadline);
      this.#note(this.tracker.probed(answer, deadline), deadline);
    }
  }

  #note(change: StatusChange | undefined, at: number): void {
    if (change) this.changes.push({ ...change, at });
  }
}
