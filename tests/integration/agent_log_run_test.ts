/**
 * `streamer run` of an agent that keeps a log of its session, or prints JSON.
 *
 * @module
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message, SessionInfo } from "@/shared/domain.ts";
import { TestHouse } from "../house.ts";

const AGENT = new URL("../agents/keeps_log.ts", import.meta.url).pathname;

describe("streamer run of an agent", () => {
  let house: TestHouse;
  let codex: string;
  beforeEach(async () => {
    house = await TestHouse.open();
    codex = `${house.folder}/bin/codex`;
    await program(`exec '${Deno.execPath()}' run -A -q '${AGENT}' "$@"`);
  });
  afterEach(() => house[Symbol.asyncDispose]());

  it("gives the conversation that the agent's own log has", async () => {
    const messages = await conversation(
      ["--pty", "--", codex, "new", "ask", "Why so?", "say", "Just *because*."],
    );
    const structured = messages.filter(({ source }) => source === "structured");
    expect(structured).toMatchObject([
      { kind: "question", text: "Why so?", turn: 1, done: true },
      { kind: "answer", text: "Just *because*.", turn: 1, done: true },
    ]);
  });

  it("leaves alone the log of another folder", async () => {
    const script = ["foreign", "/elsewhere", "new", "ask", "Me", "say", "Yes"];
    const messages = await conversation(["--pty", "--", codex, ...script]);
    const all = messages.map(({ text }) => text);
    expect(all).toContain("Me");
    expect(all).not.toContain("This is not for you");
  });

  it("reads no log when it is told not to", async () => {
    const messages = await conversation(
      ["--pty", "--", codex, "new", "ask", "Why so?", "say", "because"],
      { STREAMER_AGENT_LOGS: "0" },
    );
    expect(messages.filter(({ source }) => source === "structured"))
      .toEqual([]);
  });

  it("understands what is printed as JSON, however long a line is", async () => {
    const long = "long ".repeat(500_000);
    await Deno.writeTextFile(
      `${house.folder}/printed`,
      [
        "Reading additional input from stdin...",
        JSON.stringify({ type: "turn.started" }),
        JSON.stringify({
          type: "item.completed",
          item: { id: "item_0", type: "agent_message", text: long },
        }),
        JSON.stringify({
          type: "turn.completed",
          usage: { input_tokens: 3, output_tokens: 4 },
        }),
      ].join("\n"),
    );
    await program(`cat '${house.folder}/printed'`);
    const messages = await conversation(
      ["--no-pty", "--", codex, "exec", "--json", "Talk to me"],
    );
    expect(messages.map(({ kind, text, source }) => [kind, text, source]))
      .toEqual([
        ["question", "Talk to me", "structured"],
        [
          "notice",
          "Reading additional input from stdin...",
          "structured",
        ],
        ["answer", long, "structured"],
      ]);
  });

  async function program(script: string): Promise<void> {
    await Deno.writeTextFile(codex, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** Runs streamer with `args`, and reads the messages of the session. */
  async function conversation(
    args: string[],
    env: Record<string, string> = {},
  ): Promise<Message[]> {
    const home = { CODEX_HOME: `${house.folder}/home` };
    const child = house.spawn(["run", "-q", ...args], {
      env: { ...home, ...env },
      stdin: "null",
    });
    const { code, stderr } = await child.output();
    expect([code, new TextDecoder().decode(stderr)]).toEqual([0, ""]);
    const [info]: SessionInfo[] = await house.sessions();
    const path = `/sessions/${info!.id}/conversation`;
    const text = await (await house.local.request(path)).text();
    return text.trim().split("\n").filter(Boolean)
      .map((line): Message => JSON.parse(line));
  }
});
