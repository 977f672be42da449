import { describe, expect, test } from "vitest";
import { TestHouse } from "../house.ts";
import {
  descriptorsOf,
  isRunning,
  processesWith,
} from "../support/processes.ts";
import { LONG, sized } from "../support/full.ts";

const MB = 1_000_000;

describe("what a command prints", () => {
  test("seq 1 200000 has the same hash through streamer, and again in logs --raw", async () => {
    await using house = await TestHouse.open();
    const { stdout } = await house.shell(`
      seq 1 200000 | sha256sum
      streamer run -q --name count -- seq 1 200000 | sha256sum
      streamer logs count --raw | sha256sum
      streamer logs count | sha256sum
    `);
    const [plain, ...others] = stdout.trim().split("\n");
    expect(plain).toMatch(/^[0-9a-f]{64}/);
    expect(others).toEqual([plain, plain, plain]);
  });

  const bytes = sized(200 * MB, 1000 * MB);
  test(
    `${bytes / MB} MB of random bytes pass unchanged, and are kept unchanged`,
    async () => {
      await using house = await TestHouse.open();
      const { stdout } = await house.shell(`
      head -c ${bytes} /dev/urandom > random
      sha256sum < random
      streamer run -q --name noise -- cat random | sha256sum
      streamer logs noise --raw | sha256sum
    `);
      const [plain, ...others] = stdout.trim().split("\n");
      expect(others).toEqual([plain, plain]);
      const [info] = await house.sessions();
      expect(info).toMatchObject({ outputBytes: bytes, agent: "plain" });
    },
    LONG,
  );

  test("standard output and standard error stay apart, in logs --raw too", async () => {
    await using house = await TestHouse.open();
    const script = "echo one; echo two >&2; printf three; printf four >&2";
    const ran = await house.run("run", "-q", "--name=two", "sh", "-c", script);
    expect(ran).toEqual({ code: 0, stdout: "one\nthree", stderr: "two\nfour" });
    expect(await house.run("logs", "two", "--raw")).toEqual(ran);
  });

  test("output ends when the command ends, although something it left behind holds the pipe", async () => {
    await using house = await TestHouse.open();
    const started = Date.now();
    const { stdout, code } = await house.run(
      ..."run -q -- sh -c".split(" "),
      "echo first; sleep 30 & echo $!",
    );
    expect(Date.now() - started).toBeLessThan(15_000);
    const [first, sleeper] = stdout.trim().split("\n");
    expect({ code, first }).toEqual({ code: 0, first: "first" });
    Deno.kill(Number(sleeper), "SIGKILL");
  });
});

describe("what a command reads", () => {
  test("standard input is passed on, binary and all", async () => {
    await using house = await TestHouse.open();
    const { stdout } = await house.shell(`
      head -c 3000000 /dev/urandom > random
      sha256sum < random
      streamer run -q cat < random | sha256sum
      cat random | streamer run -q cat | sha256sum
    `);
    const [plain, ...others] = stdout.trim().split("\n");
    expect(others).toEqual([plain, plain]);
  });

  test("what a command leaves unread stays for the next one", async () => {
    await using house = await TestHouse.open();
    const loop =
      "while read -r line; do streamer run -q true; echo $line; done";
    const { stdout } = await house.shell(`
      printf 'a\\nb\\nc\\n' | (${loop})
      printf 'x\\ny\\n' | (read -r one; streamer run -q cat)
    `);
    expect(stdout).toBe("a\nb\nc\ny\n");
  });
});

