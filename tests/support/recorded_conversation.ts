/**
 * Reads recorded sessions as streamer does, and compares what it finds with
 * what was truly said.
 *
 * @module
 */
import {
  applyPatch,
  isTakenBack,
  type Message,
  type SessionEvent,
} from "@/shared/domain.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";
import { Pipeline } from "../../server/pipeline/pipeline.ts";
import { loadTerminal } from "../../server/pipeline/terminal.ts";
import { pickProfile } from "../../server/profiles/registry.ts";
import {
  type AgentFixture,
  readRecording,
  type Recording,
  sizeOf,
  type TrueTurn,
} from "./agent_fixture.ts";

const encoder = new TextEncoder();

/** The events of a recorded session, output in chunks as they came. */
export function eventsOf({ events }: Recording): SessionEvent[] {
  return events.map((event): SessionEvent => {
    const [, kind, text] = event;
    switch (kind) {
      case "o":
        return { type: "output", stream: 1, data: encoder.encode(text) };
      case "i":
        return { type: "input", text };
      case "r":
        return { type: "resize", size: sizeOf(event) };
    }
  });
}

/** The messages that a session with `events` has in the end. */
export async function conversationOf(
  { truth }: AgentFixture,
  { header }: Recording,
  events: readonly (SessionEvent | FeedEvent)[],
): Promise<Message[]> {
  await loadTerminal();
  using pipeline = new Pipeline({
    profile: pickProfile(truth.command),
    command: truth.command,
    start: { lastId: 0, turn: 0 },
    terminal: { cols: header.width, rows: header.height },
  });
  const messages = new Map<number, Message>();
  const exit: SessionEvent = { type: "exit", code: 0, signal: null };
  for (const event of [...events, exit]) {
    for (const found of pipeline.push(event)) {
      if (found.type !== "message") continue;
      const { patch } = found;
      const before = messages.get(patch.id);
      messages.set(patch.id, applyPatch(before, patch, { seq: 0, at: 0 }));
    }
  }
  return [...messages.values()].filter((message) => !isTakenBack(message));
}

/** How often something was right, of how often it should have been. */
export interface Score {
  right: number;
  all: number;
  /** What was wrong, in words. */
  wrong: string[];
}

export type Scores = Record<
  "question" | "answer" | "thinking" | "permission",
  Score
>;

export function noScores(): Scores {
  const score = (): Score => ({ right: 0, all: 0, wrong: [] });
  return {
    question: score(),
    answer: score(),
    thinking: score(),
    permission: score(),
  };
}

/** Compares the conversation of a fixture's screen with its truth. */
export async function judgeScreen(
  fixture: AgentFixture,
  scores: Scores,
): Promise<void> {
  const recording = await readRecording(fixture);
  const messages = await conversationOf(
    fixture,
    recording,
    eventsOf(recording),
  );
  judge(fixture, messages, scores);
}

/**
 * Compares `messages` with what was truly said in `fixture`. An interrupted
 * answer that is not there at all is wrong, unless it `mayLack`.
 */
export function judge(
  { agent, name, truth }: AgentFixture,
  messages: readonly Message[],
  scores: Scores,
  { mayLack = false } = {},
): void {
  const where = `${agent}/${name}`;
  const note = (score: Score, isRight: boolean, wrong: () => string) => {
    score.all++;
    if (isRight) score.right++;
    else score.wrong.push(`${where}: ${wrong()}`);
  };
  const questions = messages.filter(({ kind }) => kind === "question");
  const extra = questions.length - truth.turns.length;
  truth.turns.forEach((turn, index) => {
    const said = questions[index]?.text ?? "";
    note(
      scores.question,
      words(said) === words(turn.question) && extra <= 0,
      () => `"${said}" instead of "${turn.question}", ${extra} too many`,
    );
    const ofTurn = messages.filter((one) => one.turn === index + 1);
    const answer = textOf(ofTurn, "answer");
    const isLacking = answer === "" && turn.interrupted && mayLack;
    if (!isLacking) {
      note(
        scores.answer,
        isAnswer(answer, turn),
        () => `"${letters(answer)}" instead of "${wanted(turn)}"`,
      );
    }
    if (turn.thinking) {
      const thought = letters(textOf(ofTurn, "thinking"));
      const want = letters(turn.thinking);
      note(
        scores.thinking,
        !letters(answer).includes(want) &&
          (!turn.thinkingShown || thought.includes(want)),
        () => `"${thought}" beside "${answer}"`,
      );
    }
    for (const asked of turn.permissions ?? []) {
      const shown = ofTurn.find(({ text, permission }) =>
        permission?.choices.length === asked.choices.length &&
        words(text).includes(words(asked.question))
      );
      const { choices = [], chosen } = shown?.permission ?? {};
      const label = choices.find(({ key }) => key === chosen)?.label ?? "";
      note(
        scores.permission,
        label !== "" && letters(asked.chosen).startsWith(letters(label)) ||
          letters(label).startsWith(letters(asked.chosen)) && label !== "",
        () => `"${label}" instead of "${asked.chosen}"`,
      );
    }
  });
}

/** An interrupted answer may lack its last line, which was never shown. */
function isAnswer(text: string, turn: TrueTurn): boolean {
  const said = letters(text);
  const want = wanted(turn);
  if (!turn.interrupted) return said === want;
  return want.startsWith(said) && said.length * 2 > want.length;
}

function wanted({ preamble = "", answer }: TrueTurn): string {
  return letters(`${preamble}\n${answer}`);
}

function textOf(messages: readonly Message[], kind: Message["kind"]): string {
  return messages.filter((one) => one.kind === kind)
    .map(({ text }) => text).join("\n");
}

function words(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Markdown is drawn without its marks, languages of code and addresses of links. */
function letters(text: string): string {
  return text.replace(/^ *(?:```|~~~)\w*$/gm, "")
    .replace(/\]\([^)]*\)/g, "]")
    .toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
