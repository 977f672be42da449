/**
 * A stand-in for the services of models on 127.0.0.1, for agents that are to
 * be real while what their model says is known to the letter.
 *
 * @module
 */
import {
  type ModelReply,
  type ModelTurn,
  type NumberedReply,
  words,
} from "./model_script.ts";
import { chat } from "./services/chat.ts";
import { gemini } from "./services/gemini.ts";
import { messages } from "./services/messages.ts";
import { responses } from "./services/responses.ts";
import {
  errandReply,
  type ModelRequest,
  type ModelService,
  type Spoken,
} from "./services/service.ts";

const SERVICES: readonly ModelService[] = [responses, gemini, messages, chat];

/** What agents send errands for is understood by them as text and as JSON. */
const ERRAND = JSON.stringify({
  title: "Project work",
  complexity_score: 10,
  complexity_reasoning: "simple",
  reasoning: "simple",
  model_choice: "flash",
});

/** A reply as far as it was sent. */
export interface Served {
  question: string;
  /** Which reply of the turn it was, from 0. */
  index: number;
  reply: NumberedReply;
  /** Text of the answer that was sent. */
  sent: string;
  /** Results of the tools that the reply before it asked for, as the agent told them. */
  results: string[];
  state: "sending" | "sent" | "cut";
}

export interface ModelServerOptions {
  /** Time between two words, in milliseconds. */
  pace?: number;
  /** Told of every request, for finding out what an agent wants. */
  log?: (path: string, body: unknown) => void;
}

/** Answers agents until it is disposed. */
export class ModelServer implements AsyncDisposable {
  /** Every reply of the conversation, in the order in which they were asked for. */
  readonly served: Served[] = [];
  readonly #turns: readonly ModelTurn[];
  readonly #pace: number;
  readonly #log: ModelServerOptions["log"];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(
    turns: readonly ModelTurn[],
    { pace = 20, log }: ModelServerOptions = {},
  ) {
    this.#turns = turns;
    this.#pace = pace;
    this.#log = log;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#handle(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const body: unknown = await request.json().catch(() => ({}));
    this.#log?.(`${request.method} ${pathname}`, body);
    const service = SERVICES.find((each) => each.handles(pathname));
    if (request.method !== "POST" || !service) {
      return Response.json({ data: [], models: [], input_tokens: 100 });
    }
    const asked = service.read(body, pathname);
    const served = asked.main ? this.#reply(asked) : undefined;
    const reply = served?.reply ?? errandReply(service.errand ?? ERRAND);
    if (!asked.streamed) return Response.json(service.whole(reply));
    return new Response(this.#stream(service, reply, served), {
      headers: { "content-type": "text/event-stream", connection: "close" },
    });
  }

  /** What the script says to the last question, in view of the tools used since. */
  #reply({ conversation }: ModelRequest): Served | undefined {
    const at = conversation.findLastIndex((each) => this.#turnOf(each));
    const turn = at < 0 ? undefined : this.#turnOf(conversation[at]!);
    if (!turn) return undefined;
    const groups = toolGroups(conversation.slice(at + 1));
    const reply = turn.replies[groups.length];
    if (!reply) return undefined;
    const served: Served = {
      question: turn.question,
      index: groups.length,
      reply: { ...reply, id: this.served.length + 1, usage: usageOf(reply) },
      sent: "",
      results: groups.at(-1) ?? [],
      state: "sending",
    };
    this.served.push(served);
    return served;
  }

  #turnOf({ from, text }: Spoken): ModelTurn | undefined {
    if (from !== "user") return undefined;
    return this.#turns
      .filter(({ question }) => text.includes(question))
      .toSorted((a, b) => b.question.length - a.question.length)[0];
  }

  #stream(
    service: ModelService,
    reply: NumberedReply,
    served: Served | undefined,
  ): ReadableStream<Uint8Array> {
    const events = service.events(reply)[Symbol.iterator]();
    const encoder = new TextEncoder();
    return new ReadableStream({
      pull: async (controller) => {
        const { value: event, done } = events.next();
        if (done) {
          if (service.end) controller.enqueue(encoder.encode(service.end));
          if (served) served.state = "sent";
          return controller.close();
        }
        const name = event.name ? `event: ${event.name}\n` : "";
        const data = `data: ${JSON.stringify(event.data)}\n\n`;
        controller.enqueue(encoder.encode(name + data));
        if (served) served.sent += event.text ?? "";
        if (event.pause) await pause(this.#pace);
      },
      cancel: () => {
        if (served) served.state = "cut";
      },
    }, { highWaterMark: 0 });
  }
}

/** The results of tools, those that came together as one group. */
function toolGroups(conversation: readonly Spoken[]): string[][] {
  const groups: string[][] = [];
  let before: Spoken["from"] = "user";
  for (const { from, text } of conversation) {
    if (from === "tool") {
      if (before !== "tool") groups.push([]);
      groups.at(-1)!.push(text);
    }
    before = from;
  }
  return groups;
}

function usageOf({ thinking = "", text = "", tools = [] }: ModelReply) {
  const output = words(thinking).length + words(text).length +
    20 * tools.length;
  return { input: 1000, output };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
