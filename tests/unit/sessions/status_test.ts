import { describe, expect, test } from "vitest";
import type { MessageKind, SessionEvent } from "@/shared/domain.ts";
import type { PipelineEvent } from "@/server/pipeline/pipeline.ts";
import type { Sign } from "@/server/profiles/profile.ts";
import {
  describeExit,
  QUIET_AFTER,
  type StatusOptions,
  StatusTracker,
} from "@/server/sessions/status.ts";
import { StatusRun } from "../../support/status_run.ts";

const OUTPUT: SessionEvent = printed(1);
const EXIT: SessionEvent = { type: "exit", code: 0, signal: null };

function printed(bytes: number): SessionEvent {
  return { type: "output", stream: 1, data: new Uint8Array(bytes) };
}

/** A prompt is there no more. */
const GONE: PipelineEvent = {
  type: "sign",
  sign: { status: "working", evidence: "output goes on", lapses: true },
};

function typed(text: string): SessionEvent {
  return { type: "input", text };
}

function sign(status: Sign["status"], evidence = "it shows"): PipelineEvent {
  return { type: "sign", sign: { status, evidence } };
}

function said(kind: MessageKind, turn: number): SessionEvent {
  return {
    type: "message",
    patch: {
      id: turn,
      kind,
      turn,
      source: "lines",
      from: 0,
      text: "x",
      done: true,
    },
  };
}

function turn(turn: number): SessionEvent {
  return { type: "turn", turn: { turn } };
}

/** What happens at which millisecond, and which statuses follow, each at its time. */
interface Case {
  name: string;
  options?: StatusOptions;
  events: [at: number, event: PipelineEvent][];
  until?: number;
  statuses: [at: number, status: string][];
}

const SIGNS = { signs: true };

