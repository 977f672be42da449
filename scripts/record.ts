/**
 * Records real agents anew, for `tests/fixtures/agents`: what their models say
 * is scripted, the rest is theirs.
 *
 *     deno task record [agent[/case]] [--bin-dir DIR]
 *
 * The agents have to be installed, outside of the project, such as with
 * `npm i @openai/codex @google/gemini-cli @anthropic-ai/claude-code`. Their
 * programs are looked for in DIR, else in $AGENT_BIN_DIR, else in $PATH.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { findExecutable } from "@/server/sources/find_executable.ts";
import type { Agent } from "./record/agent.ts";
import { agents } from "./record/agents/registry.ts";
import { cases } from "./record/cases/registry.ts";
import { recordCase } from "./record/record_case.ts";
import type { SessionCase } from "./record/session_case.ts";
import { note, script } from "./say.ts";

await script(async () => {
  const { values, positionals: [wanted = ""] } = parseArgs({
    options: { "bin-dir": { type: "string" } },
    allowPositionals: true,
  });
  const folder = values["bin-dir"] ?? Deno.env.get("AGENT_BIN_DIR");
  const chosen = cases.filter(({ agent, name }) =>
    ["", agent, `${agent}/${name}`].includes(wanted)
  );
  if (chosen.length === 0) throw new Error(`Cannot find the case "${wanted}"`);
  const failed: string[] = [];
  for (const agent of agents) {
    const own = chosen.filter((each) => each.agent === agent.name);
    if (own.length > 0) failed.push(...await recordAll(agent, own, folder));
  }
  if (failed.length > 0) {
    throw new Error(`Cannot record: ${failed.join(", ")}`);
  }
});

/** Records `own` with `agent`; the names of those that failed. */
async function recordAll(
  agent: Agent,
  own: readonly SessionCase[],
  folder: string | undefined,
): Promise<string[]> {
  const program = programOf(agent, folder);
  if (program === undefined) {
    note(
      `record: ${agent.name} is not installed; name its folder by --bin-dir`,
    );
    return own.map(({ name }) => `${agent.name}/${name}`);
  }
  const version = await versionOf(program);
  const failed: string[] = [];
  for (const each of own) {
    const name = `${agent.name}/${each.name}`;
    note(`record: ${name}`);
    try {
      await recordCase(each, { agent, program, version });
    } catch (cause) {
      note(`record: ${cause instanceof Error ? cause.message : cause}`);
      failed.push(name);
    }
  }
  return failed;
}

function programOf(
  { program }: Agent,
  folder: string | undefined,
): string | undefined {
  const PATH = folder ?? Deno.env.get("PATH");
  const found = findExecutable(program, { env: { PATH }, cwd: Deno.cwd() });
  return found.type === "found" ? found.path : undefined;
}

async function versionOf(program: string): Promise<string> {
  const { stdout } = await new Deno.Command(program, {
    args: ["--version"],
    stdin: "null",
    stderr: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  const version = /\d+\.\d+\.\d+\S*/.exec(text)?.[0];
  if (version) return version;
  throw new Error(`Cannot find the version of "${program}" in "${text}"`);
}
