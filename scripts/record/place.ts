/**
 * A fresh home and project for an agent, at paths that tell nothing.
 *
 * @module
 */
import { processesWith } from "@/tests/support/processes.ts";
import { type Agent, type Place, writeFile } from "./agent.ts";

/** One for each agent, so that several can be recorded at a time. */
const FOLDER = "/tmp/demo";

export interface PlaceOptions {
  url: string;
  files?: Readonly<Record<string, string>> | undefined;
}

/** Makes both folders anew and prepares `agent` in them. */
export async function makePlace(
  agent: Agent,
  { url, files = {} }: PlaceOptions,
): Promise<Place> {
  const folder = `${FOLDER}-${agent.name}`;
  const home = `${folder}/home`;
  const project = `${folder}/project`;
  const place = { home, project, url };
  endLeftovers(place);
  await Deno.remove(folder, { recursive: true }).catch(unlessMissing);
  await Deno.mkdir(`${home}/tmp`, { recursive: true });
  await Deno.mkdir(project);
  for (const [path, text] of Object.entries(files)) {
    await writeFile(`${project}/${path}`, text);
  }
  await agent.prepare(place);
  return place;
}

/** `env` with nothing of our own environment but what programs need. */
export function cleanCommand(
  agent: Agent,
  place: Place,
  command: readonly string[],
): string[] {
  const environment = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: place.home,
    TMPDIR: `${place.home}/tmp`,
    USER: "user",
    SHELL: "/bin/bash",
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    ...agent.environment(place),
  };
  const settings = Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`);
  return ["env", "-i", ...settings, ...command];
}

/** Ends what an agent has left running in the background. */
export function endLeftovers({ home }: Place): void {
  for (const pid of processesWith("HOME", home)) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

/** The agent's own session log, as path below the home and text. */
export async function readSessionLog(
  { log }: Agent,
  { home }: Place,
): Promise<{ path: string; text: string } | undefined> {
  const found: { path: string; text: string }[] = [];
  for await (const path of filesBelow(home, "")) {
    if (!log?.test(path)) continue;
    found.push({ path, text: await Deno.readTextFile(`${home}/${path}`) });
  }
  return found.toSorted((a, b) => b.text.length - a.text.length)[0];
}

async function* filesBelow(root: string, path: string): AsyncIterable<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${path}`)) {
    if (isDirectory) yield* filesBelow(root, `${path}${name}/`);
    else yield `${path}${name}`;
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
