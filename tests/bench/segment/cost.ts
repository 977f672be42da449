/**
 * How fast recorded sessions become conversations, against drawing them.
 *
 * @module
 */
import type { SessionEvent } from "@/shared/domain.ts";
import { Pipeline } from "../../../server/pipeline/pipeline.ts";
import { TextScreen } from "../../../server/pipeline/text_screen.ts";
import { pickProfile } from "../../../server/profiles/registry.ts";
import {
  type AgentFixture,
  readRecording,
} from "../../support/agent_fixture.ts";
import { eventsOf } from "../../support/recorded_conversation.ts";
import { race } from "../strip/race.ts";

interface Session {
  command: readonly string[];
  size: { cols: number; rows: number };
  events: SessionEvent[];
}

/** MB/s of the output of `fixtures` in chunks as it came: drawn only, and read as conversations. */
export async function measureCost(
  fixtures: readonly AgentFixture[],
  rounds: number,
): Promise<{ drawn: number; read: number }> {
  const sessions = await Promise.all(fixtures.map(load));
  const megabytes = sessions.flatMap(({ events }) => events)
    .reduce(
      (sum, each) => each.type === "output" ? sum + each.data.length : sum,
      0,
    ) / 1e6;
  const seconds = await race([
    { name: "drawn", run: () => sessions.forEach(draw) },
    { name: "read", run: () => sessions.forEach(readAll) },
  ], rounds);
  const [drawn = NaN, read = NaN] = seconds.values();
  return { drawn: megabytes / drawn, read: megabytes / read };
}

async function load(fixture: AgentFixture): Promise<Session> {
  const recording = await readRecording(fixture);
  const { width: cols, height: rows } = recording.header;
  const { command } = fixture.truth;
  return { command, size: { cols, rows }, events: eventsOf(recording) };
}

/** The named limit: a terminal that is not looked at. */
function draw({ size, events }: Session): void {
  using screen = TextScreen.create(size);
  for (const event of events) {
    if (event.type === "output") screen.write(event.data);
    if (event.type === "resize") screen.resize(event.size);
  }
}

function readAll({ command, size, events }: Session): void {
  using pipeline = new Pipeline({
    profile: pickProfile(command),
    command,
    start: { lastId: 0, turn: 0 },
    terminal: size,
  });
  for (const event of events) pipeline.push(event);
}
