import { describe, expect, test } from "vitest";
import type { ConversationPage } from "@/shared/protocol.ts";
import { TestHouse } from "../house.ts";
import { isRunning, processesWith } from "../support/processes.ts";

describe("a server in the background", () => {
  test("is started by the first run, and serves the next", async () => {
    await using house = await TestHouse.empty();
    expect((await house.run("run", "-q", "echo", "one")).stdout).toBe("one\n");
    await answers(house);
    const { pid } = await status(house);
    await house.run("run", "-q", "echo", "two");
    await expect.poll(() => names(house)).toEqual(["echo two", "echo one"]);
    expect((await status(house)).pid).toBe(pid);
  });

  test("is where a first run says it will be, although its port is taken", async () => {
    await using house = await TestHouse.empty();
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const env = { STREAMER_PORT: `${taken.addr.port}` };
    const { stderr } = await house.spawn(["run", "true"], { env }).output();
    const [, printed] = /watch at (http:\/\/127\.0\.0\.1:\d+)\//
      .exec(new TextDecoder().decode(stderr)) ?? [];
    await expect.poll(() => house.local.answers()).toBe(true);
    const { url } = await house.local.json<{ url: string }>("/status");
    expect(url).toBe(printed);
    expect(new URL(url).port).not.toBe(env.STREAMER_PORT);
  });

  test("has its sockets and secrets closed to other users", async () => {
    await using house = await TestHouse.empty();
    await using _server = await house.serve();
    const { data, runtime, state } = house.config.folders;
    const mode = (path: string) =>
      (Deno.statSync(path).mode! & 0o777).toString(8);
    expect([data, runtime, state].map(mode)).toEqual(["700", "700", "700"]);
    expect(mode(`${data}/token`)).toBe("600");
    expect(mode(`${data}/streamer.db`)).toBe("600");
    expect(mode(`${runtime}/server.json`)).toBe("600");
  });

  test.each([2, 10])(
    "%i runs at the same moment start one server",
    async (count) => {
      await using house = await TestHouse.empty();
      const ran = await Promise.all(
        Array.from(
          { length: count },
          (_, i) => house.run("run", "-q", "echo", `${i}`),
        ),
      );
      expect(ran.map(({ stdout }) => stdout)).toEqual(
        ran.map((_, i) => `${i}\n`),
      );
      await answers(house);
      const { pid } = await status(house);
      await expect.poll(() => processesWith("STREAMER_HOME", house.folder), {
        timeout: 15_000,
      })
        .toEqual([pid]);
      await expect.poll(async () => (await names(house)).length, {
        timeout: 10_000,
      }).toBe(count);
      expect((await house.sessions()).map(({ exit }) => exit?.code)).toEqual(
        ran.map(() => 0),
      );
    },
  );

  test("leaves when nobody has needed it for its idle minutes", async () => {
    await using house = await TestHouse.empty();
    await using server = await house.serve({
      env: { STREAMER_IDLE_MINUTES: "0.01" },
    });
    expect(await server.left()).toBe(0);
    expect(leftovers(house)).toEqual([]);
  });

  test("stays while a command runs, however short its idle minutes", async () => {
    await using house = await TestHouse.empty();
    const server = await house.serve({
      env: { STREAMER_IDLE_MINUTES: "0.02" },
    });
    const running = house.run("run", "-q", "sleep", "2.5");
    await expect.poll(async () => (await house.sessions()).length, {
      timeout: 1100,
      interval: 10,
    }).toBe(1);
    const ended = running.then(() => "run ended first");
    expect(await Promise.race([ended, server.left()])).toBe("run ended first");
    expect(await server.left()).toBe(0);
    expect(leftovers(house)).toEqual([]);
  });
});

