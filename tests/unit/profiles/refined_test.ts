/**
 * Recorded sessions in which the agent's own log says better what the screen
 * has shown, before, while or after it does.
 */
import { describe, expect, test } from "vitest";
import type { Message, SessionEvent, Statement } from "@/shared/domain.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import { LOG_PLACES } from "../../../server/profiles/logs/places.ts";
import { pickProfile } from "../../../server/profiles/registry.ts";
import {
  type AgentFixture,
  agentFixtures,
  readLog,
  readRecording,
} from "../../support/agent_fixture.ts";
import {
  conversationOf,
  eventsOf,
  judge,
  noScores,
} from "../../support/recorded_conversation.ts";

/** Events of a session, and what its log says of it. */
type Order = (
  events: readonly SessionEvent[],
  said: readonly FeedEvent[],
) => (SessionEvent | FeedEvent)[];

const fixtures = agentFixtures().filter(({ agent, terminal, truth }) =>
  terminal && truth.log !== undefined && agent in LOG_PLACES &&
  pickProfile(truth.command).view(truth.command) === "screen"
);

/** What may be wrong: where a log comes long before the screen, or long after. */
const ORDERS: [string, number, Order][] = [
  ["after the session", 1, (events, said) => [...events, ...said]],
  ["all along", 0.97, spread],
  ["before the session", 0.95, (events, said) => [...said, ...events]],
];

describe.each(ORDERS)("a log that is read %s", (_, enough, order) => {
  test("is what counts, and the screen adds nothing", {
    timeout: 120_000,
  }, async () => {
    const scores = noScores();
    const wrong: string[] = [];
    for (const fixture of fixtures) {
      const messages = await refined(fixture, order);
      judge(fixture, messages, scores);
      wrong.push(...leftOvers(fixture, messages));
    }
    // Permissions are the screen's, and their turn is the one that it shows.
    const { permission: _, ...told } = scores;
    for (const { right, all, wrong } of Object.values(told)) {
      expect(right / all, wrong.join("\n")).toBeGreaterThanOrEqual(
        Math.min(enough, 0.95),
      );
    }
    expect(1 - wrong.length / fixtures.length, wrong.join("\n"))
      .toBeGreaterThanOrEqual(enough);
  });
});

test("a message keeps its id when the log says it better", async () => {
  for (const fixture of fixtures.slice(0, 10)) {
    const ids = async (order: Order) =>
      new Set(
        (await refined(fixture, order)).filter(isQuestion).map((one) => one.id),
      );
    const shown = await ids((events) => [...events]);
    const told = await ids((events, said) => [...events, ...said]);
    expect(told, fixture.name).toEqual(shown);
  }
});

async function refined(
  fixture: AgentFixture,
  order: Order,
): Promise<Message[]> {
  const recording = await readRecording(fixture);
  const said = statementsOf(fixture).map((statements): FeedEvent => ({
    type: "statements",
    statements,
  }));
  const events = order(eventsOf(recording), said);
  return await conversationOf(fixture, recording, events);
}

function statementsOf(fixture: AgentFixture): Statement[][] {
  const reader = LOG_PLACES[fixture.agent]!.reader();
  const lines = readLog(fixture) ?? [];
  return [...lines.map((line) => reader.read(line)), reader.end()]
    .filter((statements) => statements.length > 0);
}

/** Statements at equal distances between the events. */
function spread(
  events: readonly SessionEvent[],
  said: readonly FeedEvent[],
): (SessionEvent | FeedEvent)[] {
  const all: (SessionEvent | FeedEvent)[] = [];
  let next = 0;
  events.forEach((event, index) => {
    all.push(event);
    while (next < said.length && index * said.length >= events.length * next) {
      all.push(said[next++]!);
    }
  });
  return [...all, ...said.slice(next)];
}

/** What only the screen has shown, beside what was told. An interrupted answer is told by nobody else. */
function leftOvers(
  { agent, name, truth }: AgentFixture,
  messages: readonly Message[],
): string[] {
  const interrupted = truth.turns.filter((turn) => turn.interrupted).length;
  const left = messages.filter(({ kind, source }) =>
    source === "screen" && ["question", "answer", "tool"].includes(kind)
  );
  if (left.length <= interrupted) return [];
  const texts = left.map(({ kind, text }) => `${kind} ${text.slice(0, 60)}`);
  return [`${agent}/${name}: ${texts.join("; ")}`];
}

function isQuestion({ kind }: Message): boolean {
  return kind === "question";
}
