/**
 * Session logs that agents write themselves, followed while they write them.
 *
 * @module
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Statement } from "@/shared/domain.ts";
import type { AgentLog } from "@/server/agent_logs/agent_log.ts";
import { openAgentLog } from "@/server/agent_logs/open.ts";
import { TypedText } from "@/server/agent_logs/typed_text.ts";

const AGENT = new URL("../agents/keeps_log.ts", import.meta.url).pathname;

/** Milliseconds in which something that a test waits for must come. */
const PATIENCE = 8_000;

/** A folder for agents and their logs. */
class Place implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "streamer-test-" });
  readonly home = `${this.folder}/home`;
  readonly project = `${this.folder}/project`;
  readonly #agents: Agent[] = [];

  constructor() {
    Deno.mkdirSync(this.project);
    // By its name other processes know what it is.
    Deno.symlinkSync(AGENT, `${this.folder}/codex.ts`);
    Deno.writeTextFileSync(
      `${this.folder}/codex`,
      `#!/bin/sh\nexec '${Deno.execPath()}' run -A -q '${this.folder}/codex.ts' "$@"\n`,
      { mode: 0o755 },
    );
  }

  /** Starts an agent that does what `script` says, and follows its log. */
  start(script: string[], { cwd = this.project, typed = [""] } = {}): Agent {
    const command = [`${this.folder}/codex`, ...script];
    const agent = new Agent(command, { cwd, home: this.home, typed });
    this.#agents.push(agent);
    return agent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const agent of this.#agents) await agent.end();
    await Deno.remove(this.folder, { recursive: true });
  }
}

