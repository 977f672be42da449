/**
 * What is right of a recorded session, by the way in which it is known.
 *
 * @module
 */
import { applyPatch, type Message } from "@/shared/domain.ts";
import { JsonSegmenter } from "../../../server/profiles/json_segmenter.ts";
import { jsonOutputOf } from "../../../server/profiles/logs/json_output.ts";
import type { LogReader } from "../../../server/profiles/logs/log_reader.ts";
import { LOG_PLACES } from "../../../server/profiles/logs/places.ts";
import {
  type AgentFixture,
  readLog,
  readOutput,
} from "../../support/agent_fixture.ts";
import {
  judge,
  judgeScreen,
  type Scores,
} from "../../support/recorded_conversation.ts";

/** Whether there was a screen. */
export async function fromScreen(
  fixture: AgentFixture,
  scores: Scores,
): Promise<boolean> {
  await judgeScreen(fixture, scores);
  return true;
}

/**
 * Whether the agent has told anything itself. Permissions are asked on the
 * screen only, and what was interrupted is not always told.
 */
export function fromStatements(
  fixture: AgentFixture,
  scores: Scores,
): Promise<boolean> {
  const told = toldBy(fixture);
  if (!told) return Promise.resolve(false);
  const { permission: _, ...others } = scores;
  const turns = fixture.truth.turns.map(({ permissions: _, ...turn }) => turn);
  const asked = { ...fixture, truth: { ...fixture.truth, turns } };
  const counted = { ...others, permission: scores.permission };
  judge(asked, told, counted, { mayLack: true });
  return Promise.resolve(true);
}

/** Its messages by its JSON, or by its session log; undefined when it has neither. */
function toldBy(fixture: AgentFixture): Message[] | undefined {
  const { agent, terminal, truth: { command } } = fixture;
  if (!terminal && jsonOutputOf(command)) {
    return read(readOutput(fixture), { command });
  }
  const place = LOG_PLACES[agent];
  const log = readLog(fixture);
  if (!place || !log) return undefined;
  const text = log.map((line) => `${line}\n`).join("");
  return read(text, { command: [], reader: place.reader() });
}

function read(
  text: string,
  options: { command: readonly string[]; reader?: LogReader },
): Message[] {
  const segmenter = new JsonSegmenter({ lastId: 0, turn: 0 }, options);
  const events = [
    ...segmenter.read({ type: "lines", text }),
    ...segmenter.end(),
  ];
  const messages = new Map<number, Message>();
  for (const event of events) {
    if (event.type !== "message") continue;
    const { patch } = event;
    const place = { seq: 0, at: 0 };
    messages.set(patch.id, applyPatch(messages.get(patch.id), patch, place));
  }
  return [...messages.values()];
}
