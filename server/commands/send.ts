/**
 * `streamer send`: a message to an agent, an answer to its question, or what
 * still waits for it.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";
import type { QueuedText, SessionInfo } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";
import type { LocalServer } from "../local/local_server.ts";
import type { Context, Define } from "./context.ts";
import { postJson } from "./post_json.ts";
import { withServer } from "./with_server.ts";

interface Flags {
  raw?: boolean;
  wait: boolean;
  timeout?: number;
  choose?: string;
  queue?: boolean;
  cancel?: string;
  json?: boolean;
}

interface Delivery {
  delivery: SendOutcome;
}

/** What a task is carried out with. */
interface Task {
  server: LocalServer;
  context: Context;
  /** The session's path below `/api/v1`. */
  path: string;
  flags: Flags;
}

export const send: Define = (program, context) => {
  program.command("send")
    .description("send a message to a session, or answer its question")
    .argument("<session>", "its id, the beginning of its id, or its name")
    .argument("[text...]", "the message; - or nothing: from standard input")
    .option("--raw", "keystrokes as they are, at once, without Enter")
    .option("--no-wait", "queue it and return; prints its number")
    .option(
      "--timeout <seconds>",
      "take it back when it still waits after so long",
      seconds,
    )
    .option(
      "--choose <choice>",
      "answer the permission question that is open: key, place or label",
    )
    .option("--queue", "show what waits")
    .option("--cancel <number>", "take back what waits")
    .option("--json", "print what became of it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (session: string, words: string[], flags: Flags, command) => {
      const wrong = contradiction(words, flags);
      if (wrong) command.error(`error: ${wrong}`);
      await withServer(context, async (server) => {
        const path = `/sessions/${encodeURIComponent(session)}`;
        await carryOut(words, { server, context, path, flags });
      });
    });
};

function seconds(value: string): number {
  const number = Number(value);
  if (number > 0 && number <= 86_400) return number;
  throw new InvalidArgumentError("It is seconds, up to 86400.");
}

/** Which flags exclude each other, or the text. */
function contradiction(words: string[], flags: Flags): string | undefined {
  const tasks = [
    flags.choose !== undefined && "--choose",
    flags.queue && "--queue",
    flags.cancel !== undefined && "--cancel",
    flags.raw && "--raw",
  ].filter((task) => task !== false && task !== undefined);
  if (tasks.length > 1) return `${tasks.join(" and ")} exclude each other`;
  const [task] = tasks;
  if (task && !flags.raw && words.length > 0) return `${task} takes no text`;
  if (task && (!flags.wait || flags.timeout !== undefined)) {
    return `${task} does not wait: --no-wait and --timeout do not go with it`;
  }
  return !flags.wait && flags.timeout !== undefined
    ? "--no-wait and --timeout exclude each other"
    : undefined;
}

async function carryOut(words: string[], task: Task): Promise<void> {
  const { choose, queue, cancel, raw, wait } = task.flags;
  if (queue) return await showQueue(task);
  if (cancel !== undefined) return await takeBack(cancel, task);
  if (choose !== undefined) return await choosing(choose, task);
  const text = await textFrom(words);
  if (raw) return await press(text, task);
  return wait ? await sendAndWait(text, task) : await enqueue(text, task);
}

async function textFrom(words: string[]): Promise<string> {
  if (words.length > 0 && words.join(" ") !== "-") return words.join(" ");
  return await new Response(Deno.stdin.readable).text();
}

async function sendAndWait(text: string, task: Task): Promise<void> {
  const { server, context, path, flags: { timeout } } = task;
  const info = await server.json<SessionInfo>(path);
  const reason = whyItWaits(info);
  if (reason !== undefined) {
    context.warn(
      `${info.name} ${reason}; the text waits, and Ctrl-C takes it back`,
    );
  }
  const response = await server.request(
    `${path}/input?follow=1`,
    postJson({ text, timeout }),
  );
  await tell(await deliveryIn(response), task);
}

