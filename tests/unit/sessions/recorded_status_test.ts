import { describe, expect, test } from "vitest";
import type { Status } from "@/shared/domain.ts";
import { pickProfile } from "@/server/profiles/registry.ts";
import {
  type AgentFixture,
  agentFixtures,
  readRecording,
} from "../../support/agent_fixture.ts";
import {
  askedTurns,
  type RecordedStatus,
  recordedStatus,
} from "../../support/recorded_status.ts";

const RECORDED = agentFixtures()
  .filter(({ terminal }) => terminal)
  .map((fixture) => ({
    ...fixture,
    title: `${fixture.agent}/${fixture.name}`,
    profile: pickProfile(fixture.truth.command, fixture.agent),
  }));

/** Those whose agent has a profile of its own. */
const KNOWN = RECORDED.filter(({ agent, profile }) => profile.name === agent);

/** What a session comes to between two times, without work and thoughts. */
function restsBetween(
  { changes }: RecordedStatus,
  from: number,
  to: number,
): Status[] {
  return changes.filter(({ at }) => at >= from && at < to)
    .map(({ status }) => status)
    .filter((status) => status !== "working" && status !== "thinking");
}

/** What people wait for in each turn: every permission, then the end. */
function expectedRests({ truth }: AgentFixture): Status[][] {
  return truth.turns.map(({ permissions = [] }) => [
    ...permissions.map(() => "needs_permission" as const),
    "idle" as const,
  ]);
}

describe("the status of a recorded session", () => {
  test.each(RECORDED)("$title: each question is found", async (fixture) => {
    const turns = askedTurns(fixture, await readRecording(fixture));
    const typed = turns.length > 0;
    expect(turns).toHaveLength(typed ? fixture.truth.turns.length : 0);
    // Only a command that is given its question asks for none.
    expect(typed).toBe(
      !fixture.truth.command.includes(fixture.truth.turns[0]!.question),
    );
  });

  for (const { title, ...fixture } of KNOWN) {
    test(`${title}: raises no false alarm, and every true one`, async () => {
      const recorded = await recordedStatus(fixture, fixture.profile);
      const { turns } = recorded;
      if (turns.length === 0) {
        expect(restsBetween(recorded, 0, Infinity)).toEqual([]);
        return;
      }
      expect(restsBetween(recorded, 0, turns[0]!.from)).toEqual(["idle"]);
      expect(turns.map(({ from, to }) => restsBetween(recorded, from, to)))
        .toEqual(expectedRests(fixture));
    });
  }
});
