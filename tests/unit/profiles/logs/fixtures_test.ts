/**
 * Every recorded session of a real agent, against what was truly said.
 *
 * @module
 */
import { describe, expect, it } from "vitest";
import { JsonSegmenter } from "@/server/profiles/json_segmenter.ts";
import { jsonOutputOf } from "@/server/profiles/logs/json_output.ts";
import { LOG_PLACES } from "@/server/profiles/logs/places.ts";
import {
  type AgentFixture,
  agentFixtures,
  readLog,
  readOutput,
  type TrueTurn,
} from "@/tests/support/agent_fixture.ts";
import {
  type Conversation,
  conversationOf,
  eventsOf,
  statementsOf,
  toolsOf,
} from "./conversation.ts";

const fixtures = agentFixtures();
const withLog = fixtures.filter((each) =>
  LOG_PLACES[each.agent] && readLog(each) !== undefined
);
const withJson = fixtures.filter(({ truth, terminal }) =>
  !terminal && jsonOutputOf(truth.command)
);

describe("readers of agents' logs", () => {
  it("have recorded sessions of several agents", () => {
    expect(new Set(withLog.map(({ agent }) => agent)).size)
      .toBeGreaterThanOrEqual(3);
    expect(withJson.length).toBeGreaterThan(0);
  });

  describe.each(named(withLog))("%s", (_, fixture) => {
    const { turns } = fixture.truth;
    const lines = readLog(fixture)!;
    const read = () => statementsOf(LOG_PLACES[fixture.agent]!.reader(), lines);
    const conversation = conversationOf(read());

    it("have every question, answer and thought", () => {
      expectWords(conversation, turns);
      expectThoughts(conversation, turns);
    });

    it(
      "have every tool with its result",
      () => {
        const tools = toolsOf(conversation);
        const expected = turns.flatMap(({ tools = [] }) => tools);
        expect(tools.map(({ name, state }) => ({ name, state })))
          .toEqual(expected.map(({ name, state }) => (
            { name, state: state === "completed" ? "done" : "failed" }
          )));
        for (const [index, { result, state }] of expected.entries()) {
          if (state !== "denied") expect(tools[index]!.result).toBe(result);
        }
      },
    );

    it("have what every turn has cost", () => {
      expectTokens(conversation, turns);
    });

    it("say the same when the log is read again", () => {
      expect(conversationOf([...read(), ...read()])).toEqual(conversation);
    });
  });
});

describe("JsonSegmenter", () => {
  describe.each(named(withJson))("%s", (_, fixture) => {
    const { turns, command } = fixture.truth;
    const conversation = printed(fixture);

    it("has every question and answer", () => {
      expectWords(conversation, turns);
    });

    it("has no thoughts but those that were thought", () => {
      for (const text of textsOf(conversation, "thinking")) {
        expect(turns.some(({ thinking }) => thinking?.includes(text))).toBe(
          true,
        );
      }
    });

    it(
      "has every tool, and as much of its result as is printed",
      () => {
        const tools = toolsOf(conversation);
        const expected = turns.flatMap(({ tools = [] }) => tools);
        expect(tools.map(({ state }) => state)).toEqual(
          expected.map(({ state }) =>
            state === "completed" ? "done" : "failed"
          ),
        );
        for (const [index, { result }] of expected.entries()) {
          expect(result).toContain(tools[index]!.result.trimEnd());
        }
      },
    );

    it("has what every turn has cost", () => {
      expectTokens(conversation, turns);
    });

    it("finds nothing in the output that is not understood", () => {
      const notices = textsOf(conversation, "notice");
      expect(notices.filter((text) => text.startsWith("{"))).toEqual([]);
      expect(command.length).toBeGreaterThan(1);
    });
  });
});

function named(all: readonly AgentFixture[]): [string, AgentFixture][] {
  return all.map((each) => [`${each.agent}/${each.name}`, each]);
}

/** What the segmenter makes of a fixture's output. */
function printed(fixture: AgentFixture): Conversation {
  const { command } = fixture.truth;
  const segmenter = new JsonSegmenter({ lastId: 0, turn: 0 }, { command });
  const text = readOutput(fixture);
  return eventsOf([
    ...segmenter.read({ type: "lines", text }),
    ...segmenter.end(),
  ]);
}

/** Of what was interrupted, as much may be there as was shown. */
function expectWords(
  conversation: Conversation,
  turns: readonly TrueTurn[],
): void {
  expect(textsOf(conversation, "question"))
    .toEqual(turns.map(({ question }) => question));
  const open = turns.filter(({ interrupted }) => interrupted);
  const answers = textsOf(conversation, "answer").filter((text) =>
    !open.some(({ answer, preamble }) =>
      [answer, preamble].some((whole) => whole?.startsWith(text.trimEnd()))
    )
  );
  expect(answers).toEqual(
    turns.filter(({ interrupted }) => !interrupted)
      .flatMap(({ preamble, answer }) => [preamble, answer])
      .filter((text) => text),
  );
}

function expectThoughts(
  conversation: Conversation,
  turns: readonly TrueTurn[],
): void {
  const thoughts = turns.flatMap(({ thinking }) => thinking ?? []);
  expect(textsOf(conversation, "thinking")).toEqual(thoughts);
}

function expectTokens(
  conversation: Conversation,
  turns: readonly TrueTurn[],
): void {
  const counted = conversation.turns.map(({ turn, tokens }) => [turn, tokens]);
  for (const [index, { tokens, interrupted }] of turns.entries()) {
    if (tokens && !interrupted) {
      expect(counted).toContainEqual([index + 1, tokens]);
    }
  }
}

function textsOf({ messages }: Conversation, wanted: string): string[] {
  return messages.filter(({ kind }) => kind === wanted).map(({ text }) => text);
}
