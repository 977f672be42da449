/**
 * Writes the folder of a fixture.
 *
 * @module
 */
import type { Recording, Truth } from "@/tests/support/agent_fixture.ts";
import {
  FIXTURES,
  Truth as TruthSchema,
} from "@/tests/support/agent_fixture.ts";
import type { SessionCase } from "./session_case.ts";

/** What was recorded: of a terminal, or of a pipe. */
export interface Recorded {
  recording?: Recording;
  output?: Uint8Array;
}

/** All that belongs into a folder. */
export interface FixtureContent extends Recorded {
  log?: string;
  truth: Truth;
}

/** Writes it, in the place of what was there. */
export async function writeFixture(
  { agent, name }: SessionCase,
  { recording, output, log, truth }: FixtureContent,
): Promise<void> {
  const folder = `${FIXTURES}/${agent}/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    await Deno.remove(`${folder}/${name}`);
  }
  const json = JSON.stringify(TruthSchema.parse(truth), null, 2);
  await Deno.writeTextFile(`${folder}/truth.json`, `${json}\n`);
  if (log) await Deno.writeTextFile(`${folder}/log.jsonl`, log);
  if (output) await Deno.writeFile(`${folder}/output.txt`, output);
  if (!recording) return;
  const compressed = await zipped(asciicast(recording));
  await Deno.writeFile(`${folder}/recording.cast.gz`, compressed);
}

function asciicast({ header, events }: Recording): string {
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(
    "",
  );
}

async function zipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
