/**
 * How far conversations can be trusted, and what they cost: what is right of
 * the recorded sessions of real agents, from their screens alone and from what
 * they say themselves; and how fast the same bytes are read, against a
 * terminal that only draws them.
 *
 * Options: `--rounds=5`, `--markdown` (tables as they stand in
 * docs/benchmarks.md), `--json`.
 *
 * @module
 */
import { say } from "../../scripts/say.ts";
import { loadTerminal } from "../../server/pipeline/terminal.ts";
import { pickProfile } from "../../server/profiles/registry.ts";
import { agentFixtures } from "../support/agent_fixture.ts";
import { noScores, type Scores } from "../support/recorded_conversation.ts";
import { measureCost } from "./segment/cost.ts";
import { fromScreen, fromStatements } from "./segment/quality.ts";
import { option } from "./support/options.ts";
import { report, type Table } from "./support/report.ts";

/** Most of a core, in percent, that reading may cost at 1 MB/s. */
const LIMIT = 10;

const KINDS = ["question", "answer", "thinking", "permission"] as const;

const fixtures = agentFixtures();
const agents = [...new Set(fixtures.map(({ agent }) => agent))];

await loadTerminal();
const screens = fixtures.filter(({ terminal, truth }) =>
  terminal && pickProfile(truth.command).view(truth.command) === "screen"
);
await showQuality("from the screen alone", screens, fromScreen);
await showQuality("from what the agent says itself", fixtures, fromStatements);
await showCost();

/** Right of all, for each agent. */
async function showQuality(
  title: string,
  all: typeof fixtures,
  read: (fixture: typeof fixtures[number], scores: Scores) => Promise<boolean>,
): Promise<void> {
  const lines: string[][] = [];
  const rows: Table["rows"][number][] = [];
  for (const agent of agents) {
    const scores = noScores();
    let count = 0;
    for (const fixture of all) {
      if (fixture.agent !== agent) continue;
      if (await read(fixture, scores)) count++;
    }
    if (count === 0) continue;
    const asked = KINDS.map((kind) => scores[kind]);
    lines.push([
      `${agent}, ${count} sessions`,
      ...asked.map(({ right, all }) => all > 0 ? `${right} of ${all}` : ""),
    ]);
    rows.push({
      name: lines.at(-1)![0]!,
      values: asked.map(({ right, all }) => all > 0 ? right / all * 100 : null),
      remark: asked.map(({ right, all }) => `${right}/${all}`).join(" "),
    });
  }
  const columns = KINDS.map((kind) => `${kind}s`.replace("gs", "g"));
  if (isMarkdown()) return showMarkdown([["", ...columns], ...lines]);
  report({ title: `${title}, % right`, columns, rows });
}

/** Segmentation against drawing. */
async function showCost(): Promise<void> {
  const rows: Table["rows"][number][] = [];
  for (const agent of agents) {
    const own = screens.filter((fixture) => fixture.agent === agent);
    if (own.length === 0) continue;
    const { drawn, read } = await measureCost(own, option("rounds", 5));
    // What drawing costs too is no part of segmentation.
    const share = Math.max(0, 1 / read - 1 / drawn) * 100;
    rows.push({
      name: agent,
      values: [drawn, read, read / drawn, 100 / read, share],
      remark: share <= LIMIT ? "within the limit" : "OVER the limit",
    });
  }
  const columns = [
    "drawn, MB/s",
    "drawn and read, MB/s",
    "× drawing",
    "% of a core at 1 MB/s",
    "of it for reading",
  ];
  if (isMarkdown()) {
    return showMarkdown([
      ["", ...columns],
      ...rows.map(({ name, values }) => [
        name,
        ...values.map((value) => value?.toPrecision(2) ?? ""),
      ]),
    ]);
  }
  report({ title: "cost", columns, rows });
}

function isMarkdown(): boolean {
  return Deno.args.includes("--markdown");
}

function showMarkdown([head = [], ...rows]: string[][]): void {
  const lines = [head, head.map(() => "---"), ...rows];
  say(`\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`);
}