class Agent {
  readonly statements: Statement[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #log: AgentLog;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #news = Promise.withResolvers<void>();

  constructor(
    command: string[],
    { cwd, home, typed }: { cwd: string; home: string; typed: string[] },
  ) {
    const since = Date.now();
    const env = { CODEX_HOME: home };
    const [program = "", ...args] = command;
    this.#child = new Deno.Command(program, {
      args,
      cwd,
      env,
      stdin: "piped",
      stdout: "null",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#log = openAgentLog({
      command,
      pid: this.#child.pid,
      cwd,
      env,
      since,
      typed: new TypedText(typed),
      pass: (statements) => {
        this.statements.push(...statements);
        this.#news.resolve();
        this.#news = Promise.withResolvers();
      },
      room: () => Promise.resolve(),
    })!;
  }

  /** Lets an agent that waits go on. */
  async goOn(): Promise<void> {
    await this.#input.write(new TextEncoder().encode("\n"));
  }

  /** What was said so far, without what only ends a turn. */
  get said(): string[] {
    return this.statements.flatMap((each) =>
      each.type === "message" ? `${each.kind}: ${each.text}` : []
    );
  }

  /** Settles when `text` was stated. */
  async until(text: string): Promise<void> {
    const late = Date.now() + PATIENCE;
    while (!this.said.includes(text)) {
      const left = late - Date.now();
      if (left <= 0) throw new Error(`"${text}" was not stated: ${this.said}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, left);
      await Promise.race([promise, this.#news.promise]);
      clearTimeout(timer);
    }
  }

  /** Settles when the agent has ended and its log was read. */
  async finish(): Promise<void> {
    await this.#child.status;
    await this.#log.finish();
  }

  async end(): Promise<void> {
    await this.#input.close().catch(() => {
      // It has ended by itself.
    });
    await this.finish();
  }
}

describe("AgentLog", () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place[Symbol.asyncDispose]());

  it("states what the agent writes, while it is written", async () => {
    const agent = place.start(["new", "ask", "one", "wait", "say", "two"]);
    await agent.until("question: one");
    expect(agent.said).toEqual(["question: one"]);
    await agent.goOn();
    await agent.until("answer: two");
    await agent.finish();
    expect(agent.said).toEqual(["question: one", "answer: two"]);
    expect(agent.statements.at(-1)).toMatchObject({
      type: "turn",
      duration: 20,
    });
  });

  it("finds a log that is begun long after the command", async () => {
    const agent = place.start(["wait", "new", "ask", "late", "wait"]);
    const first = place.start(["new", "ask", "x"], { cwd: place.folder });
    await first.until("question: x");
    await agent.goOn();
    await agent.until("question: late");
  });

  it("leaves alone what is written of another folder", async () => {
    const script = ["new", "ask", "mine", "foreign", "/elsewhere", "say", "ok"];
    const agent = place.start(script);
    await agent.finish();
    expect(agent.said).toEqual(["question: mine", "answer: ok"]);
  });

  it("leaves alone what was there before", async () => {
    await place.start(["new", "ask", "old"]).finish();
    const agent = place.start(["new", "ask", "new one"]);
    await agent.finish();
    expect(agent.said).toEqual(["question: new one"]);
  });

  it("goes over to another log when the agent begins one", async () => {
    const script = ["new", "ask", "a", "say", "b", "wait", "new", "ask", "c"];
    const agent = place.start(script, { typed: ["a", "c"] });
    await agent.until("answer: b");
    await agent.goOn();
    await agent.finish();
    expect(agent.said).toEqual(["question: a", "answer: b", "question: c"]);
    const keys = agent.statements.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("leaves alone a log that another agent has begun later", async () => {
    const agent = place.start(["new", "ask", "a", "wait"], { typed: ["a"] });
    await agent.until("question: a");
    await place.start(["new", "ask", "not yours"]).finish();
    await agent.end();
    expect(agent.said).toEqual(["question: a"]);
  });

  it("states only what is new of a session that goes on", async () => {
    await place.start(["new", "ask", "before", "say", "then"]).finish();
    const [log] = files(place.home);
    const agent = place.start(["on", log!, "ask", "after", "resume", "x"]);
    await agent.finish();
    expect(agent.said).toEqual(["question: after", "answer: x"]);
  });

  it("goes over to an older session in which it is asked, and back", async () => {
    await place.start(["new", "ask", "before", "say", "then"]).finish();
    const [log] = files(place.home);
    const script = ["new", "ask", "a", "wait", "on", log!, "ask", "b", "wait"];
    const agent = place.start([...script, "back", "ask", "c"], {
      typed: ["a", "b", "c"],
    });
    await agent.until("question: a");
    await agent.goOn();
    await agent.until("question: b");
    await agent.goOn();
    await agent.finish();
    expect(agent.said).toEqual(["question: a", "question: b", "question: c"]);
  });

  it("knows a log of another day by its being open", async () => {
    const folder = `${place.home}/sessions/2020/01/02`;
    await Deno.mkdir(folder, { recursive: true });
    await place.start(["new", "ask", "before"]).finish();
    const [written] = files(place.home);
    const log = `${folder}/rollout-old.jsonl`;
    await Deno.rename(written!, log);
    const agent = place.start(["open", log, "on", log, "ask", "after", "wait"]);
    await agent.until("question: after");
  });

  it("keeps two agents in one folder apart by what was typed", async () => {
    const one = place.start(["new", "ask", "the first", "wait"], {
      typed: ["the first"],
    });
    const other = place.start(["new", "ask", "the other", "wait"], {
      typed: ["the ", "other"],
    });
    await Promise.all([
      one.until("question: the first"),
      other.until("question: the other"),
    ]);
    await Promise.all([one.end(), other.end()]);
    expect(one.said).toEqual(["question: the first"]);
    expect(other.said).toEqual(["question: the other"]);
  });

  it("is not opened for what keeps no log, or prints it anyway", () => {
    const rest = {
      pid: Deno.pid,
      cwd: "/",
      env: {},
      since: 0,
      typed: new TypedText([]),
      pass: () => {},
      room: () => Promise.resolve(),
    };
    expect(openAgentLog({ ...rest, command: ["ls", "codex"] })).toBeUndefined();
    const command = ["codex", "exec", "--json", "hi"];
    expect(openAgentLog({ ...rest, command })).toBeUndefined();
  });
});

function files(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? files(`${folder}/${name}`) : `${folder}/${name}`
  );
}
