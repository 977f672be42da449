/**
 * Recorded sessions of real agents in `tests/fixtures/agents`, and what was
 * truly said in them. `deno task record` makes them, see `scripts/record.ts`.
 *
 * @module
 */
import * as z from "zod";
import type { Size } from "@/shared/domain.ts";

/** A tool as the model asked for it, and what the agent told the model of it. */
export const TrueTool = z.strictObject({
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** To the letter what the model was told; empty when it was told nothing. */
  result: z.string(),
  state: z.enum(["completed", "failed", "denied"]),
});
export type TrueTool = z.output<typeof TrueTool>;

/** A question of the agent whether it may do something. */
export const TruePermission = z.strictObject({
  /** The dialog's own words for what it asks. */
  question: z.string().min(1),
  /** Labels in their order, without numbers and marks. */
  choices: z.array(z.string().min(1)).min(2),
  /** One of `choices`. */
  chosen: z.string(),
});

/** A question and all that came of it. */
export const TrueTurn = z.strictObject({
  /** As it was typed or pasted. */
  question: z.string().min(1),
  thinking: z.string().optional(),
  /** Whether all of it stands in the terminal; some agents only hint at it. */
  thinkingShown: z.boolean().optional(),
  /** What the agent said before it used its tools: a message of its own. */
  preamble: z.string().optional(),
  /**
   * The model's Markdown. When it was interrupted: what had been sent by then,
   * of which the last line may not have been shown. Empty when it came to none.
   */
  answer: z.string(),
  tools: z.array(TrueTool).optional(),
  permissions: z.array(TruePermission).optional(),
  interrupted: z.literal(true).optional(),
  /** What the service counted: the sum of its replies to this question. */
  tokens: z.strictObject({ input: z.int(), output: z.int() }).optional(),
});
export type TrueTurn = z.output<typeof TrueTurn>;

/** What was truly said in a recorded session. */
export const Truth = z.strictObject({
  agent: z.string(),
  /** As a user types it. */
  command: z.array(z.string()).min(1),
  cols: z.int().min(2),
  rows: z.int().min(1),
  version: z.string(),
  /** Folder in which it ran. */
  cwd: z.string(),
  /** Home folder that it had. */
  home: z.string(),
  turns: z.array(TrueTurn).min(1),
  /** Path of `log.jsonl` below `home`. */
  log: z.string().optional(),
  notes: z.string().optional(),
});
export type Truth = z.output<typeof Truth>;

/** The first line of an asciicast, version 2. */
export const RecordingHeader = z.looseObject({
  version: z.literal(2),
  width: z.int(),
  height: z.int(),
  timestamp: z.int(),
});

/**
 * Seconds since the start; output, input (what was typed, and the replies of
 * the terminal) or a new size as `COLSxROWS`; the text.
 */
export const RecordingEvent = z.tuple([
  z.number(),
  z.enum(["o", "i", "r"]),
  z.string(),
]);
export type RecordingEvent = z.output<typeof RecordingEvent>;

/** A terminal's recording. */
export interface Recording {
  header: z.output<typeof RecordingHeader>;
  events: RecordingEvent[];
}

/** A folder of `tests/fixtures/agents`. */
export interface AgentFixture {
  agent: string;
  /** The folder's name. */
  name: string;
  folder: string;
  truth: Truth;
  /** Whether it was recorded in a terminal; else its output went to a pipe. */
  terminal: boolean;
}

/** Where the recordings are. */
export const FIXTURES = decodeURI(
  new URL("../fixtures/agents", import.meta.url).pathname,
);

/** All fixtures, by agent and name. */
export function agentFixtures(): AgentFixture[] {
  return foldersOf(FIXTURES).flatMap((agent) =>
    foldersOf(`${FIXTURES}/${agent}`).map((name) => readFixture(agent, name))
  );
}

/**
 * One fixture.
 *
 * @throws {z.ZodError} when its truth is not valid
 */
export function readFixture(agent: string, name: string): AgentFixture {
  const folder = `${FIXTURES}/${agent}/${name}`;
  const truth = Truth.parse(
    JSON.parse(Deno.readTextFileSync(`${folder}/truth.json`)),
  );
  const terminal = has(folder, "recording.cast.gz");
  return { agent, name, folder, truth, terminal };
}

/** What the terminal of a fixture showed, and what was typed. */
export async function readRecording(
  { folder }: AgentFixture,
): Promise<Recording> {
  const file = await Deno.open(`${folder}/recording.cast.gz`);
  const text = await new Response(
    file.readable.pipeThrough(new DecompressionStream("gzip")),
  ).text();
  const [header, ...events] = text.trimEnd().split("\n")
    .map((line): unknown => JSON.parse(line));
  return {
    header: RecordingHeader.parse(header),
    events: z.array(RecordingEvent).parse(events),
  };
}

/** What a fixture without a terminal printed. */
export function readOutput({ folder }: AgentFixture): string {
  return Deno.readTextFileSync(`${folder}/output.txt`);
}

/** The lines of the agent's own log; undefined when it wrote none. */
export function readLog({ folder, truth }: AgentFixture): string[] | undefined {
  if (truth.log === undefined) return undefined;
  return Deno.readTextFileSync(`${folder}/log.jsonl`).trimEnd().split("\n");
}

/**
 * The size that an event of kind `r` gives.
 *
 * @throws {Error} when it is none
 */
export function sizeOf([, kind, text]: RecordingEvent): Size {
  const [cols, rows] = text.split("x").map(Number);
  if (kind !== "r" || !cols || !rows) {
    throw new Error(`Cannot take "${text}" for a size`);
  }
  return { cols, rows };
}

function foldersOf(path: string): string[] {
  return [...Deno.readDirSync(path)]
    .flatMap(({ name, isDirectory }) => isDirectory ? [name] : [])
    .toSorted();
}

function has(folder: string, file: string): boolean {
  return [...Deno.readDirSync(folder)].some(({ name }) => name === file);
}
