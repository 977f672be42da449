/**
 * Has the conversation of a case with an agent in a terminal.
 *
 * @module
 */
import type { ModelServer } from "@/tests/agents/model_server.ts";
import type { TrueTurn } from "@/tests/support/agent_fixture.ts";
import type { Agent } from "./agent.ts";
import { choicesIn } from "./choices.ts";
import type { RecordedTerminal } from "./recorded_terminal.ts";
import type { CaseTool, CaseTurn, SessionCase } from "./session_case.ts";

type Permission = NonNullable<TrueTurn["permissions"]>[number];

/** Without output for so long, in milliseconds, an agent that works shows no sign of it. */
const IDLE_MS = 1_500;

/** Time to look at what was typed, in milliseconds. */
const SETTLED_MS = 400;

/** So long after a paste, in milliseconds, agents take Enter for a part of it. */
const PASTED_MS = 1_200;

/** What terminals send when another window is chosen. */
const FOCUS_OUT = "\x1b[O";

/** What people and the agent did in a turn, beside the model. */
export interface Happened {
  permissions: Permission[];
  /** Whether the thoughts stand on the screen at the end; undefined without any. */
  thinkingShown: boolean | undefined;
}

export interface ConversationOptions {
  agent: Agent;
  terminal: RecordedTerminal;
  server: ModelServer;
}

/** Types every question and stays until each is answered. */
export async function converse(
  { turns, unfocused }: SessionCase,
  options: ConversationOptions,
): Promise<Happened[]> {
  const { terminal, agent } = options;
  await terminal.until("the prompt", (text) => agent.ready.test(text));
  await terminal.quiet(IDLE_MS);
  if (unfocused) await terminal.press(FOCUS_OUT);
  const happened: Happened[] = [];
  for (const turn of turns) happened.push(await take(turn, options));
  return happened;
}

/** Leaves the agent by its keys. */
export async function leave(
  { leave }: Agent,
  terminal: RecordedTerminal,
): Promise<void> {
  for (const keys of leave) {
    await terminal.press(keys);
    if (await terminal.ended(SETTLED_MS)) return;
  }
  await terminal.ended(5_000);
}

async function take(
  turn: CaseTurn,
  options: ConversationOptions,
): Promise<Happened> {
  const { terminal, server } = options;
  const before = server.served.length;
  await ask(turn, options);
  await terminal.until("work", () => server.served.length > before);
  const permissions = await allow(turn.tools ?? [], options);
  for (const { at, size } of turn.resizes ?? []) {
    await terminal.until(`"${at}"`, (text) => text.includes(at));
    terminal.resize(size);
  }
  if (turn.interruptAt !== undefined) {
    const { interruptAt: at } = turn;
    await terminal.until(`"${at}"`, (text) => text.includes(at));
    await terminal.press("\x1b");
  }
  await terminal.until("the end of the answer", () => isOver(turn, server));
  await terminal.quiet(IDLE_MS);
  return { permissions, thinkingShown: thinkingShown(turn, terminal) };
}

/** Found by its last words, as agents add lines of their own. */
function thinkingShown(
  { thinking }: CaseTurn,
  terminal: RecordedTerminal,
): boolean | undefined {
  const words = thinking?.split(/\s+/).slice(-3).join("");
  return words === undefined ? undefined : terminal.shown().includes(words);
}

/** Whether the model has nothing more to say to `turn`. */
function isOver({ tools = [] }: CaseTurn, { served }: ModelServer): boolean {
  const { state, index } = served.at(-1)!;
  if (state !== "sent") return state === "cut";
  return index === tools.length || tools[index]!.permission === "no";
}

async function ask(
  { question, pasted }: CaseTurn,
  { agent, terminal }: ConversationOptions,
): Promise<void> {
  if (pasted) {
    await terminal.press(
      `\x1b[200~${question.replaceAll("\n", "\r")}\x1b[201~`,
    );
    await terminal.quiet(PASTED_MS);
  } else {
    const [first = "", ...more] = question.split("\n");
    await terminal.type(first);
    for (const line of more) {
      await terminal.quiet(SETTLED_MS);
      await terminal.press(agent.newline);
      await terminal.quiet(SETTLED_MS);
      await terminal.type(line);
    }
  }
  await terminal.quiet(SETTLED_MS);
  await terminal.press("\r");
}

async function allow(
  tools: readonly CaseTool[],
  { agent: { dialog }, terminal }: ConversationOptions,
): Promise<Permission[]> {
  const permissions: Permission[] = [];
  for (const { permission } of tools) {
    if (permission === undefined) continue;
    await terminal.until("a dialog", (text) => dialog.shown.test(text));
    await terminal.quiet(SETTLED_MS);
    const text = terminal.text();
    const { keys, label } = dialog[permission];
    const question = dialog.shown.exec(text)![1]!.trim();
    const choices = [...dialog.choices ?? choicesIn(text, question)];
    const chosen = choices.find((choice) => label.test(choice));
    if (chosen === undefined) {
      throw new Error(`Cannot find ${label} in:\n${text}`);
    }
    permissions.push({ question, choices, chosen });
    await terminal.press(keys);
    await terminal.until("the dialog gone", (now) => !dialog.shown.test(now));
  }
  return permissions;
}