const CASES: Case[] = [
  {
    name: "works while output comes, is idle when none comes, and works again",
    events: [[1000, OUTPUT], [1500, OUTPUT], [9000, OUTPUT]],
    statuses: [[1000, "working"], [3500, "idle"], [9000, "working"], [
      11_000,
      "idle",
    ]],
  },
  {
    name: "does not take the echo of keys for work",
    events: [
      [0, OUTPUT],
      [5000, typed("l")],
      [5020, printed(1)],
      [5200, typed("s")],
      [5210, printed(9)],
    ],
    statuses: [[0, "working"], [2000, "idle"]],
  },
  {
    name: "takes what a sent line leads to for work",
    events: [[0, OUTPUT], [5000, typed("ls\r")], [5020, printed(4)]],
    statuses: [[0, "working"], [2000, "idle"], [5020, "working"], [
      7020,
      "idle",
    ]],
  },
  {
    name: "believes work at once and rest after it has held",
    options: SIGNS,
    events: [[100, OUTPUT], [100, sign("working")], [900, OUTPUT], [
      900,
      sign("idle"),
    ]],
    statuses: [[100, "working"], [1700, "idle"]],
  },
  {
    name: "passes over a rest that is drawn over",
    options: SIGNS,
    events: [
      [0, sign("thinking")],
      [1000, sign("idle")],
      [1200, sign("working")],
      [1300, sign("needs_permission")],
      [1350, sign("working")],
    ],
    until: 60_000,
    statuses: [[0, "thinking"], [1200, "working"]],
  },
  {
    name: "waits until the drawing of a rest is over, but not for ever",
    options: SIGNS,
    events: [
      [0, sign("working")],
      [1000, sign("needs_permission")],
      ...ticks(1100, 4000, 100),
    ],
    statuses: [[0, "working"], [3000, "needs_permission"]],
  },
  {
    name: "says nothing of output once a sign is known",
    options: SIGNS,
    events: [
      [0, sign("idle")],
      ...ticks(1000, 3000, 80),
      [4000, typed("x")],
      [4010, OUTPUT],
    ],
    statuses: [[800, "idle"]],
  },
  {
    name: "works when a question is asked, before the screen shows it",
    options: SIGNS,
    events: [
      [0, sign("idle")],
      [5000, said("question", 1)],
      [5900, sign("working")],
      [9000, sign("idle")],
      [9010, turn(1)],
    ],
    statuses: [[800, "idle"], [5000, "working"], [9810, "idle"]],
  },
  {
    name: "comes back to rest when a question leads to nothing",
    options: SIGNS,
    events: [[0, sign("idle")], [1000, said("question", 1)]],
    statuses: [[800, "idle"], [1000, "working"], [6000, "idle"]],
  },
  {
    name: "comes to rest at once when question and answer come together",
    options: SIGNS,
    events: [
      [0, sign("idle")],
      [1000, said("question", 1)],
      [1000, said("answer", 1)],
      [1000, turn(1)],
    ],
    statuses: [[800, "idle"], [1000, "working"], [1800, "idle"]],
  },
  {
    name: "knows one question once, however often it is told",
    options: SIGNS,
    events: [
      [0, sign("idle")],
      [1000, said("question", 1)],
      [1100, sign("working")],
      [2000, sign("idle")],
      [5000, said("question", 1)],
    ],
    statuses: [[800, "idle"], [1000, "working"], [2800, "idle"]],
  },
  {
    name: "lets a permission stand when a question shows above it",
    options: SIGNS,
    events: [[0, sign("needs_permission")], [100, said("question", 1)]],
    statuses: [[400, "needs_permission"]],
  },
  {
    name: "rests when a turn is complete although the screen says nothing",
    options: SIGNS,
    events: [[0, said("question", 1)], [100, sign("working")], [
      1000,
      turn(1),
    ]],
    statuses: [[0, "working"], [3000, "idle"]],
  },
  {
    name: "starts until it shows something",
    options: SIGNS,
    events: [[0, OUTPUT], [3000, OUTPUT], [6000, sign("needs_input")]],
    statuses: [[6800, "needs_input"]],
  },
  {
    name: "is idle at last when it never shows anything",
    options: SIGNS,
    events: [[0, OUTPUT]],
    statuses: [[30_000, "idle"]],
  },
  {
    name: "works when answers come before any sign",
    options: SIGNS,
    events: [[0, OUTPUT], [10, said("answer", 1)]],
    statuses: [[10, "working"], [2010, "idle"]],
  },
  {
    name: "is judged by output and silence again when a prompt is gone",
    events: [
      [0, OUTPUT],
      [0, sign("needs_input")],
      [3000, typed("yes\r")],
      [3000, GONE],
      ...ticks(3010, 6010, 1000),
    ],
    statuses: [[0, "working"], [800, "needs_input"], [3000, "working"], [
      8010,
      "idle",
    ]],
  },
  {
    name: "stays at rest while a line is typed behind a prompt",
    events: [
      [0, OUTPUT],
      [0, sign("idle")],
      [3000, typed("l")],
      [3010, printed(1)],
      [3010, GONE],
      [3200, typed("s")],
      [3210, printed(1)],
      [4000, typed("\r")],
      [4001, said("question", 1)],
      [4010, printed(10)],
      [4020, sign("idle")],
    ],
    statuses: [[0, "working"], [800, "idle"], [4001, "working"], [
      4820,
      "idle",
    ]],
  },
  {
    name: "is not led astray by what is drawn anew after a restart",
    options: { ...SIGNS, status: "needs_permission" },
    events: [[1000, OUTPUT], [2000, sign("needs_permission")]],
    statuses: [],
  },
  {
    name: "stays exited",
    events: [[0, OUTPUT], [10, EXIT], [20, OUTPUT], [30, sign("working")]],
    statuses: [[0, "working"], [10, "exited"]],
  },
];

/** Output every so often. */
function ticks(
  from: number,
  to: number,
  every: number,
): [number, SessionEvent][] {
  const count = Math.floor((to - from) / every) + 1;
  return Array.from({ length: count }, (_, i) => [from + i * every, OUTPUT]);
}

