import { describe, expect, it } from "vitest";
import {
  type AgentFixture,
  agentFixtures,
  readLog,
  readOutput,
  readRecording,
  sizeOf,
} from "@/tests/support/agent_fixture.ts";

const MEGABYTE = 1_000_000;

const fixtures = agentFixtures();

/** Bytes of all files in `folder`. */
function bytesIn(folder: string): number {
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => Deno.statSync(`${folder}/${name}`).size)
    .reduce((sum, size) => sum + size, 0);
}

describe("recorded sessions of agents", () => {
  it("are enough of each agent", () => {
    const count = Map.groupBy(fixtures, ({ agent }) => agent);
    for (const agent of ["codex", "gemini", "claude"]) {
      expect(count.get(agent)?.length).toBeGreaterThanOrEqual(7);
    }
  });

  it("are small", () => {
    const sizes = fixtures.map(({ folder }) => bytesIn(folder));
    expect(Math.max(...sizes)).toBeLessThan(MEGABYTE / 4);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(5 * MEGABYTE);
  });

  it("name none of the folders of whoever recorded them", async () => {
    for (const fixture of fixtures) {
      const texts = [JSON.stringify(fixture.truth), ...readLog(fixture) ?? []];
      if (fixture.terminal) {
        const { events } = await readRecording(fixture);
        texts.push(events.map(([, , text]) => text).join(""));
      }
      expect(texts.join("\n")).not.toMatch(/\/(work|root)\//);
    }
  });
});

/** Fixtures by a name for the table of tests. */
function named(some: readonly AgentFixture[]): [string, AgentFixture][] {
  return some.map((each) => [`${each.agent}/${each.name}`, each]);
}

describe.each(named(fixtures.filter(({ terminal }) => terminal)))(
  "the recording %s",
  (_name, fixture) => {
    it("is of the size that is told of it", async () => {
      const { header, events } = await readRecording(fixture);
      const { cols, rows } = fixture.truth;
      expect(header).toMatchObject({ width: cols, height: rows });
      const times = events.map(([seconds]) => seconds);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const event of events) {
        if (event[1] === "r") expect(sizeOf(event).cols).toBeGreaterThan(1);
      }
    });

    it("holds the keys of the last question", async () => {
      const { events } = await readRecording(fixture);
      const typed = events.flatMap(([, kind, text]) =>
        kind === "i" ? [text] : []
      ).join("");
      const last = fixture.truth.turns.at(-1)!.question.split("\n").at(-1)!;
      const asked = [typed, ...fixture.truth.command];
      expect(asked.some((text) => text.includes(last))).toBe(true);
    });
  },
);

describe.each(named(fixtures.filter(({ terminal }) => !terminal)))(
  "the output %s",
  (_name, fixture) => {
    it("holds the words of the last answer", () => {
      const output = readOutput(fixture);
      for (const word of fixture.truth.turns.at(-1)!.answer.split(/\W+/)) {
        expect(output).toContain(word);
      }
    });
  },
);

describe.each(named(fixtures.filter(({ truth }) => truth.log !== undefined)))(
  "the log of %s",
  (_name, fixture) => {
    it("holds every question and every answer that came to its end", () => {
      const log = readLog(fixture)!.join("\n");
      for (const { question, answer, interrupted } of fixture.truth.turns) {
        expect(log).toContain(JSON.stringify(question).slice(1, -1));
        if (interrupted) continue;
        expect(log).toContain(JSON.stringify(answer).slice(1, -1));
      }
    });
  },
);