/** The last line of what the server tells of a message; see `http/answers.ts`. */
async function deliveryIn(response: Response): Promise<Delivery> {
  const last = (await response.text()).trimEnd().split("\n").at(-1)!;
  const { delivery, error } = JSON.parse(last);
  if (delivery) return { delivery };
  throw error
    ? new StreamerError(error.code, error.message)
    : new StreamerError(
      "unavailable",
      "Cannot tell what became of the text: the server has left",
    );
}

/** What keeps the agent from taking a text now. */
function whyItWaits({ status, queue }: SessionInfo): string | undefined {
  switch (status) {
    case "needs_permission":
      return "asks for a permission first (`send --choose` answers)";
    case "working":
    case "thinking":
    case "stuck":
      return `is ${status}`;
    default:
      return queue.length > 0 ? "has other texts before this one" : undefined;
  }
}

async function choosing(choice: string, task: Task): Promise<void> {
  const { server, path } = task;
  const init = postJson({ choice });
  await tell(await server.json<Delivery>(`${path}/choose`, init), task);
}

async function tell(
  answer: Delivery,
  { context, flags }: Task,
): Promise<void> {
  if (flags.json) await context.print(JSON.stringify(answer) + "\n");
  else if (answer.delivery === "typed") {
    context.warn("typed; the program does not show whether it has read it");
  }
}

async function enqueue(text: string, task: Task): Promise<void> {
  const { server, context, path, flags } = task;
  const init = postJson({ text, wait: false });
  const answer = await server.json<{ id: string }>(`${path}/input`, init);
  await context.print(
    (flags.json ? JSON.stringify(answer) : answer.id) + "\n",
  );
}

async function press(text: string, task: Task): Promise<void> {
  const { server, context, path, flags } = task;
  const init = postJson({ text, raw: true });
  await (await server.request(`${path}/input`, init)).body?.cancel();
  if (flags.json) await context.print('{"delivery":"typed"}\n');
}

async function takeBack(id: string, task: Task): Promise<void> {
  const { server, context, path, flags } = task;
  const below = `${path}/queue/${encodeURIComponent(id)}`;
  const response = await server.request(below, { method: "DELETE" });
  await response.body?.cancel();
  if (flags.json) await context.print(JSON.stringify({ cancelled: id }) + "\n");
}

async function showQueue(task: Task): Promise<void> {
  const { server, context, path, flags } = task;
  const queue = await server.json<QueuedText[]>(`${path}/queue`);
  if (flags.json) return await context.print(JSON.stringify(queue) + "\n");
  if (queue.length === 0) return context.warn("nothing waits");
  const { formatDuration, formatTable } = await import("./format.ts");
  const now = Date.now();
  const rows = queue.map(({ id, state, at, text }) => [
    id,
    state,
    formatDuration(now - at),
    text.replaceAll(/\s+/g, " "),
  ]);
  const width = Deno.stdout.isTerminal()
    ? Deno.consoleSize().columns
    : undefined;
  await context.print(
    formatTable([["NUMBER", "STATE", "FOR", "TEXT"], ...rows], width),
  );
}

const EXAMPLES = `
A message waits until the agent is ready, is entered as this agent wants it, and
is followed until the agent has begun with it.

Exit code: 0 when that was seen, or when it was typed into a program that does
not show it; 1 when it has not arrived, which is said why; 2 for wrong usage.

Examples:
  streamer send fix "now write the test"     wait until the agent has taken it
  git diff | streamer send fix -             of several lines, as one message
  streamer send fix --no-wait "and then…"    queue it behind what it does now
  streamer send fix --timeout 60 go on       take it back after a minute
  streamer send fix --choose yes             answer its permission question
  streamer send fix --queue                  what waits
  streamer send fix --cancel 3               take back number 3
  streamer send fix --raw $'\\x1b'             an Escape key (see also: keys)
`;
