import { describe, expect, test } from "vitest";
import { TestHouse } from "../house.ts";
import { type Told, WireClient } from "../support/wire_client.ts";

const agent = (name: string) =>
  decodeURI(new URL(`../agents/scripted/${name}.ts`, import.meta.url).pathname);

/** Starts a scripted agent in a pseudo-terminal, under the name `x`. */
async function start(
  house: TestHouse,
  options: readonly string[],
  [script, ...args]: readonly [string, ...string[]],
): Promise<void> {
  const program = [Deno.execPath(), "run", "-q", "-A", agent(script), ...args];
  const { code, stderr } = await house.run(
    "run",
    "-q",
    "--detach",
    "--name=x",
    ...options,
    "--",
    ...program,
  );
  expect([code, stderr]).toEqual([0, ""]);
}

/** A client that sees everything of `x`, once `text` has been printed. */
async function watch(house: TestHouse, text: string): Promise<WireClient> {
  const client = await WireClient.signedIn(house.url, house.token());
  await client.ask({ action: "subscribe", filters: { sessions: ["x"] } });
  await client.until(() => printed(client.told).includes(text));
  return client;
}

function printed(told: readonly Told[]): string {
  return told.map((one) =>
    one.type === "pane.output"
      ? one.data.text
      : one.type === "stream.snapshot"
      ? one.data.screen
      : ""
  ).join("");
}

/** The texts that waited, each time that this changed. */
function queues(told: readonly Told[]): string[] {
  const all = told.flatMap((one) =>
    one.type === "session.updated" ? [one.data.queue] : []
  ).map((queue) => queue.map(({ text, state }) => `${text} ${state}`).join());
  return all.filter((queue, at) => queue !== all[at - 1]);
}

const message = (text: string) => ({ action: "input", session: "x", text });

describe("messages to a program that reads lines", () => {
  test("are confirmed when it answers", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt"]);
    using client = await watch(house, "> ");
    expect(await client.ask(message("hello\n"))).toMatchObject({
      type: "ok",
      delivery: "confirmed",
    });
    await client.until(() => printed(client.told).includes("done: hello"));
    expect((await client.first("message.question")).data.text).toBe("hello");
  });

  test("wait while it is busy, keep their order, and can be taken back", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt", "1000"]);
    using client = await watch(house, "> ");
    const sent = ["one", "two", "three", "four"].map((text) =>
      client.ask(message(text))
    );
    const [, , third, fourth] = await client.until((one) =>
      one.type === "session.updated" && one.data.queue.length === 4 &&
      one.data.queue
    );
    expect(fourth).toMatchObject({ text: "four", state: "waiting" });
    expect(
      await client.ask({ action: "cancel", session: "x", id: third!.id }),
    ).toMatchObject({ type: "ok" });
    expect(await sent[2]).toMatchObject({ type: "error", code: "conflict" });
    expect(await sent[3]).toMatchObject({ delivery: "confirmed" });
    await client.until(() => printed(client.told).includes("done: four"));
    expect(printed(client.told).match(/done: \w+/g)).toEqual([
      "done: one",
      "done: two",
      "done: four",
    ]);
    expect(queues(client.told).at(-1)).toBe("");
  });

  test("that shows nothing were typed, and no more is known", async () => {
    await using house = await TestHouse.open();
    await house.run(
      "run",
      "-q",
      "-d",
      "--name=x",
      "sh",
      "-c",
      "read a; read b",
    );
    using client = await watch(house, "");
    expect(await client.ask(message("hello"))).toMatchObject({
      type: "ok",
      delivery: "typed",
    });
  });

  test("that ends do not arrive", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt", "5000"]);
    using client = await watch(house, "> ");
    await client.ask(message("one"));
    const waiting = client.ask(message("two"));
    await client.ask({ action: "stop", session: "x" });
    expect(await waiting).toMatchObject({
      type: "error",
      code: "conflict",
      message: 'Cannot send to "x": the session has ended',
    });
    expect(await client.ask(message("three"))).toMatchObject({
      code: "conflict",
    });
  });

  test("do not hold up keystrokes", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt", "30000"]);
    using client = await watch(house, "> ");
    await client.ask(message("one"));
    const waiting = client.ask(message("two"));
    await client.ask({ ...message("\x03"), raw: true });
    expect((await client.first("session.ended")).data.exit).toMatchObject({
      signal: "SIGINT",
    });
    expect(await waiting).toMatchObject({ code: "conflict" });
  });
});