describe("how a command ends", () => {
  test.each([
    ["its own code", 7, "streamer run -q -- sh -c 'exit 7'"],
    ["128+15 after SIGTERM", 143, "streamer run -q -- sh -c 'kill $$'"],
    ["128+9 after SIGKILL", 137, "streamer run -q -- sh -c 'kill -9 $$'"],
    ["127 when it is not found", 127, "streamer run no-such-command"],
    ["126 when it cannot be executed", 126, "streamer run /etc/passwd"],
    ["2 after wrong usage", 2, "streamer run --no-such-option true"],
    ["2 without a command", 2, "streamer run"],
    [
      "141 when its reader leaves",
      141,
      "streamer run -q yes | head -1; exit ${PIPESTATUS[0]}",
    ],
  ])("the exit code is %s", async (_, code, script) => {
    await using house = await TestHouse.open();
    const ran = await house.shell(script);
    expect(ran.code).toBe(code);
    await expect.poll(async () =>
      (await house.sessions()).filter(({ endedAt }) => endedAt === null)
    ).toEqual([]);
  });

  test.each([
    [
      "no-such-command",
      /^streamer: Cannot run "no-such-command": command not found\n$/,
    ],
    [
      "/etc/passwd",
      /^streamer: Cannot run "\/etc\/passwd": permission denied\n$/,
    ],
  ])(
    "%s fails with one sentence and leaves no session",
    async (name, sentence) => {
      await using house = await TestHouse.open();
      const { stdout, stderr } = await house.run("run", name);
      expect(stdout).toBe("");
      expect(stderr).toMatch(sentence);
      expect(await house.sessions()).toEqual([]);
    },
  );

  test("without a command the usage is on standard error", async () => {
    await using house = await TestHouse.empty();
    const { stdout, stderr } = await house.run("run");
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: streamer run");
  });

  test("the session knows the code or the signal", async () => {
    await using house = await TestHouse.open();
    await house.shell(`
      streamer run -q --name coded -- sh -c 'exit 7'
      streamer run -q --name killed -- sh -c 'kill -9 $$'
    `);
    await expect.poll(async () =>
      (await house.sessions()).map(({ name, status, exit }) => ({
        name,
        status,
        exit,
      }))
    ).toEqual([
      {
        name: "killed",
        status: "exited",
        exit: { code: null, signal: "SIGKILL" },
      },
      { name: "coded", status: "exited", exit: { code: 7, signal: null } },
    ]);
  });

  test("SIGTERM to streamer ends the command and gives its code", async () => {
    await using house = await TestHouse.open();
    const child = house.spawn(["run", "-q", "sleep", "60"]);
    const pid = await commandOf(house);
    child.kill("SIGTERM");
    expect(await child.status).toMatchObject({ code: 143 });
    expect(isRunning(pid)).toBe(false);
    await child.stdout.cancel();
    await child.stderr.cancel();
  });
});

describe("options", () => {
  test("what comes after the command's name belongs to it", async () => {
    await using house = await TestHouse.open();
    const { stdout } = await house.shell(`
      streamer run -q echo --name x -q --pty
      streamer run -q -- echo -- --help
    `);
    expect(stdout).toBe("--name x -q --pty\n-- --help\n");
  });

  test("name, tags, folder and variables are taken and listed", async () => {
    await using house = await TestHouse.open();
    const { stdout } = await house.shell(`
      mkdir here
      streamer run -q --name mine --tag one -t two -C here -e COLOUR=blue=green -e EMPTY= \
        -- sh -c 'pwd; echo $COLOUR; echo "\${EMPTY-unset}"'
      streamer ps --all --json
    `);
    const [pwd, colour, empty, json] = stdout.split("\n");
    expect(pwd).toBe(`${house.folder}/here`);
    expect([colour, empty]).toEqual(["blue=green", ""]);
    expect(JSON.parse(json!)).toEqual([expect.objectContaining({
      name: "mine",
      tags: ["one", "two"],
      cwd: `${house.folder}/here`,
      source: "exec",
      status: "exited",
      exit: { code: 0, signal: null },
      outputBytes: pwd!.length + colour!.length + 3,
    })]);
  });

  test.each([
    ["--env x", /it must be NAME=value/],
    ["--agent nobody", /Cannot read agent "nobody": known are /],
    ["--cwd /nowhere", /"\/nowhere": there is no such folder/],
  ])("%s is refused with one sentence", async (option, sentence) => {
    await using house = await TestHouse.open();
    const { code, stderr } = await house.run(
      "run",
      ...option.split(" "),
      "true",
    );
    expect(code).not.toBe(0);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    [["echo", "hi"], /^hi\n$/],
    [["--detach", "sleep", "60"], /^\w+\n$/],
  ])(
    "the dashboard's address is on standard error once, with a ticket that works: run %j",
    async (command, printed) => {
      await using house = await TestHouse.open();
      const { stdout, stderr } = await house.run("run", ...command);
      expect(stdout).toMatch(printed);
      const [, url, id, ticket] =
        /^streamer: watch at (http:\/\/127\.0\.0\.1:\d+)\/sessions\/(\w+)#ticket=([0-9a-f]{32})\n$/
          .exec(stderr)!;
      expect(url).toBe(house.url);
      expect((await house.sessions())[0]?.id).toBe(id);
      const login = await fetch(`${url}/api/v1/login`, {
        method: "POST",
        body: JSON.stringify({ ticket }),
        headers: { "content-type": "application/json" },
      });
      expect(login.status).toBe(204);
    },
  );

  test("--quiet says nothing", async () => {
    await using house = await TestHouse.open();
    const { stderr } = await house.run("run", "--quiet", "true");
    expect(stderr).toBe("");
  });
});

