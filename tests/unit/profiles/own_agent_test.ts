import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "smol-toml";
import { AgentSettings } from "@/shared/agent_settings.ts";
import { applyPatch, type Message } from "@/shared/domain.ts";
import { Pipeline } from "@/server/pipeline/pipeline.ts";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import { ownAgent, ownAgents } from "@/server/profiles/own_agent.ts";
import type { Sign } from "@/server/profiles/profile.ts";
import { pickProfile, recognize } from "@/server/profiles/registry.ts";
import { readParrot } from "../../support/parrot.ts";

beforeAll(loadTerminal);

const LEAST = { question: "^Q: ", prompt: "^\\$(?: (?<draft>.*))?$" };

/** Every key that there is. */
const ALL: AgentSettings = {
  programs: ["bot", "bot-nightly"],
  signature: "^Bot v\\d",
  question: ["^Q: ", "^\\? "],
  answer: "^A: ",
  thinking: "^T: ",
  tool: "^X: ",
  notice: "^N: ",
  unmarked: true,
  prompt: "^> ?(?<draft>.*)$",
  framed: true,
  hint: "^Write here",
  noise: ["^-- "],
  footer: ["^F1 help"],
  working: "^\\* works",
  thinks: "^\\* muses: (?<thought>.*)$",
  asks: "^Shall I go on",
  "asks_inline": "^Delete it\\? \\[(?<keys>y/n)\\]$",
  enter: "\n",
  choose: "arrows",
};

const BOX =
  "╭──────────────────╮\r\n│ > Write here     │\r\n╰──────────────────╯";

interface Read {
  messages: string[];
  signs: Sign[];
}

/** What `settings` make of screens, each of which is drawn below the one before; then nothing comes for a moment. */
function read(settings: AgentSettings, ...screens: string[]): Read {
  using pipeline = new Pipeline({
    profile: ownAgent("bot", settings),
    command: ["bot"],
    start: { lastId: 0, turn: 0 },
    terminal: { cols: 60, rows: 30 },
  });
  const messages = new Map<number, Message>();
  const signs: Sign[] = [];
  const encoder = new TextEncoder();
  for (const screen of screens) {
    const events = [
      ...pipeline.push({
        type: "output",
        stream: 1,
        data: encoder.encode(screen),
      }),
      ...pipeline.pause(),
    ];
    for (const event of events) {
      if (event.type === "sign") signs.push(event.sign);
      if (event.type !== "message") continue;
      const { patch } = event;
      const place = { seq: 0, at: 0 };
      messages.set(patch.id, applyPatch(messages.get(patch.id), patch, place));
    }
  }
  const told = [...messages.values()].filter(({ text }) => text !== "");
  return { messages: told.map(({ kind, text }) => `${kind}: ${text}`), signs };
}

describe("an agent that a person has described", () => {
  test("is known by its programs, or by its name", () => {
    const own = ownAgents({ bot: ALL, plainbot: LEAST });
    expect(pickProfile(["bot-nightly"], undefined, own).name).toBe("bot");
    expect(pickProfile(["/opt/plainbot", "-v"], undefined, own).name)
      .toBe("plainbot");
    expect(pickProfile(["cat"], "bot", own).name).toBe("bot");
    expect(pickProfile(["cat"], undefined, own).name).toBe("plain");
  });

  test("comes before an agent that is built in", () => {
    const own = ownAgents({ mine: { ...LEAST, programs: ["claude"] } });
    expect(pickProfile(["claude"], undefined, own).name).toBe("mine");
  });

  test("is recognized by its signature, and only by that", () => {
    const own = ownAgents({ plainbot: LEAST, bot: ALL });
    expect(recognize("Bot v2", own)?.name).toBe("bot");
    expect(recognize("Bot beta", own)).toBeUndefined();
  });

  test.each<[what: string, settings: Partial<AgentSettings>, send: object]>([
    ["its own", {}, { enter: "\r", choose: "key" }],
    ["letters", { asks_inline: "x" }, { choose: "key-enter" }],
    ["what is said", { asks_inline: "x", choose: "key" }, { choose: "key" }],
    ["all", { enter: "\n", choose: "arrows" }, {
      enter: "\n",
      choose: "arrows",
    }],
  ])("is answered by %s", (_, settings, send) => {
    expect(ownAgent("bot", { ...LEAST, ...settings }).send)
      .toMatchObject(send);
  });

  test("gives messages of each kind", () => {
    const { messages, signs } = read(
      ALL,
      `Bot v2\r\nQ: how?\r\nT: hm\r\nX: look here\r\nN: note\r\n` +
        `A: so.\r\n   And so.\r\n-- 3 s\r\nF1 help\r\n${BOX}`,
    );
    expect(messages).toEqual([
      "question: how?",
      "thinking: hm",
      "tool: look here",
      "notice: note",
      "answer: so.\nAnd so.",
    ]);
    expect(signs.at(-1)?.status).toBe("idle");
  });

  test("answers without a mark when it is said so", () => {
    const screen = `Q: how?\r\n\r\nLike this.\r\n${BOX}`;
    const { unmarked: _, ...marked } = ALL;
    expect(read(ALL, screen).messages)
      .toEqual(["question: how?", "answer: Like this."]);
    expect(read(marked, screen).messages).toEqual([
      "question: how?\n\nLike this.",
    ]);
  });

  test.each<[status: Sign["status"], row: string]>([
    ["working", "* works"],
    ["thinking", "* muses: who knows"],
  ])("shows that it is %s", (status, row) => {
    const { signs } = read(ALL, `Q: how?\r\n\r\n${row}\r\n${BOX}`);
    expect(signs.at(-1)?.status).toBe(status);
  });

  test.each<[what: string, screen: string]>([
    ["choices", "────────────\r\nShall I go on\r\n❯ 1. Yes\r\n  2. No"],
    ["letters", "Delete it? [y/n]"],
  ])("asks for a permission with %s", (_, screen) => {
    const { messages, signs } = read(ALL, `Q: how?\r\n\r\n${screen}`);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatch(/^permission: (Shall|Delete)/);
    expect(signs.at(-1)?.status).toBe("needs_permission");
  });

  test.each([
    [{ prompt: "^>" }, "question"],
    [{ ...LEAST, question: "(" }, "question"],
    [{ ...LEAST, hint: "" }, "hint"],
    [{ ...LEAST, choose: "mouse" }, "choose"],
    [{ ...LEAST, colour: "red" }, ""],
  ])("is refused when it says %j", (settings, key) => {
    const { error } = AgentSettings.safeParse(settings);
    expect(error?.issues[0]?.path.join(".")).toBe(key);
  });

  test("stands in the documentation", async () => {
    const { description } = await readParrot();
    const settings = AgentSettings.parse(parse(description));
    const { messages, signs } = read(
      settings,
      "Parrot 1.0\r\nask> ",
      "hello\r\n~ parrot is working (ctrl+c to stop)",
      "\r\x1b[Khm: 5 letters\r\nMay I repeat that aloud? [y/n]: ",
      "y\r\nrun: say hello\r\n  └ done\r\nsay: hello\r\n     and again.\r\n" +
        "-- 12 crackers left\r\nask> ",
    );
    expect(messages).toEqual([
      "question: hello",
      "thinking: 5 letters",
      "permission: May I repeat that aloud? [y/n]:",
      "tool: say hello\n└ done",
      "answer: hello\nand again.",
    ]);
    expect(signs.map(({ status }) => status))
      .toEqual(["idle", "working", "needs_permission", "idle"]);
  });
});
