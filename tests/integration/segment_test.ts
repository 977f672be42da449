import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { Stripper } from "@/server/pipeline/strip.ts";
import { pickProfile } from "@/server/profiles/registry.ts";
import { type Finished, TestHouse } from "../house.ts";
import {
  type AgentFixture,
  agentFixtures,
  readRecording,
} from "../support/agent_fixture.ts";
import { readParrot } from "../support/parrot.ts";
import { cut, seeded } from "../support/seeded.ts";

type Told = Omit<Message, "at"> | { type: "status"; status: string };

const encoder = new TextEncoder();

const PARROT = "Parrot 1.0\r\nask> hello\r\n\r\x1b[Khm: 5 letters\r\n" +
  "say: hello\r\n     and again.\r\n-- 12 crackers left\r\nask> ";

/** Short recordings, one of each agent that was recorded in a terminal. */
const recorded = agentFixtures()
  .filter(({ name, terminal }) => terminal && name === "short");

/** Those that greet in lines: one that puts its greeting together all over the screen is not known by the bytes alone. */
const greeting: AgentFixture[] = [];
for (const fixture of recorded) {
  const text = new Stripper().push(await bytesOf(fixture));
  const { signature } = pickProfile([fixture.agent]);
  if (signature?.test(text)) greeting.push(fixture);
}

/** What a recorded agent wrote to its terminal. */
async function bytesOf(
  fixture: AgentFixture,
): Promise<Uint8Array<ArrayBuffer>> {
  const { events } = await readRecording(fixture);
  const output = events.map(([, kind, text]) => kind === "o" ? text : "");
  return encoder.encode(output.join(""));
}

function sizeArgs({ truth: { cols, rows } }: AgentFixture): string[] {
  return [`--cols=${cols}`, `--rows=${rows}`];
}

