/**
 * What a session is doing: from what its program shows, from questions and
 * turns, and where there is nothing of that, from silence and use of the CPU.
 *
 * @module
 */
import type { Exit, SessionEvent, Status } from "@/shared/domain.ts";
import type { Activity } from "@/shared/feed.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import type { PipelineEvent } from "../pipeline/pipeline.ts";
import type { Sign } from "../profiles/profile.ts";
import { EchoBudget } from "./echo_budget.ts";
import { Effort } from "./effort.ts";
import { type Patience, Settling } from "./settling.ts";
import { type Finding, type Looks, Silence, type Verdict } from "./silence.ts";

/** Milliseconds without output after which a session that shows no signs is idle. */
export const QUIET_AFTER = 2_000;

/** Milliseconds without a sign of life in a turn after which it is stuck, where nothing is set. */
export const STUCK_AFTER = 120_000;

/** A question with choices is drawn at once. */
const PERMISSION: Patience = { quiet: 400, most: 2_000 };

/** An input box stands there in the pauses of a turn too. */
const REST: Patience = { quiet: 800, most: 3_000 };

/** The agent has said that the turn is complete, and its screen does not show it. */
const TURN: Patience = { quiet: 2_000, most: 5_000 };

/** A question was asked, and the screen shows no work. */
const QUESTION: Patience = { quiet: 5_000, most: Infinity };

const QUIET: Looks = { after: QUIET_AFTER, gap: 1_000 };

/** The program computes in silence; looking has a price. */
const COMPUTING: Looks = { after: 10_000, gap: 1_000 };

/** A program that will show signs has not shown one yet. */
const STARTING: Looks = { after: 30_000, gap: 1_000 };

/** Milliseconds between the two looks before a turn is called stuck. */
const STUCK_GAP = 5_000;

/** Share of a core above which a silent command is at work. */
const WORKS_ABOVE = 0.05;

/** Share of a core that an agent's timers may use although it is stuck. */
const STUCK_BELOW = 0.01;

export interface StatusChange {
  status: Status;
  evidence: string;
  /** False for the rest of a session that has done nothing: its prompt has only appeared. */
  reached: boolean;
  /** The turn that has ended with it, and when; absent when its agent has told that itself. */
  completed?: { turn: number; at: number };
}

/** What the time has brought. */
export interface Tick {
  change?: StatusChange | undefined;
  /** Whether {@linkcode StatusTracker.probed} has to be told what the processes do. */
  probe: boolean;
}

export interface StatusOptions {
  status?: Status;
  now?: number;
  /** Milliseconds; see {@linkcode STUCK_AFTER}. */
  stuckAfter?: number | undefined;
  /** Whether the session's profile is expected to give signs. */
  signs?: boolean;
}

/** Pure: told of events, of the time and of activity, answers with what has changed. */
export class StatusTracker {
  #signs: boolean;
  readonly #stuckLooks: Looks;
  readonly #settling = new Settling();
  readonly #silence = new Silence();
  readonly #echo = new EchoBudget();
  readonly #effort: Effort;
  #status: Status;
  /** What the program showed last. */
  #shown: Sign | undefined;
  #lastOutput: number;
  #turn = 0;
  #turnOpen: boolean;
  /** Whether work was seen since the last question. */
  #begun = true;
  /** Whether the last output was only the echo of keys at a prompt. */
  #echoing = false;
  /** Whether the evidence says that it computes in silence. */
  #computing = false;

  constructor(options: StatusOptions = {}) {
    const { status = "starting", now = 0, stuckAfter = STUCK_AFTER } = options;
    this.#signs = options.signs ?? false;
    this.#status = status;
    this.#lastOutput = now;
    const gap = Math.min(STUCK_GAP, stuckAfter / 2);
    this.#stuckLooks = { after: stuckAfter, gap };
    this.#turnOpen = this.#signs && isBusy(status);
    this.#effort = new Effort(status !== "starting" && status !== "idle");
    if (isBusy(status)) this.#listen(now);
  }

  /** Another program is read from here on, of which signs are expected or not. */
  expectSigns(signs: boolean): void {
    this.#signs = signs;
  }