describe("messages to an agent with an input box", () => {
  const codex = ["--agent=codex"];

  test("of several lines arrive as one", async () => {
    await using house = await TestHouse.open();
    await start(house, codex, ["box"]);
    using client = await watch(house, "for shortcuts");
    expect(await client.ask(message("first line\nsecond line\nthird")))
      .toMatchObject({ type: "ok", delivery: "confirmed" });
    await client.until(() =>
      printed(client.told).includes(
        "You said 3 lines: first line / second line / third",
      )
    );
  });

  test("wait for each other's answers", async () => {
    await using house = await TestHouse.open();
    await start(house, codex, ["box", "busy=1500"]);
    using client = await watch(house, "for shortcuts");
    const first = client.ask(message("one"));
    const second = client.ask(message("two\nlines"));
    expect(await first).toMatchObject({ delivery: "confirmed" });
    expect(printed(client.told)).not.toContain("You said");
    expect(await second).toMatchObject({ delivery: "confirmed" });
    expect(printed(client.told)).toContain("You said 1 lines: one");
    await client.until(() => printed(client.told).includes("two / lines"));
  });

  test.each(["deaf=1", "paste=1000"])(
    "are sent with a second Enter when the first was not heard: %s",
    async (option) => {
      await using house = await TestHouse.open();
      await start(house, codex, ["box", option]);
      using client = await watch(house, "for shortcuts");
      expect(await client.ask(message("hello\nthere"))).toMatchObject({
        delivery: "confirmed",
      });
      await client.until(() =>
        printed(client.told).includes("2 lines: hello / there")
      );
    },
  );

  test("that it never takes are told of, with what was seen", async () => {
    await using house = await TestHouse.open();
    await start(house, codex, ["box", "deaf=99"]);
    await watch(house, "for shortcuts").then((one) => one[Symbol.dispose]());
    const { code, stderr } = await house.run("send", "x", "hello");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "streamer: Cannot confirm the text: typed, but the agent did not start within 10 s; its screen still shows the text in its input box\n",
    );
  });

  test("wait until its question is answered, which a choice does", async () => {
    await using house = await TestHouse.open();
    await start(house, codex, ["box"]);
    using client = await watch(house, "for shortcuts");
    await client.ask(message("permission"));
    const { data } = await client.first("message.permission");
    expect(data.permission).toMatchObject({
      choices: [
        { key: "1", label: "Yes, proceed" },
        { key: "2", label: "Yes, and do not ask again" },
        { key: "3", label: "No" },
      ],
      chosen: null,
    });
    await client.until((one) =>
      one.type === "agent.status" && one.data.status === "needs_permission"
    );
    const next = client.ask(message("next"));
    const choose = { action: "choose", session: "x", message: data.id };
    expect(await client.ask({ ...choose, choice: "9" })).toMatchObject({
      code: "bad_request",
    });
    expect(printed(client.told)).not.toContain("next");
    expect(await client.ask({ ...choose, choice: "2" })).toMatchObject({
      type: "ok",
      delivery: "confirmed",
    });
    await client.until(() =>
      printed(client.told).includes("the choice Yes, and do not ask again")
    );
    expect(await next).toMatchObject({ delivery: "confirmed" });
    expect(await client.ask({ ...choose, choice: "2" })).toMatchObject({
      code: "conflict",
    });
  });
});

describe("streamer send", () => {
  test("tells by its exit code whether the message has arrived", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt"]);
    await watch(house, "> ").then((one) => one[Symbol.dispose]());
    expect(await house.run("send", "--json", "x", "hello", "there"))
      .toMatchObject({ code: 0, stdout: '{"delivery":"confirmed"}\n' });
    const left = await house.shell("printf 'exit\\n' | streamer send x");
    expect([left.code, left.stdout]).toEqual([0, ""]);
    await expect.poll(async () => (await house.sessions())[0]?.endedAt)
      .not.toBeNull();
    expect((await house.run("logs", "x")).stdout).toContain(
      "done: hello there",
    );
    const late = await house.run("send", "x", "late");
    expect(late.code).toBe(1);
    expect(late.stderr).toContain("it has ended");
  });

  test("queues, shows what waits, and takes it back", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt", "20000"]);
    using client = await watch(house, "> ");
    await client.ask(message("work"));
    expect((await house.run("send", "x", "--no-wait", "later")).stdout)
      .toBe("2\n");
    const gone = await house.run("send", "x", "--timeout", "0.3", "soon");
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain("x is working; the text waits");
    expect(gone.stderr).toContain("it is working; the text was taken back");
    const { stdout } = await house.run("send", "x", "--queue", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ id: "2", text: "later" }]);
    expect((await house.run("send", "x", "--queue")).stdout).toMatch(
      /^NUMBER .*\n2 +waiting .* later\n$/,
    );
    expect((await house.run("send", "x", "--cancel", "2")).code).toBe(0);
    expect((await house.run("send", "x", "--cancel", "2")).code).toBe(1);
  });

  test("that is interrupted takes its message back", async () => {
    await using house = await TestHouse.open();
    await start(house, [], ["prompt", "20000"]);
    using client = await watch(house, "> ");
    await client.ask(message("work"));
    const sending = house.spawn(["send", "x", "never mind"]);
    await client.until(() =>
      queues(client.told).includes("never mind waiting")
    );
    sending.kill("SIGINT");
    await client.until(() => queues(client.told).at(-1) === "");
    await sending.output();
  });

  test.each([
    [["x", "--queue", "text"], "--queue takes no text"],
    [["x", "--raw", "--choose", "1"], "--choose and --raw exclude each other"],
    [["x", "--timeout", "soon", "text"], "It is seconds"],
    [["x", "--no-wait", "--timeout", "1", "text"], "exclude each other"],
    [[], "missing required argument"],
  ])("%j is wrong usage", async (args, reason) => {
    await using house = await TestHouse.empty();
    const { code, stderr } = await house.run("send", ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
  });
});

describe("streamer keys", () => {
  test("presses keys as they are", async () => {
    await using house = await TestHouse.open();
    await house.run("run", "-q", "-d", "--name=x", "cat", "-v");
    using client = await watch(house, "");
    await house.run("keys", "x", "Up", '"Enter"', "a b", "Enter");
    await client.until(() => printed(client.told).includes("^[[AEntera b\r\n"));
    await house.run("send", "x", "--raw", "now\n");
    await client.until(() => printed(client.told).includes("now\r\nnow\r\n"));
    await house.run("keys", "x", "C-c");
    expect((await client.first("session.ended")).data.exit).toMatchObject({
      signal: "SIGINT",
    });
  });

  test("knows when a name is no key", async () => {
    await using house = await TestHouse.empty();
    const { code, stderr } = await house.run("keys", "x", "Entr");
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('there is no key "Entr"'),
    ]);
  });
});
