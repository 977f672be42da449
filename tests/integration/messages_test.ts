import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { openStore } from "@/server/store/open.ts";
import { TestHouse } from "../house.ts";
import { aBatch, aMessage, AT } from "../unit/store/support.ts";

/** What was said in a session named `talk`: tools are every third message. */
const TALK: Message[] = Array.from({ length: 2500 }, (_, i) => {
  const id = i + 1;
  if (id % 3 === 1) return aMessage({ id, kind: "question", text: `q${id}` });
  if (id % 3 === 2) return aMessage({ id, text: `a${id}\n` });
  const call = { name: "Bash", input: `ls ${id}`, result: `r${id}` };
  return aMessage({ id, kind: "tool", tool: { ...call, state: "done" } });
});

/** A server whose store has the session `talk`, which has ended. */
async function talkHouse(): Promise<TestHouse> {
  const house = await TestHouse.empty();
  await using store = await openStore(house.config.db);
  const exit = { code: 0, signal: null };
  const info = { name: "talk", exit, endedAt: AT };
  await store.commit([aBatch({ info, messages: TALK })]);
  await house.start();
  return house;
}

function jsonOf(lines: string): Message[] {
  return lines.trimEnd().split("\n").map((line) => JSON.parse(line));
}

describe("logs --messages", () => {
  test("prints thousands of messages as JSON, all or those of some kinds", async () => {
    await using house = await talkHouse();
    const all = await house.run("logs", "talk", "--messages", "--json");
    expect(all.code).toBe(0);
    expect(jsonOf(all.stdout)).toStrictEqual(
      TALK.map(({ done: _, seq: __, ...message }) => message),
    );
    const some = (...args: string[]) =>
      house.run("logs", "talk", "--messages", "--json", ...args);
    const tools = jsonOf((await some("--kind", "tool")).stdout);
    expect(tools).toHaveLength(833);
    expect(tools[0]).toMatchObject({ id: 3, tool: { input: "ls 3" } });
    const rest = await some("--no-tool", "--no-answer");
    expect(jsonOf(rest.stdout).map(({ text }) => text))
      .toEqual(
        TALK.flatMap(({ kind, text }) => kind === "question" ? text : []),
      );
  });

  test("prints text for people, and ends when they want no more", async () => {
    await using house = await talkHouse();
    const { stdout } = await house.shell(
      "streamer logs talk --messages -f | head -9; echo ${PIPESTATUS[*]}",
    );
    expect(stdout.replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gm, "TIME"))
      .toBe(
        "TIME question\nq1\n\nTIME answer\na2\n\nTIME tool Bash\ntext\nr3\n0 0\n",
      );
  });

  test("is coloured in a terminal, unless NO_COLOR is set", async () => {
    await using house = await talkHouse();
    const shown = async (name: string, env: string) => {
      await house.shell(
        `${env} streamer run --detach --name ${name} streamer logs talk --messages --kind question`,
      );
      await expect.poll(
        async () =>
          (await house.sessions()).find((one) => one.name === name)?.exit,
        {
          timeout: 20_000,
        },
      ).toEqual({ code: 0, signal: null });
      return (await house.run("logs", name, "--raw")).stdout;
    };
    expect(await shown("colour", "NO_COLOR= ")).toContain(
      "\x1b[36mquestion\x1b[0m\r\nq2500\r\n",
    );
    expect(await shown("bare", "NO_COLOR=1")).not.toContain("\x1b[3");
  });

  test("-f prints each message when it is done, until the session ends", async () => {
    await using house = await TestHouse.open();
    await house.run(
      "run",
      "-q",
      "--detach",
      "--name=cat",
      "sh",
      "-c",
      'while read line; do echo "got $line"; done; exit 3',
    );
    const args = ["logs", "cat", "--messages", "--json", "-f"];
    const follower = house.spawn(args, { stderr: "null" });
    const output = follower.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    const next = async () => jsonOf((await output.read()).value ?? "null");
    await type(house, "one\n");
    expect(await next()).toMatchObject([{ kind: "question", text: "one" }]);
    await outputIs(house, "cat", "one\ngot one\n");
    await type(house, "two\n");
    let said = await next();
    while (said.length < 2) said = [...said, ...await next()];
    expect(said).toMatchObject([
      { id: 2, kind: "answer", text: "got one\n", turn: 1, source: "lines" },
      { id: 3, kind: "question", text: "two", turn: 2 },
    ]);
    await outputIs(house, "cat", "one\ngot one\ntwo\ngot two\n");
    await type(house, "\x04");
    expect(await next()).toMatchObject([{ kind: "answer", text: "got two\n" }]);
    expect((await output.read()).done).toBe(true);
    expect((await follower.status).code).toBe(0);
  });

  test.each([
    [["--json"], "--json needs --messages"],
    [["--kind", "answer"], "--kind needs --messages"],
    [["--no-tool"], "--no-tool needs --messages"],
    [["--messages", "--raw"], "--raw and --messages exclude each other"],
    [["--messages", "--kind", "talk"], '--kind does not know "talk"'],
  ])("refuses %j", async (args, reason) => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.run("logs", "x", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(reason);
  });
});

/** Types into the session `cat`. */
async function type(house: TestHouse, text: string): Promise<void> {
  await house.local.request("/sessions/cat/input", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, raw: true }),
  });
}

async function outputIs(house: TestHouse, session: string, text: string) {
  await expect.poll(async () => {
    const path = `/sessions/${session}/output?format=clean`;
    return await (await house.local.request(path)).text();
  }, { timeout: 15_000 }).toBe(text);
}