describe("many commands", () => {
  const ROW = sized(40, 200);
  test(
    `${ROW} of 5 ms in a row lose no last line and leave nothing behind`,
    async () => {
      await using house = await TestHouse.empty();
      await using server = await house.serve();
      await house.run("run", "-q", "true");
      const before = descriptorsOf(server.pid);
      const { stdout } = await house.shell(`
      for i in $(seq 1 ${ROW}); do
        streamer run -q --name "n$i" -- sh -c 'sleep 0.005; echo "first '$i'"; echo "last '$i'"'
      done
    `);
      const expected = Array.from(
        { length: ROW },
        (_, i) => `first ${i + 1}\nlast ${i + 1}\n`,
      );
      expect(stdout).toBe(expected.join(""));
      await expect.poll(() => processesWith("STREAMER_HOME", house.folder))
        .toEqual([server.pid]);
      await expect.poll(() => descriptorsOf(server.pid)).toBeLessThanOrEqual(
        before,
      );
      const infos = await house.sessions();
      expect(infos).toHaveLength(ROW + 1);
      const kept = await Promise.all(
        infos.slice(0, ROW).toReversed().map(({ id }) => outputOf(house, id)),
      );
      expect(kept).toEqual(expected);
      expect(infos.every(({ exit }) => exit?.code === 0)).toBe(true);
    },
    LONG,
  );

  const ONCE = 50;
  test(`${ONCE} at once are all exact`, async () => {
    await using house = await TestHouse.open();
    const ran = await Promise.all(
      Array.from(
        { length: ONCE },
        (_, i) =>
          house.run("run", "-q", `--name=s${i}`, "seq", `${i}`, `${i + 5000}`),
      ),
    );
    const expected = Array.from(
      { length: ONCE },
      (_, i) => Array.from({ length: 5001 }, (_, n) => `${i + n}\n`).join(""),
    );
    expect(ran.map(({ stdout }) => stdout)).toEqual(expected);
    expect(ran.every(({ code, stderr }) => code === 0 && stderr === "")).toBe(
      true,
    );
    const ended = async () =>
      (await house.sessions()).filter(({ exit }) => exit !== null);
    // What a busy machine keeps waiting for a second goes by way of the disk.
    await expect.poll(ended).toHaveLength(ONCE);
    const infos = await ended();
    const kept = await Promise.all(
      expected.map((_, i) =>
        outputOf(house, infos.find(({ name }) => name === `s${i}`)!.id)
      ),
    );
    expect(kept).toEqual(expected);
  }, LONG);
});

async function outputOf(house: TestHouse, id: string): Promise<string> {
  return await (await house.local.request(`/sessions/${id}/output`)).text();
}

/** The process id of the one command that runs, once it is known. */
async function commandOf(house: TestHouse): Promise<number> {
  for (;;) {
    const [info] = await house.sessions();
    if (info?.pid) return info.pid;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