describe("StatusTracker", () => {
  test.each(CASES)("$name", ({ options, events, until, statuses }) => {
    const run = new StatusRun({ ...options });
    for (const [at, event] of events) run.see(event, at);
    run.pass(until ?? 100_000);
    expect(run.statuses).toEqual(statuses);
    expect(run.changes.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  test.each<SessionEvent>([
    typed("x"),
    { type: "resize", size: { cols: 1, rows: 1 } },
    { type: "gap", bytes: 1 },
  ])("says nothing new of $type", (event) => {
    const tracker = new StatusTracker();
    expect(tracker.see(event, 0)).toBeUndefined();
    expect(tracker.deadline).toBeUndefined();
  });

  test("expects nothing of what rests, so that it costs nothing", () => {
    const run = new StatusRun(SIGNS);
    run.see(sign("idle"), 0);
    run.pass(1000);
    run.see(OUTPUT, 2000);
    expect(run.tracker.deadline).toBeUndefined();
    const plain = new StatusRun();
    plain.see(OUTPUT, 0);
    plain.pass(60_000);
    expect(plain.tracker.deadline).toBeUndefined();
    expect(plain.probes).toEqual([1000]);
  });

  test("goes on from a status, and gives it the whole time", () => {
    const tracker = new StatusTracker({ status: "working", now: 5000 });
    expect(tracker.see(OUTPUT, 6000)).toBeUndefined();
    expect(tracker.tick(6000 + QUIET_AFTER - 1001).probe).toBe(false);
    expect(tracker.tick(6000 + QUIET_AFTER - 1000).probe).toBe(true);
  });
});

describe("StatusTracker in silence", () => {
  test("still works while the command computes, and says so once", () => {
    const run = new StatusRun({}, (now) => ({
      cpu: Math.min(now, 30_000),
      children: 0,
    }));
    run.see(OUTPUT, 0);
    run.pass(60_000);
    expect(run.statuses).toEqual([[0, "working"], [2000, "working"], [
      32_000,
      "idle",
    ]]);
    expect(run.changes[1]?.evidence).toBe("no output for 2 s, but it computes");
    expect(run.probes.length).toBeLessThan(9);
  });

  test("is stuck in a turn without output, CPU and children", () => {
    const run = new StatusRun(SIGNS, () => ({ cpu: 700, children: 0 }));
    run.see(said("question", 1), 0);
    run.see(sign("thinking"), 1000);
    run.see(OUTPUT, 2000);
    run.pass(500_000);
    expect(run.statuses).toEqual([[0, "working"], [1000, "thinking"], [
      122_000,
      "stuck",
    ]]);
    expect(run.probes).toEqual([117_000, 122_000]);
    expect(run.changes.at(-1)?.evidence).toBe(
      "no output for 120 s in an open turn, no use of the CPU, nothing running",
    );
    run.see(OUTPUT, 600_000);
    expect(run.statuses.at(-1)).toEqual([600_000, "thinking"]);
  });

  test.each([
    ["a child runs", (_: number) => ({ cpu: 0, children: 1 })],
    ["it computes", (now: number) => ({ cpu: now / 10, children: 0 })],
    ["nobody can tell", () => null],
    ["nobody answers", undefined],
  ])("is not stuck while %s", (_, activity) => {
    const run = new StatusRun({ ...SIGNS, stuckAfter: 10_000 }, activity);
    run.see(sign("working"), 0);
    run.pass(100_000);
    expect(run.statuses).toEqual([[0, "working"]]);
    expect(run.probes.length).toBeGreaterThan(3);
  });

  test.each<Sign["status"]>(["idle", "needs_input", "needs_permission"])(
    "never asks for what the processes do while it is %s",
    (status) => {
      const run = new StatusRun(SIGNS);
      run.see(sign(status), 0);
      run.pass(1_000_000);
      expect(run.probes).toEqual([]);
    },
  );
});

describe("what a status is worth telling", () => {
  test.each<[string, StatusOptions, Case["events"], boolean]>([
    ["a prompt that appears", {}, [[0, OUTPUT]], false],
    ["output of some seconds", {}, ticks(0, 6000, 500), true],
    ["the end of a turn", SIGNS, [
      [0, sign("idle")],
      [1000, said("question", 1)],
      [1100, sign("working")],
      [1500, sign("idle")],
    ], true],
    [
      "an agent that is ready",
      SIGNS,
      [[0, OUTPUT], [3000, sign("idle")]],
      false,
    ],
    ["a question of the agent", SIGNS, [[0, sign("needs_input")]], true],
  ])("of %s: %o", (_, options, events, reached) => {
    const run = new StatusRun(options);
    for (const [at, event] of events) run.see(event, at);
    run.pass(100_000);
    expect(run.changes.at(-1)?.reached).toBe(reached);
  });
});

test.each([
  [{ code: 0, signal: null }, "exit code 0"],
  [{ code: null, signal: "SIGKILL" }, "ended by SIGKILL"],
  [{ code: null, signal: null }, "cause unknown"],
])("describeExit(%o) says %s", (exit, words) => {
  expect(describeExit(exit)).toContain(words);
});