describe("server status and server stop", () => {
  test("status --json has the fields that scripts need", async () => {
    await using house = await TestHouse.empty();
    await using server = await house.serve();
    const { code, stdout } = await house.run("server", "status", "--json");
    expect(code).toBe(0);
    const all = JSON.parse(stdout);
    expect(all).toMatchObject({
      running: true,
      pid: server.pid,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      database: `${house.folder}/data/streamer.db`,
      databaseBytes: expect.any(Number),
      health: { ok: true, problems: [] },
      tokenFile: `${house.folder}/data/token`,
      dashboard: expect.stringMatching(/^http.*\/#ticket=[0-9a-f]{32}$/),
    });
    const bearer = { Authorization: `Bearer ${house.token()}` };
    const answer = await fetch(`${all.url}/api/v1/status`, { headers: bearer });
    expect(await answer.json()).toMatchObject({
      pid: server.pid,
      url: all.url,
    });
  });

  test("status without a server says so, and exits 1", async () => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.run("server", "status");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^streamer: no server is running; .*\n$/);
    expect(await house.run("server", "status", "--json"))
      .toEqual({ code: 1, stdout: '{"running":false}\n', stderr: "" });
  });

  test("stop ends it and leaves no socket, lock or address", async () => {
    await using house = await TestHouse.empty();
    await using server = await house.serve();
    expect(await house.run("server", "stop")).toEqual({
      code: 0,
      stdout: "stopped\n",
      stderr: "",
    });
    expect(await server.left()).toBe(0);
    expect(leftovers(house)).toEqual([]);
    expect((await house.run("server", "stop")).stderr).toBe(
      "streamer: no server is running\n",
    );
  });

  test("stop lets running commands go on, and they are taken up by the next server", async () => {
    await using house = await TestHouse.empty();
    const server = await house.serve();
    const gate = `${house.folder}/gate`;
    const running = house.run(
      "run",
      "-q",
      "--name=long",
      "sh",
      "-c",
      `echo one; while ! test -e ${gate}; do sleep 0.05; done; echo two`,
    );
    await outputIs(house, "long", "one\n");
    await house.run("server", "stop");
    expect(await server.left()).toBe(0);
    await using _next = await house.serve();
    await expect.poll(async () => (await house.sessions())[0]?.connected, {
      timeout: 5000,
    }).toBe(true);
    await Deno.writeTextFile(gate, "");
    expect(await running).toEqual({
      code: 0,
      stdout: "one\ntwo\n",
      stderr: "",
    });
    await outputIs(house, "long", "one\ntwo\n");
  });

  test.each<Deno.Signal>(["SIGTERM", "SIGINT", "SIGHUP"])(
    "%s ends it in order",
    async (signal) => {
      await using house = await TestHouse.empty();
      const server = await house.serve();
      server.signal(signal);
      expect(await server.left()).toBe(0);
      expect(leftovers(house)).toEqual([]);
    },
  );

  test("what a killed server leaves lying about does no harm", async () => {
    await using house = await TestHouse.empty();
    const killed = await house.serve();
    await killed.crash();
    expect(leftovers(house)).toContain("server.json");
    expect((await house.run("server", "status")).code).toBe(1);
    expect((await house.run("server", "stop")).stderr).toBe(
      "streamer: no server is running\n",
    );
    expect((await house.run("run", "-q", "echo", "on")).stdout).toBe("on\n");
    await answers(house);
    expect((await status(house)).pid).not.toBe(killed.pid);
  });
});

