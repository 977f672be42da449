/**
 * A recorded session in virtual time: what its status was, and when its
 * questions were sent.
 *
 * @module
 */
import type { Status } from "@/shared/domain.ts";
import { Pipeline, type PipelineEvent } from "@/server/pipeline/pipeline.ts";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import type { Profile } from "@/server/profiles/profile.ts";
import {
  type AgentFixture,
  readRecording,
  type Recording,
  type RecordingEvent,
  sizeOf,
} from "./agent_fixture.ts";
import { StatusRun } from "./status_run.ts";

/** Reports of the device, its colours and modes, and of its focus. */
// deno-lint-ignore no-control-regex
const REPLY = /^\x1b(?:\[\??[\d;]*[cRnIO]|\[\?[\d;$]*[uy]|\]|P)/;

/** Edges of a paste, and keys as the kitty protocol writes them. */
// deno-lint-ignore no-control-regex
const KEY_SEQUENCE = /\x1b\[[\d;]*[~u]/g;

/** What breaks a line, by whichever key. */
// deno-lint-ignore no-control-regex
const BREAK = /[\s\\\x1b]/g;

/** Milliseconds from an output to a session's next reading of its screen. */
const SCREEN_READ_AFTER = 50;

/** From the key that sends a question until the next one is being typed, in milliseconds. */
export interface AskedTurn {
  from: number;
  to: number;
}

/** Every status of a recorded session, at its time in milliseconds. */
export interface RecordedStatus {
  changes: { at: number; status: Status; evidence: string }[];
  turns: AskedTurn[];
}

/** Runs the recording of `fixture` through `profile` and a status tracker. */
export async function recordedStatus(
  fixture: AgentFixture,
  profile: Profile,
): Promise<RecordedStatus> {
  await loadTerminal();
  const recording = await readRecording(fixture);
  const { truth } = fixture;
  using pipeline = new Pipeline({
    profile,
    command: truth.command,
    start: { lastId: 0, turn: 0 },
    terminal: { cols: truth.cols, rows: truth.rows },
  });
  const run = new StatusRun({ signs: pipeline.view !== "lines" });
  const tell = (events: PipelineEvent[], at: number) => {
    for (const event of events) run.see(event, at);
  };
  let readsAt = Infinity;
  for (const event of recording.events) {
    const at = Math.round(event[0] * 1000);
    if (readsAt <= at) {
      tell(pipeline.pause(), readsAt);
      readsAt = Infinity;
    }
    if (event[1] === "o") readsAt = Math.min(readsAt, at + SCREEN_READ_AFTER);
    tell(pipeline.push(sessionEvent(event)), at);
  }
  return { changes: run.changes, turns: askedTurns(fixture, recording) };
}

function sessionEvent(event: RecordingEvent): Parameters<Pipeline["push"]>[0] {
  const [, kind, text] = event;
  switch (kind) {
    case "o":
      return {
        type: "output",
        stream: 1,
        data: new TextEncoder().encode(text),
      };
    case "i":
      return { type: "input", text };
    case "r":
      return { type: "resize", size: sizeOf(event) };
  }
}

/** When each question was sent, by what was typed before each Enter. */
export function askedTurns(
  { truth }: AgentFixture,
  { events }: Recording,
): AskedTurn[] {
  const keys = events.filter(([, kind, text]) =>
    kind === "i" && !isReply(text)
  );
  const turns: AskedTurn[] = [];
  let typed = "";
  let beganAt = 0;
  for (const [seconds, , text] of keys) {
    const at = Math.round(seconds * 1000);
    if (typed === "") beganAt = at;
    const asked = truth.turns[turns.length]?.question;
    if (text === "\r" && asked && typed.endsWith(letters(asked))) {
      const before = turns.at(-1);
      if (before) before.to = beganAt;
      turns.push({ from: at, to: Infinity });
      typed = "";
    } else if (isPermissionKey(text, typed, asked)) typed = "";
    else typed += letters(text);
  }
  const last = turns.at(-1);
  if (last) last.to = leftAt(keys, last.from);
  return turns;
}

/** What a terminal sends by itself. */
function isReply(text: string): boolean {
  return REPLY.test(text);
}

/** A key that is not the beginning of the next question. */
function isPermissionKey(
  text: string,
  typed: string,
  asked: string | undefined,
): boolean {
  return !asked || !letters(asked).startsWith(typed + letters(text));
}

/** What a text says, whichever keys break its lines. */
function letters(text: string): string {
  return text.replace(KEY_SEQUENCE, "").replace(BREAK, "");
}

/** When the agent was told to leave: its keys come last, after a pause. */
function leftAt(keys: readonly RecordingEvent[], after: number): number {
  const leaving = keys.findLastIndex(([seconds], i) =>
    i === 0 || seconds - keys[i - 1]![0] > 1
  );
  const at = Math.round((keys[leaving]?.[0] ?? Infinity) * 1000);
  return at > after ? at : Infinity;
}
