/**
 * Puts together what was truly said: what the script wanted, and what of it
 * came to pass.
 *
 * @module
 */
import type { Served } from "@/tests/agents/model_server.ts";
import type { TrueTool, TrueTurn } from "@/tests/support/agent_fixture.ts";
import type { Happened } from "./converse.ts";
import type { CaseTool, CaseTurn, SessionCase } from "./session_case.ts";

/** The turns of `session`, of which each took some of `served`, in order. */
export function truthOf(
  { turns }: SessionCase,
  served: readonly Served[],
  happened: readonly Happened[],
): TrueTurn[] {
  const runs = byTurn(served);
  if (runs.length !== turns.length) {
    throw new Error(
      `Cannot match ${turns.length} questions with ${runs.length} turns`,
    );
  }
  return turns.map((turn, at) => trueTurn(turn, runs[at]!, happened[at]));
}

/** A turn begins with its first reply. */
function byTurn(served: readonly Served[]): Served[][] {
  const runs: Served[][] = [];
  for (const reply of served) {
    if (reply.index === 0) runs.push([]);
    runs.at(-1)?.push(reply);
  }
  return runs;
}

function trueTurn(
  turn: CaseTurn,
  run: readonly Served[],
  happened: Happened | undefined,
): TrueTurn {
  const { question, thinking, preamble, tools = [] } = turn;
  const last = run.at(-1)!;
  const answered = last.index === tools.length;
  return {
    question,
    ...thinking !== undefined && { thinking },
    ...happened?.thinkingShown !== undefined && {
      thinkingShown: happened.thinkingShown,
    },
    ...preamble !== undefined && tools.length > 0 && { preamble },
    answer: answered ? last.sent : "",
    ...tools.length > 0 && { tools: trueTools(turn, run) },
    ...happened?.permissions.length && { permissions: happened.permissions },
    ...last.state === "cut" && { interrupted: true as const },
    ...last.state !== "cut" && { tokens: sumOf(run) },
  };
}

function trueTools(
  { tools = [] }: CaseTurn,
  run: readonly Served[],
): TrueTool[] {
  return tools.slice(0, run.length).map((tool, at) => ({
    name: tool.name,
    input: tool.input,
    result: run[at + 1]?.results.join("\n") ?? "",
    state: stateOf(tool),
  }));
}

function stateOf({ permission, fails }: CaseTool): TrueTool["state"] {
  if (permission === "no") return "denied";
  return fails ? "failed" : "completed";
}

function sumOf(run: readonly Served[]) {
  const sum = { input: 0, output: 0 };
  for (const { reply: { usage }, state } of run) {
    if (state !== "sent") continue;
    sum.input += usage.input;
    sum.output += usage.output;
  }
  return sum;
}