  /** When to call {@linkcode tick} next; undefined when only an event can change anything. */
  get deadline(): number | undefined {
    const settled = this.#settling.deadline(this.#lastOutput);
    const silent = this.#silence.deadline;
    if (settled === undefined || silent === undefined) return settled ?? silent;
    return Math.min(settled, silent);
  }

  /** Goes on behind turn `turn`, of which a question is no news. */
  recall(turn: number): void {
    this.#turn = Math.max(this.#turn, turn);
  }

  see(
    event: SessionEvent | FeedEvent | PipelineEvent,
    now: number,
  ): StatusChange | undefined {
    switch (event.type) {
      case "output":
        return this.#print(event.data.length, now);
      case "input":
        this.#echo.typed(event.text, now);
        this.#echoing = false;
        return undefined;
      case "message":
        return this.#say(event.patch, now);
      case "turn":
        return this.#endTurn(event.turn.turn, now);
      case "sign":
        return this.#show(event.sign, now);
      case "exit":
        return this.#become("exited", describeExit(event), now);
      default:
        return undefined;
    }
  }

  tick(now: number): Tick {
    const settled = this.#settling.take(now, this.#lastOutput);
    const finding = this.#silence.tick(now);
    const change = settled
      ? this.#rest(settled, now)
      : this.#judge(finding, now);
    return { change, probe: finding === "ask" && this.#silence.watched };
  }

  /** What the command's processes do; null: it cannot be told. */
  probed(activity: Activity | null, now: number): StatusChange | undefined {
    return this.#judge(this.#silence.answer(activity, now), now);
  }

  #print(bytes: number, now: number): StatusChange | undefined {
    this.#echoing = !isBusy(this.#status) && this.#echo.covers(bytes, now);
    this.#lastOutput = now;
    // A program with a screen draws for many reasons.
    if (!this.#signs) this.#begun = true;
    if (this.#watches()) this.#listen(now);
    if (this.#status === "stuck") {
      const thinks = this.#shown?.status === "thinking";
      const status = thinks ? "thinking" : "working";
      return this.#become(status, "output is coming again", now);
    }
    const evidence = "output is coming";
    if (this.#computing) {
      this.#computing = false;
      return { status: "working", evidence, reached: false };
    }
    // Only a sign can tell whether what it waited for has come.
    const waits = this.#signs && this.#status !== "idle";
    if (this.#shown || this.#echoing || waits) return undefined;
    return this.#become("working", evidence, now);
  }

  #say(
    { kind, turn }: { kind: string; turn: number },
    now: number,
  ): StatusChange | undefined {
    if (kind === "question") {
      return turn > this.#turn ? this.#ask(turn, now) : undefined;
    }
    const answers = kind === "answer" || kind === "thinking" || kind === "tool";
    if (answers && turn === this.#turn) this.#begun = true;
    if (!answers || this.#shown || this.#status !== "starting") {
      return undefined;
    }
    return this.#become("working", "an answer is coming", now);
  }

  #ask(turn: number, now: number): StatusChange | undefined {
    this.#turn = turn;
    this.#turnOpen = true;
    this.#begun = false;
    this.#effort.ask();
    const shown = this.#shown;
    // It still shows the permission question that stands before this one.
    if (shown?.status === "needs_permission") return undefined;
    if (shown && !isBusy(shown.status)) {
      this.#settling.start(shown, now, QUESTION);
    } else this.#settling.cancel();
    return isBusy(this.#status)
      ? undefined
      : this.#become("working", "a question was asked", now);
  }

  #endTurn(turn: number, now: number): StatusChange | undefined {
    if (turn < this.#turn) return undefined;
    this.#turn = turn;
    this.#turnOpen = false;
    const shown = this.#shown;
    if (shown && !isBusy(shown.status)) {
      if (this.#status !== shown.status) {
        this.#settling.start(shown, now, REST);
      }
    } else if (this.#status !== "idle") {
      const sign: Sign = { status: "idle", evidence: "the turn is complete" };
      this.#settling.start(sign, now, TURN);
    }
    return undefined;
  }

  #show(sign: Sign, now: number): StatusChange | undefined {
    const { status, evidence, lapses } = sign;
    this.#shown = lapses ? undefined : sign;
    if (!isBusy(status) && status !== this.#status) {
      this.#settling.start(sign, now, this.#patience(status));
      return undefined;
    }
    this.#settling.cancel();
    if (isBusy(status)) this.#begun = true;
    // The prompt is still there, with what is typed behind it.
    if (lapses && this.#echoing) return undefined;
    if (lapses && this.#status === status) this.#listen(now);
    return this.#become(status, evidence, now);
  }

  /** An input box that stands there behind a question says nothing yet. */
  #patience(status: Status): Patience {
    if (status === "needs_permission") return PERMISSION;
    return this.#begun || status === "needs_input" ? REST : QUESTION;
  }

  #judge(finding: Finding, now: number): StatusChange | undefined {
    if (finding === undefined || finding === "ask") return undefined;
    return this.#mayBeStuck()
      ? this.#judgeTurn(finding, now)
      : this.#judgeQuiet(finding, now);
  }

  #judgeTurn(
    finding: Verdict | "unknown",
    now: number,
  ): StatusChange | undefined {
    const stuck = finding !== "unknown" && finding.load < STUCK_BELOW &&
      finding.children === 0;
    if (stuck) {
      const seconds = Math.round((now - this.#lastOutput) / 1000);
      const evidence =
        `no output for ${seconds} s in an open turn, no use of the CPU, nothing running`;
      return this.#become("stuck", evidence, now);
    }
    this.#silence.restart(now);
    return undefined;
  }

  #judgeQuiet(
    finding: Verdict | "unknown",
    now: number,
  ): StatusChange | undefined {
    const seconds = Math.round((now - this.#lastOutput) / 1000);
    if (finding === "unknown" || finding.load < WORKS_ABOVE) {
      return this.#become("idle", `no output for ${seconds} s`, now);
    }
    this.#silence.restart(now, COMPUTING);
    if (this.#computing || this.#status === "starting") return undefined;
    this.#computing = true;
    const evidence = `no output for ${seconds} s, but it computes`;
    return { status: "working", evidence, reached: false };
  }

  /** What it shows has held; a turn that was open has ended when it began to show that. */
  #rest(
    { sign: { status, evidence }, since }: { sign: Sign; since: number },
    now: number,
  ): StatusChange | undefined {
    const turn = this.#turnOpen ? this.#turn : 0;
    const change = this.#become(status, evidence, now);
    return change && status === "idle" && turn > 0 && this.#signs
      ? { ...change, completed: { turn, at: since } }
      : change;
  }

  #become(
    status: Status,
    evidence: string,
    now: number,
  ): StatusChange | undefined {
    if (this.#status === status || this.#status === "exited") return undefined;
    this.#status = status;
    this.#computing = false;
    if (isBusy(status)) this.#effort.work(now);
    if (status === "idle") this.#turnOpen = false;
    if (status === "exited") this.#settling.cancel();
    this.#listen(now);
    const reached = status !== "idle" || this.#effort.rest(this.#lastOutput);
    return { status, evidence, reached };
  }

  /** Begins to watch for silence, if it would mean anything. */
  #listen(now: number): void {
    if (!this.#watches()) return this.#silence.stop();
    if (this.#mayBeStuck()) {
      return this.#silence.restart(now, this.#stuckLooks);
    }
    const starting = this.#status === "starting";
    this.#silence.restart(now, starting ? STARTING : QUIET);
  }

  /** Never at rest: idle sessions cost nothing. */
  #watches(): boolean {
    return isBusy(this.#status) ||
      (this.#status === "starting" && !this.#shown);
  }

  /** A program that shows what it does does not become idle by silence. */
  #mayBeStuck(): boolean {
    return isBusy(this.#status) &&
      (this.#shown !== undefined || (this.#signs && this.#turnOpen));
  }
}

function isBusy(status: Status): boolean {
  return status === "working" || status === "thinking";
}

/** How a command ended, in a few words. */
export function describeExit({ code, signal }: Exit): string {
  if (signal !== null) return `ended by ${signal}`;
  if (code !== null) return `exit code ${code}`;
  return "cause unknown: its streamer process ended without a word";
}