describe("serve", () => {
  test("prints its address with a link, and leaves on Ctrl-C", async () => {
    await using house = await TestHouse.empty();
    const child = house.spawn(["serve", "--port", "0"]);
    let text = "";
    const output = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    while (!text.includes("#ticket=")) {
      text += (await output.read()).value ?? "";
    }
    expect(text).toMatch(/Listening on http:\/\/127\.0\.0\.1:\d+, database /);
    expect(text).toMatch(
      /Dashboard: http:\/\/127\.0\.0\.1:\d+\/#ticket=[0-9a-f]{32}\n/,
    );
    child.kill("SIGINT");
    expect((await child.status).code).toBe(0);
    expect(await new Response(child.stderr).text()).toBe("");
    await output.cancel();
    expect(leftovers(house)).toEqual([]);
  });

  test("refuses when another server runs, in one sentence", async () => {
    await using house = await TestHouse.empty();
    await using server = await house.serve();
    const { code, stdout, stderr } = await house.run("serve");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      "streamer: Cannot start the server: another one is running; see `streamer server status`\n",
    );
    expect(isRunning(server.pid)).toBe(true);
    expect((await status(house)).pid).toBe(server.pid);
  });

  test("refuses a port that is in use, in one sentence", async () => {
    await using house = await TestHouse.empty();
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = taken.addr as Deno.NetAddr;
    const { code, stderr } = await house.run("serve", "--port", `${port}`);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `streamer: Cannot listen on 127.0.0.1:${port}: the port is in use; choose another with --port\n`,
    );
    expect(leftovers(house)).toEqual([]);
  });

  test("in the background takes another port when its own is in use", async () => {
    await using house = await TestHouse.empty();
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = taken.addr as Deno.NetAddr;
    await using _server = await house.serve({
      env: { STREAMER_PORT: `${port}` },
    });
    expect((await status(house)).url).not.toContain(`:${port}`);
  });

  test("--db keeps everything in another file", async () => {
    await using house = await TestHouse.empty();
    const path = `${house.folder}/other/place.db`;
    const child = house.spawn(["serve", "--port", "0", "--db", path], {
      stdout: "null",
      stderr: "null",
    });
    await answers(house);
    expect((await status(house)).database).toBe(path);
    await house.run("run", "-q", "true");
    expect((await Deno.stat(path)).isFile).toBe(true);
    child.kill("SIGTERM");
    await child.status;
    await expect(Deno.stat(`${house.folder}/data/streamer.db`)).rejects
      .toThrow();
  });

  test.each([
    ["--port", "99999", /port/],
    ["--db", "ftp://x", /Cannot use database "ftp:\/\/x"/],
  ])("refuses %s %s in one sentence", async (option, value, sentence) => {
    await using house = await TestHouse.empty();
    const { code, stderr } = await house.run("serve", option, value);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("a damaged database", () => {
  test("is told in one sentence, left as it is, and commands still run", async () => {
    await using house = await TestHouse.empty();
    const path = `${house.folder}/data/streamer.db`;
    await Deno.mkdir(`${house.folder}/data`);
    const damage = "this is no database\n".repeat(1000);
    await Deno.writeTextFile(path, damage);
    const served = await house.run("serve");
    expect(served.code).toBe(1);
    expect(served.stderr).toMatch(
      /^streamer: Cannot use database ".*": it is damaged or not a database; .*\n$/,
    );
    const ran = await house.run(
      "run",
      "-q",
      "--name=kept",
      "sh",
      "-c",
      "echo fine; exit 3",
    );
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({
      code: 3,
      stdout: "fine\n",
    });
    const { code, stdout } = await house.run("doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^BAD +database .*damaged/m);
    expect(await Deno.readTextFile(path)).toBe(damage);

    await Deno.remove(path);
    await using _server = await house.serve();
    await outputIs(house, "kept", "fine\n");
  });
});

describe("the other commands", () => {
  test("doctor finds all well, with and without a server", async () => {
    await using house = await TestHouse.empty();
    const alone = await house.run("doctor");
    expect(alone).toMatchObject({ code: 0, stderr: "" });
    expect(alone.stdout).toMatch(/^ok +server +not running$/m);
    await using server = await house.serve();
    const { code, stdout } = await house.run("doctor", "--json");
    expect(code).toBe(0);
    const checks: { name: string; ok: boolean; detail: string }[] = JSON.parse(
      stdout,
    );
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.find(({ name }) => name === "server")?.detail).toContain(
      `process ${server.pid}`,
    );
  });

  test("ps lists what runs, ps --all what has ended too", async () => {
    await using house = await TestHouse.open();
    expect((await house.run("ps")).stderr).toMatch(
      /^streamer: nothing is running; /,
    );
    await house.run("run", "-q", "--name=over", "false");
    const child = house.spawn(["run", "-q", "--name=now", "sleep", "60"], {
      stdout: "null",
      stderr: "null",
    });
    await expect.poll(() => names(house)).toEqual(["now", "over"]);
    const one = await house.run("ps");
    expect(one.stdout).toMatch(
      /^ID +STATUS +FOR +AGENT +PID +NAME\n\w{10} +\w+ +\d+ s +plain +\d+ +now\n$/,
    );
    const all = await house.run("ps", "-a");
    expect(all.stdout.split("\n")).toHaveLength(4);
    expect(all.stdout).toMatch(/exited 1 .* over$/m);
    child.kill("SIGKILL");
    await child.status;
  });

  test("logs -f follows to the end", async () => {
    await using house = await TestHouse.open();
    const gate = `${house.folder}/gate`;
    const running = house.run(
      "run",
      "-q",
      "--name=slow",
      "sh",
      "-c",
      `echo one; while ! test -e ${gate}; do sleep 0.02; done; echo two; exit 1`,
    );
    await outputIs(house, "slow", "one\n");
    const follower = house.spawn(["logs", "slow", "-f"]);
    const output = follower.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    expect((await output.read()).value).toBe("one\n");
    await Deno.writeTextFile(gate, "");
    expect((await output.read()).value).toBe("two\n");
    expect(await output.read()).toEqual({ done: true, value: undefined });
    expect((await follower.status).code).toBe(0);
    await follower.stderr.cancel();
    expect((await running).code).toBe(1);
  });

  test("logs are plain text without escape codes, or every byte with --raw", async () => {
    await using house = await TestHouse.open();
    const text = "\x1b[31mred\x1b[0m\n\rover\rOVER\n";
    await house.run(
      "run",
      "-q",
      "--name=c",
      "printf",
      text.replaceAll("\x1b", "\\033").replaceAll("\n", "\\n").replaceAll(
        "\r",
        "\\r",
      ),
    );
    expect((await house.run("logs", "c")).stdout).toBe("red\nOVER\n");
    expect((await house.run("logs", "c", "--raw")).stdout).toBe(text);
  });

  test("logs of a session that nobody knows is one sentence and exit 1", async () => {
    await using house = await TestHouse.open();
    expect(await house.run("logs", "nothing")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'streamer: Cannot find session "nothing"; `streamer ps --all` lists them\n',
    });
  });

  test("stop ends a command, even one that ignores SIGTERM", async () => {
    await using house = await TestHouse.open();
    const mild = house.run("run", "-q", "--name=mild", "sleep", "60");
    const stubborn = house.run(
      "run",
      "-q",
      "--name=stubborn",
      "sh",
      "-c",
      "trap '' TERM HUP; echo on; while :; do sleep 0.1; done",
    );
    await outputIs(house, "stubborn", "on\n");
    await expect.poll(() => names(house)).toContain("mild");
    await house.run("stop", "mild");
    await house.run("stop", "stubborn");
    expect((await mild).code).toBe(143);
    expect((await stubborn).code).toBe(137);
  });

  test("--detach prints the id, and the command goes on by itself with a terminal of its own", async () => {
    await using house = await TestHouse.open();
    const { code, stdout, stderr } = await house.run(
      "run",
      "--detach",
      "--name=bg",
      "sh",
      "-c",
      "tty; stty size; sleep 0.2; exit 6",
    );
    const id = stdout.trim();
    expect({ code, id }).toEqual({
      code: 0,
      id: expect.stringMatching(/^[0-9a-z]{10}$/),
    });
    expect(stderr).toContain(`/sessions/${id}#ticket=`);
    await expect.poll(async () => (await house.sessions())[0], {
      timeout: 5000,
    })
      .toMatchObject({
        id,
        name: "bg",
        source: "pty",
        exit: { code: 6, signal: null },
      });
    await outputIs(house, id, /^\/dev\/pts\/\d+\n24 80\n$/);
  });

  test.each([
    ["no-such-command", 127],
    ["/etc/passwd", 126],
  ])("--detach %s fails at once", async (command, code) => {
    await using house = await TestHouse.open();
    const ran = await house.run("run", "--detach", command);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({
      code,
      stdout: "",
    });
    expect(ran.stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("after a restart", () => {
  test("everything is listed with the same messages and output", async () => {
    await using house = await TestHouse.empty();
    const first = await house.serve();
    await house.run(
      "run",
      "-q",
      "--name=a",
      "sh",
      "-c",
      "echo hello; echo oops >&2; exit 2",
    );
    await house.run(
      "run",
      "-q",
      "--pty",
      "--name=b",
      "printf",
      "\\033[1mbold\\033[0m\\n漢字\\n",
    );
    await house.run("run", "-q", "--name=c", "seq", "1", "50000");
    const before = await everything(house);
    expect(before.map(({ conversation }) => conversation.messages.length > 0))
      .toEqual([
        true,
        true,
        true,
      ]);
    expect(
      before.flatMap(({ conversation }) => conversation.messages).every((
        { done },
      ) => done),
    )
      .toBe(true);
    await house.run("server", "stop");
    expect(await first.left()).toBe(0);
    await using _second = await house.serve();
    expect(await everything(house)).toEqual(before);
  });
});

/** Sessions with all that the server knows of them. */
async function everything(house: TestHouse) {
  const infos = await house.sessions();
  return await Promise.all(infos.map(async (info) => ({
    info,
    conversation: await house.local.json<ConversationPage>(
      `/sessions/${info.id}/messages`,
    ),
    output: await (await house.local.request(`/sessions/${info.id}/output`))
      .text(),
    records: await (await house.local.request(`/sessions/${info.id}/records`))
      .bytes(),
  })));
}

async function answers(house: TestHouse): Promise<void> {
  await expect.poll(() => house.local.answers(), { timeout: 15_000 }).toBe(
    true,
  );
}

function status(
  house: TestHouse,
): Promise<{ pid: number; url: string; database: string }> {
  return house.local.json("/status");
}

async function names(house: TestHouse): Promise<string[]> {
  return (await house.sessions()).map(({ name }) => name);
}

/** Settles when a session's clean text is `wanted`. */
async function outputIs(
  house: TestHouse,
  session: string,
  wanted: string | RegExp,
): Promise<void> {
  const read = async () => {
    try {
      const response = await house.local.request(
        `/sessions/${session}/output?format=clean`,
      );
      return await response.text();
    } catch {
      return "the session is not known yet";
    }
  };
  const output = expect.poll(read, { timeout: 10_000 });
  await (typeof wanted === "string"
    ? output.toBe(wanted)
    : output.toMatch(wanted));
}

/** What is in the folder of a server's sockets and locks. */
function leftovers(house: TestHouse): string[] {
  return Array.from(
    Deno.readDirSync(house.config.folders.runtime),
    ({ name }) => name,
  );
}
