/**
 * Records one case with a real agent.
 *
 * @module
 */
import { ModelServer } from "@/tests/agents/model_server.ts";
import type {
  Recording,
  RecordingEvent,
} from "@/tests/support/agent_fixture.ts";
import type { Agent, Place } from "./agent.ts";
import { converse, type Happened, leave } from "./converse.ts";
import {
  cleanCommand,
  endLeftovers,
  makePlace,
  readSessionLog,
} from "./place.ts";
import { RecordedTerminal } from "./recorded_terminal.ts";
import { modelTurn, type SessionCase } from "./session_case.ts";
import { truthOf } from "./truth_of.ts";
import { type Recorded, writeFixture } from "./write_fixture.ts";

/** The size of a terminal that nobody has changed. */
const SIZE = { cols: 80, rows: 24 };

/** How long an agent may work without anybody at it, in milliseconds. */
const UNATTENDED_MS = 60_000;

export interface RecordOptions {
  agent: Agent;
  /** Path of the agent's program. */
  program: string;
  version: string;
}

interface Run extends RecordOptions {
  place: Place;
  server: ModelServer;
}

/** Records `session` and writes its fixture. */
export async function recordCase(
  session: SessionCase,
  options: RecordOptions,
): Promise<void> {
  const { agent } = options;
  await using server = new ModelServer(session.turns.map(modelTurn), {
    ...session.pace !== undefined && { pace: session.pace },
  });
  const { files } = session;
  const place = await makePlace(agent, { url: server.url, files });
  const run = { ...options, place, server };
  const recorded = await (session.piped ? runPiped : runInTerminal)(
    session,
    run,
  );
  endLeftovers(place);
  const log = await readSessionLog(agent, place);
  await writeFixture(session, {
    ...recorded,
    ...log && { log: log.text },
    truth: {
      ...about(session, run),
      turns: truthOf(session, server.served, recorded.happened),
      ...log && { log: log.path },
      ...session.notes !== undefined && { notes: session.notes },
    },
  });
}

/** What the truth says of the agent and its surroundings. */
function about(session: SessionCase, { agent, version, place }: Run) {
  return {
    agent: agent.name,
    command: [agent.name, ...session.args ?? []],
    ...session.size ?? SIZE,
    version,
    cwd: place.project,
    home: place.home,
  };
}

async function runInTerminal(
  session: SessionCase,
  { agent, program, place, server }: Run,
): Promise<Recorded & { happened: Happened[] }> {
  const size = session.size ?? SIZE;
  await using terminal = await RecordedTerminal.open({
    command: cleanCommand(agent, place, [
      program,
      ...agent.hidden ?? [],
      ...session.args ?? [],
    ]),
    cwd: place.project,
    size,
    ...session.terminal,
  });
  const happened = session.unattended
    ? []
    : await converse(session, { agent, terminal, server });
  if (session.unattended) await terminal.ended(UNATTENDED_MS);
  else await leave(agent, terminal);
  const { events, started } = terminal;
  return { recording: recordingOf(events, started, size), happened };
}

function recordingOf(
  events: RecordingEvent[],
  started: number,
  { cols, rows }: { cols: number; rows: number },
): Recording {
  const timestamp = Math.floor(started / 1000);
  return {
    header: { version: 2, width: cols, height: rows, timestamp },
    events,
  };
}

async function runPiped(
  { args = [] }: SessionCase,
  { agent, program, place }: Run,
): Promise<Recorded & { happened: Happened[] }> {
  const [name = "", ...rest] = cleanCommand(agent, place, [
    program,
    ...agent.hidden ?? [],
    ...args,
  ]);
  const { stdout } = await new Deno.Command(name, {
    args: rest,
    cwd: place.project,
    stdin: "null",
    stderr: "null",
  }).output();
  return { output: stdout, happened: [] };
}
