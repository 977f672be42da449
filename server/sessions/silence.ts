/**
 * Tells a silent command that computes from one that waits: looks twice at
 * what its processes have used.
 *
 * @module
 */
import type { Activity } from "@/shared/feed.ts";

/** Milliseconds in which the feeder has to answer. */
const ANSWER_WITHIN = 500;

/** What a command did between two looks. */
export interface Verdict {
  /** CPU time for each unit of time that passed: 1 is one core. */
  load: number;
  children: number;
}

/** When the two looks are taken, in milliseconds. */
export interface Looks {
  /** The second one: so long after the last output. */
  after: number;
  /** The first one: so long before it. */
  gap: number;
}

/** What a silence has come to. `unknown`: it cannot be told here. */
export type Finding = "ask" | "unknown" | Verdict | undefined;

/** One command's silence. Pure: told of the time and of what was seen. */
export class Silence {
  #looks: Looks = { after: 0, gap: 0 };
  #since: number | undefined;
  #first: { at: number; activity: Activity | null } | undefined;
  #askedAt: number | undefined;

  /** Something was printed: silence begins anew. */
  restart(now: number, looks: Looks = this.#looks): void {
    this.#looks = looks;
    this.#since = now;
    this.#first = undefined;
    this.#askedAt = undefined;
  }

  /** Nobody wants to know. */
  stop(): void {
    this.#since = undefined;
    this.#askedAt = undefined;
  }

  get watched(): boolean {
    return this.#since !== undefined;
  }

  /** When to call {@linkcode tick} next. */
  get deadline(): number | undefined {
    if (this.#since === undefined) return undefined;
    if (this.#askedAt !== undefined) return this.#askedAt + ANSWER_WITHIN;
    const { after, gap } = this.#looks;
    if (!this.#first) return this.#since + after - gap;
    return this.#first.activity
      ? this.#first.at + gap
      : Math.max(this.#since + after, this.#first.at);
  }

  /** `ask`: {@linkcode answer} shall be told what the processes do now. */
  tick(now: number): Finding {
    const { deadline } = this;
    if (deadline === undefined || now < deadline) return undefined;
    if (this.#askedAt !== undefined) return this.answer(null, now);
    if (this.#first && !this.#first.activity) return "unknown";
    this.#askedAt = now;
    return "ask";
  }

  /** What the processes do; null: it cannot be told. */
  answer(activity: Activity | null, now: number): Finding {
    if (this.#askedAt === undefined) return undefined;
    this.#askedAt = undefined;
    if (!this.#first) {
      this.#first = { at: now, activity };
      return undefined;
    }
    const { at, activity: before } = this.#first;
    if (!activity || !before) return "unknown";
    const used = Math.max(0, activity.cpu - before.cpu);
    return {
      load: used / Math.max(1, now - at),
      children: activity.children,
    };
  }
}
