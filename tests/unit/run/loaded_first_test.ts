import { describe, expect, it } from "vitest";
import { ROOT } from "@/scripts/project.ts";

/** What `streamer run` loads before it starts a command. */
const ENTRIES = ["server/main.ts", "server/run/run_command.ts"];

interface Graph {
  modules: {
    specifier: string;
    dependencies?: { code?: { specifier: string }; isDynamic?: boolean }[];
  }[];
}

/** Paths of modules, and names of packages. */
async function loadedFrom(entry: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: ROOT,
    stderr: "null",
  }).output();
  const { modules }: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const byName = new Map(modules.map((each) => [each.specifier, each]));
  const loaded = new Set([`file://${ROOT}/${entry}`]);
  for (const name of loaded) {
    for (const { code, isDynamic } of byName.get(name)?.dependencies ?? []) {
      if (code && !isDynamic) loaded.add(code.specifier);
    }
  }
  return Array.from(loaded, (name) => name.replace(`file://${ROOT}/`, ""));
}

describe("streamer run", () => {
  it("loads nothing before the command that only some commands need", async () => {
    const loaded = (await Promise.all(ENTRIES.map(loadedFrom))).flat();
    expect(loaded).toContain("server/run/run.ts");
    expect(loaded).toContain("server/commands/run.ts");
    expect(loaded.filter((name) => name.startsWith("npm:")))
      .toEqual([expect.stringMatching(/^npm:commander@/)]);
    const heavy =
      /^server\/(agent_logs|http|notify|pipeline|profiles|sessions|store)\//;
    expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
  });
});
