/**
 * Recorded sessions of real agents, read from their screens alone.
 */
import { describe, expect, test } from "vitest";
import type { Message, SessionEvent } from "@/shared/domain.ts";
import { pickProfile } from "../../../server/profiles/registry.ts";
import {
  type AgentFixture,
  agentFixtures,
  readRecording,
} from "../../support/agent_fixture.ts";
import {
  conversationOf,
  eventsOf,
  judge,
  judgeScreen,
  noScores,
  type Scores,
} from "../../support/recorded_conversation.ts";
import { cut, seeded } from "../../support/seeded.ts";

/** What must be right of what is on the screen. */
const ENOUGH = 0.95;

const fixtures = agentFixtures().filter(({ terminal, truth }) =>
  terminal && pickProfile(truth.command).view(truth.command) === "screen"
);
const agents = [...new Set(fixtures.map(({ agent }) => agent))];

describe.each(agents)("the screen of %s", (agent) => {
  const own = fixtures.filter((fixture) => fixture.agent === agent);

  test("gives the conversation as it was", { timeout: 120_000 }, async () => {
    const scores = noScores();
    for (const fixture of own) await judgeScreen(fixture, scores);
    expectEnough(scores);
  });

  test("gives it from the output alone", { timeout: 120_000 }, async () => {
    const scores = noScores();
    for (const fixture of own) {
      const recording = await readRecording(fixture);
      const events = eventsOf(recording);
      if (events.some(({ type }) => type === "resize")) continue;
      const output = events.filter(({ type }) => type === "output");
      const messages = await conversationOf(fixture, recording, output);
      judge(fixture, messages, scores);
    }
    // Which choice was made is not always shown.
    const { permission: _, ...others } = scores;
    expectEnough(others);
  });

  test("gives the same wherever the output is cut", {
    timeout: 120_000,
  }, async () => {
    for (const fixture of own) await cutAnywhere(fixture);
  });
});

function expectEnough(scores: Partial<Scores>): void {
  for (const [what, { right, all, wrong }] of Object.entries(scores)) {
    if (all === 0) continue;
    expect(right / all, `${what}: ${wrong.join("\n")}`)
      .toBeGreaterThanOrEqual(ENOUGH);
  }
}

async function cutAnywhere(fixture: AgentFixture): Promise<void> {
  const recording = await readRecording(fixture);
  const events = eventsOf(recording);
  const read = async (events: readonly SessionEvent[]) =>
    (await conversationOf(fixture, recording, events)).map(told);
  expect(await read(cutOutput(events)), fixture.name).toEqual(
    await read(events),
  );
}

/** Output in pieces of other lengths. */
function cutOutput(events: readonly SessionEvent[]): SessionEvent[] {
  const random = seeded(7);
  return events.flatMap((event): SessionEvent[] =>
    event.type === "output"
      ? cut(new Uint8Array(event.data), { random, most: 97 })
        .map((data) => ({ ...event, data }))
      : [event]
  );
}

function told({ kind, turn, text, permission }: Message) {
  return { kind, turn, text, permission };
}