/** Runs `streamer segment` and gives it `pieces`, each in a write of its own. */
async function segment(
  house: TestHouse,
  args: readonly string[],
  ...pieces: Uint8Array<ArrayBuffer>[]
): Promise<Finished> {
  const child = house.spawn(["segment", ...args], { stdin: "piped" });
  const output = child.output();
  const writer = child.stdin.getWriter();
  for (const piece of pieces) await writer.write(piece);
  await writer.close();
  const { code, stdout, stderr } = await output;
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

function told({ stdout }: Finished): Told[] {
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

function messagesOf(finished: Finished): Omit<Message, "at">[] {
  return told(finished).flatMap((one) => "kind" in one ? one : []);
}

function questions(finished: Finished): string[] {
  return messagesOf(finished).filter(({ kind }) => kind === "question")
    .map(({ text }) => text);
}

/** What was asked and answered. Before an agent is known, it may have greeted. */
function spoken(finished: Finished): string[] {
  return messagesOf(finished).filter(({ turn }) => turn > 0)
    .map(({ kind, text }) => `${kind}: ${text}`);
}

async function writeParrot(house: TestHouse): Promise<void> {
  const { description } = await readParrot();
  await Deno.writeTextFile(`${house.folder}/parrot.toml`, description);
  await Deno.writeTextFile(`${house.folder}/parrot.raw`, PARROT);
}

const SAID = [
  { id: 1, kind: "question", text: "hello", source: "screen", turn: 1 },
  { id: 2, kind: "thinking", text: "5 letters", source: "screen", turn: 1 },
  {
    id: 3,
    kind: "answer",
    text: "hello\nand again.",
    source: "screen",
    turn: 1,
  },
];

describe("streamer segment", () => {
  test("finds recordings of several agents", () => {
    expect(recorded.length).toBeGreaterThanOrEqual(4);
  });

  test.each(recorded.map((fixture) => [fixture.agent, fixture] as const))(
    "reads what %s wrote",
    async (agent, fixture) => {
      await using house = await TestHouse.empty();
      const bytes = await bytesOf(fixture);
      const size = sizeArgs(fixture);
      const named = await segment(house, ["--agent", agent, ...size], bytes);
      expect([named.code, named.stderr]).toEqual([0, ""]);
      expect(questions(named))
        .toEqual(fixture.truth.turns.map(({ question }) => question));
      for (const { id, source, turn } of messagesOf(named)) {
        expect(id).toBeGreaterThan(0);
        expect(source).toBe("screen");
        expect(turn).toBeGreaterThan(0);
      }
    },
  );

  test("knows most agents by what they greet with", () => {
    expect(greeting.length).toBeGreaterThanOrEqual(4);
  });

  test.each(
    greeting.map((fixture) => [fixture.agent, fixture] as const),
  )("knows %s by its greeting", async (agent, fixture) => {
    await using house = await TestHouse.empty();
    const bytes = await bytesOf(fixture);
    const size = sizeArgs(fixture);
    const named = await segment(house, ["--agent", agent, ...size], bytes);
    const unnamed = await segment(house, size, bytes);
    expect(unnamed.stderr).toBe("");
    expect(spoken(unnamed)).toEqual(spoken(named));
  });

  test("says the same in whatever pieces its input comes", async () => {
    await using house = await TestHouse.empty();
    const [fixture] = recorded;
    const bytes = await bytesOf(fixture!);
    const args = [...sizeArgs(fixture!), "--status"];
    const whole = await segment(house, args, bytes);
    const pieces = cut(bytes, { random: seeded(3), most: 500 });
    expect(pieces.length).toBeGreaterThan(10);
    expect(await segment(house, args, ...pieces)).toEqual(whole);
    expect(whole.stdout).not.toBe("");
  });

  test("reads the session log that an agent keeps", async () => {
    await using house = await TestHouse.empty();
    const logs = agentFixtures().filter(({ name, truth }) =>
      name === "short" && truth.log !== undefined
    );
    expect(logs.length).toBeGreaterThanOrEqual(3);
    for (const { agent, folder, truth } of logs) {
      const found = await house.run("segment", `${folder}/log.jsonl`);
      expect([found.code, found.stderr], agent).toEqual([0, ""]);
      expect(questions(found), agent)
        .toEqual(truth.turns.map(({ question }) => question));
      expect(new Set(messagesOf(found).map(({ source }) => source)), agent)
        .toEqual(new Set(["structured"]));
    }
  });

  test("reads lines of any other program", async () => {
    await using house = await TestHouse.empty();
    const found = await segment(
      house,
      [],
      encoder.encode("a\rb\n\x1b[31mred\x1b[0m\n"),
    );
    expect(told(found)).toEqual([
      { id: 1, kind: "answer", text: "b\nred\n", source: "lines", turn: 0 },
    ]);
  });

  test("says nothing of nothing", async () => {
    await using house = await TestHouse.empty();
    expect(await segment(house, []))
      .toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("reads an agent of one's own, from files and standard input", async () => {
    await using house = await TestHouse.empty();
    await writeParrot(house);
    const args = ["--agent-file", `${house.folder}/parrot.toml`];
    const file = await house.run(
      "segment",
      ...args,
      `${house.folder}/parrot.raw`,
    );
    expect(told(file)).toEqual(SAID);
    expect(told(await segment(house, args, encoder.encode(PARROT))))
      .toEqual(SAID);
    const two = await house.shell(
      `head -c 30 parrot.raw > one
       tail -c +31 parrot.raw | streamer segment --agent-file parrot.toml one -`,
    );
    expect(two.stdout).toBe(file.stdout);
  });

  test("reads an agent of the settings, named and by its screen", async () => {
    await using house = await TestHouse.empty();
    await writeParrot(house);
    const { config } = house.config.folders;
    await Deno.mkdir(config, { recursive: true });
    const { description } = await readParrot();
    await Deno.writeTextFile(
      `${config}/config.toml`,
      `[agents.parrot]\n${description}`,
    );
    const bytes = encoder.encode(PARROT);
    expect(told(await segment(house, ["--agent=parrot"], bytes))).toEqual(SAID);
    expect(told(await segment(house, [], bytes))).toEqual(SAID);
  });

  test("tells what the agent does, when that is asked for", async () => {
    await using house = await TestHouse.empty();
    await writeParrot(house);
    const args = ["--agent-file", `${house.folder}/parrot.toml`];
    const found = told(
      await segment(house, [...args, "--status"], encoder.encode(PARROT)),
    );
    expect(found.filter((one) => "kind" in one)).toEqual(SAID);
    expect(found).toContainEqual({
      type: "status",
      status: "idle",
      evidence: "its input box waits",
    });
  });

  test.each([
    [["--cols=1"], "--cols must be a whole number from 2 to 1000"],
    [["--rows=0"], "--rows must be a whole number from 1 to 500"],
    [["--rows=x"], "--rows must be a whole number from 1 to 500"],
    [["--wide"], "unknown option '--wide'"],
    [
      ["--agent=plain", "--agent-file=x"],
      "--agent and --agent-file exclude each other",
    ],
  ])("refuses %j", async (args, reason) => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.run("segment", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(reason);
  });

  test.each([
    [["--agent=nobody"], 'Cannot read agent "nobody": known are '],
    [["--agent-file=missing"], "there is no such file, or nothing in it"],
    [["--agent-file=bad.toml"], 'Cannot use setting "question"'],
    [["--agent-file=broken.toml"], 'Cannot read settings from "broken.toml"'],
  ])("cannot use %j", async (args, reason) => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.shell(
      `echo 'prompt = "^>"' > bad.toml; echo '[' > broken.toml
       streamer segment ${args.join(" ")} < /dev/null`,
    );
    expect(stderr).toContain(reason);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("goes on behind files that it cannot read, and tells", async () => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.shell(
      `echo ok > good; mkdir folder
       streamer segment missing folder good`,
    );
    expect(stderr).toBe(
      `streamer: Cannot read "missing": there is no such file\n` +
        `streamer: Cannot read "folder": it is a folder\n`,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('"text":"ok\\n"');
  });

  test("ends when its reader has left", async () => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.shell(
      `yes 'a line of text' | streamer segment | head -n 1 | wc -l
       echo "\${PIPESTATUS[*]}"`,
    );
    expect({ code, stdout, stderr })
      .toEqual({ code: 0, stdout: "1\n141 0 0 0\n", stderr: "" });
  });
});
