import { describe, expect, test } from "vitest";
import { decodeRecords } from "@/shared/decode_records.ts";
import type { Health } from "@/shared/protocol.ts";
import { ServerLock } from "@/server/local/server_lock.ts";
import { TestHouse } from "../house.ts";
import { bytesKnown, Flood, flooding, keptDigest } from "../support/flood.ts";
import { LONG } from "../support/full.ts";
import { isRunning } from "../support/processes.ts";
import { CAN_MOUNT, fillDisk, smallDisk } from "../support/small_disk.ts";
import { digestOfSeq, watchOutput } from "../support/watched_output.ts";

const MB = 1_000_000;

const FLOOD = ["run", "-q", "--name=flood", "seq", "1"];

describe("a server that is killed while a command floods output", () => {
  test(
    "twice: the command does not notice, and the next server gets the rest in order, once",
    async () => {
      await using house = await TestHouse.empty();
      const first = await house.serve();
      const flood = new Flood(house);
      await flood.reaches(4 * MB);
      await first.crash();
      // The command's streamer has started another one.
      await flood.reaches(12 * MB);
      const { pid } = await house.local.json<{ pid: number }>("/status");
      Deno.kill(pid, "SIGKILL");
      await expect.poll(() => isRunning(pid)).toBe(false);
      await using _third = await house.serve();
      await flood.reaches(16 * MB);
      await flood.isKept(await flood.end());
    },
    LONG,
  );

  test(
    "and none is there until the command has ended: what waits on disk is taken in",
    async () => {
      await using house = await TestHouse.empty();
      const server = await house.serve();
      const flood = new Flood(house);
      await flood.reaches(4 * MB);
      await server.crash();
      const lock = await noServer(house);
      await expect.poll(() => spooled(house), { timeout: 10_000 })
        .toEqual([expect.stringMatching(/\.live$/)]);
      const lines = await flood.end();
      expect(spooled(house)).toEqual([expect.stringMatching(/\.spool$/)]);
      lock[Symbol.dispose]();
      await using _next = await house.serve();
      await flood.isKept(lines);
      expect(spooled(house)).toEqual([]);
    },
    LONG,
  );

  test(
    "and again while the next one takes in what waited on disk",
    async () => {
      await using house = await TestHouse.empty();
      const lock = await noServer(house);
      const flood = new Flood(house);
      await expect.poll(() => spooled(house), { timeout: 10_000 })
        .toEqual([expect.stringMatching(/\.live$/)]);
      const lines = await flood.end();
      lock[Symbol.dispose]();
      const server = await house.serve();
      await flood.reaches(4 * MB);
      await server.crash();
      await using _next = await house.serve();
      await flood.isKept(lines);
      await expect.poll(() => spooled(house)).toEqual([]);
    },
    LONG,
  );
});

describe("a server that stands still", () => {
  test(
    "for seconds (SIGSTOP) does not hold up the command, and then catches up",
    async () => {
      await using house = await TestHouse.empty();
      await using server = await house.serve();
      const flood = new Flood(house);
      await flood.reaches(4 * MB);
      server.signal("SIGSTOP");
      let lines: number;
      try {
        await expect.poll(() => spooled(house), { timeout: 10_000 })
          .toEqual([expect.stringMatching(/\.live$/)]);
        lines = await flood.end();
      } finally {
        server.signal("SIGCONT");
      }
      await flood.isKept(lines);
    },
    LONG,
  );
});

describe("a streamer run that is killed", () => {
  test.each([["--no-pty"], ["--pty"]])(
    "with %s: what was acknowledged is kept, the session ends, cause unknown",
    async (kind) => {
      await using house = await TestHouse.empty();
      await using server = await house.serve();
      const child = house.spawn([
        "run",
        "-q",
        "--name=flood",
        kind,
        "seq",
        "1",
        "999999999",
      ], { stdout: "null", stderr: "null" });
      await expect.poll(() => bytesKnown(house), { timeout: 10_000 })
        .toBeGreaterThan(4 * MB);
      const { pid, outputBytes } = (await flooding(house))!;
      child.kill("SIGKILL");
      await child.status;
      await expect.poll(() => flooding(house), { timeout: 10_000 })
        .toMatchObject({
          status: "exited",
          evidence: expect.stringContaining("cause unknown"),
          exit: { code: null, signal: null },
          connected: false,
        });
      await expect.poll(() => isRunning(pid!), { timeout: 5000 }).toBe(false);
      const text = await untilGap(house);
      expect(text.length).toBeGreaterThanOrEqual(outputBytes);
      const lines = text.split(kind === "--pty" ? "\r\n" : "\n");
      lines.pop(); // It may have been cut short.
      expect(lines.findIndex((line, i) => line !== `${i + 1}`)).toBe(-1);
      expect(isRunning(server.pid)).toBe(true);
      expect(await healthOf(house)).toEqual({ ok: true, problems: [] });
      expect((await house.run("run", "-q", "echo", "next")).stdout).toBe(
        "next\n",
      );
    },
  );

  test("while no server is there: the next one ends its session", async () => {
    await using house = await TestHouse.empty();
    const server = await house.serve();
    const child = house.spawn(["run", "-q", "--name=flood", "sleep", "30"], {
      stdout: "null",
      stderr: "null",
    });
    await expect.poll(async () => (await house.sessions()).length).toBe(1);
    // Asking for what it has printed waits until it is stored.
    await recordsOf(house);
    const { pid } = (await flooding(house))!;
    await server.crash();
    const lock = await noServer(house);
    child.kill("SIGKILL");
    await child.status;
    Deno.kill(pid!, "SIGKILL");
    lock[Symbol.dispose]();
    await using _next = await house.serve();
    await expect.poll(() => flooding(house), { timeout: 5000 })
      .toMatchObject({ exit: { code: null, signal: null } });
  });
});

describe("a database that cannot be written", () => {
  test(
    "because another program holds it locked: the command goes on, all are told, and it catches up",
    async () => {
      await using house = await TestHouse.open();
      const told = watchHealth(house);
      const before = await house.run("run", "-q", "--name=before", "true");
      expect(before.code).toBe(0);
      const locker = await lockDatabase(house);
      const started = performance.now();
      const { code, stdout } = await house.run(...FLOOD, "100000");
      expect({ code, lines: stdout.split("\n").length })
        .toEqual({ code: 0, lines: 100_001 });
      expect(performance.now() - started).toBeLessThan(10_000);
      await expectUnwell(house, /another program holds it locked/);
      await locker.release();
      await expect.poll(() => healthOf(house), { timeout: 10_000 }).toEqual({
        ok: true,
        problems: [],
      });
      expect(await keptDigest(house)).toBe(digestOfSeq(100_000));
      const healths = (await told).close();
      expect(healths.map(({ ok }) => ok)).toEqual([true, false, true]);
    },
    LONG,
  );

  test.skipIf(!CAN_MOUNT)(
    "because the disk is full: the same (needs root, to mount a small disk)",
    async () => {
      await using house = await TestHouse.empty();
      await using _disk = await smallDisk(house.config.folders.data, "6m");
      await using server = await house.serve();
      const ballast = `${house.config.folders.data}/ballast`;
      await fillDisk(ballast);
      const { code, stdout } = await house.run(...FLOOD, "400000");
      expect({ code, lines: stdout.split("\n").length })
        .toEqual({ code: 0, lines: 400_001 });
      await expectUnwell(house, /disk/);
      await Deno.remove(ballast);
      await expect.poll(() => healthOf(house), { timeout: 10_000 }).toEqual({
        ok: true,
        problems: [],
      });
      expect(await keptDigest(house)).toBe(digestOfSeq(400_000));
      expect(isRunning(server.pid)).toBe(true);
    },
    LONG,
  );
});

describe("a spool without room", () => {
  test(
    "at its limit: the command goes on, and what was lost is recorded where it was lost",
    async () => {
      await using house = await TestHouse.empty();
      await expectGap(house, { STREAMER_SPOOL_MB: "1" });
    },
    LONG,
  );

  test.skipIf(!CAN_MOUNT)(
    "on a full disk: the same (needs root, to mount a small disk)",
    async () => {
      await using house = await TestHouse.empty();
      await using _disk = await smallDisk(house.config.folders.state, "1m");
      await expectGap(house, {});
    },
    LONG,
  );

  test.skipIf(!CAN_MOUNT)(
    "when the command ends without a server: one sentence says so, and its code is kept (needs root)",
    async () => {
      await using house = await TestHouse.empty();
      await using _disk = await smallDisk(house.config.folders.state, "1m");
      using _lock = await noServer(house);
      const { code, stderr } = await house.run(
        "run",
        "-q",
        "sh",
        "-c",
        "seq 1 400000; exit 9",
      );
      expect(code).toBe(9);
      expect(stderr).toBe(
        "streamer: Cannot keep all of the output: no server took it and the disk has no room\n",
      );
    },
    LONG,
  );
});

/** Floods 40 MB at a time when nothing takes it, and a little once a server is back. */
async function expectGap(
  house: TestHouse,
  env: Record<string, string>,
): Promise<void> {
  const lock = await noServer(house);
  const gate = `${house.folder}/gate`;
  const script =
    `seq 1 5000000; while ! test -e ${gate}; do sleep 0.05; done; echo end`;
  const child = house.spawn(["run", "-q", "--name=flood", "sh", "-c", script], {
    env,
  });
  const output = watchOutput(child.stdout);
  await expect.poll(() => spooled(house).length, { timeout: 10_000 }).toBe(1);
  lock[Symbol.dispose]();
  await using _server = await house.serve();
  await expect.poll(async () => (await flooding(house))?.connected, {
    timeout: 10_000,
  }).toBe(true);
  await expect.poll(() => spooled(house), { timeout: 10_000 }).toEqual([]);
  await Deno.writeTextFile(gate, "");
  const { bytes } = await output;
  expect((await child.status).code).toBe(0);
  await child.stderr.cancel();
  await expect.poll(async () => (await flooding(house))?.exit).toBeTruthy();
  const records = await recordsOf(house);
  const kept = records.map(({ event }) =>
    event.type === "output" ? event.data.length : 0
  ).reduce((a, b) => a + b);
  const gaps = records.flatMap(({ event }) =>
    event.type === "gap" ? [event.bytes] : []
  );
  expect(gaps.length).toBeGreaterThan(0);
  expect(kept + gaps.reduce((a, b) => a + b)).toBe(bytes);
  const { stdout } = await house.run("logs", "flood", "--raw");
  expect(stdout.startsWith("1\n2\n3\n")).toBe(true);
  // The gap may have ended within a line.
  expect(stdout.endsWith("end\n")).toBe(true);
}

/** Keeps every server from starting until it is disposed. */
async function noServer(house: TestHouse): Promise<ServerLock> {
  for (;;) {
    const lock = await ServerLock.take(house.config.folders);
    if (lock) return lock;
    // A server was about to start.
    if (await house.local.answers()) await house.run("server", "stop");
  }
}

function spooled(house: TestHouse): string[] {
  try {
    return Array.from(
      Deno.readDirSync(`${house.config.folders.state}/spool`),
      ({ name }) => name,
    );
  } catch {
    return []; // There is no such folder yet.
  }
}

/** What has been kept up to the first gap: records that only their feeder held died with it. */
async function untilGap(house: TestHouse): Promise<string> {
  const records = await recordsOf(house);
  const gap = records.findIndex(({ event }) => event.type === "gap");
  const decoder = new TextDecoder();
  return records.slice(0, gap < 0 ? undefined : gap).map(({ event }) =>
    event.type === "output" ? decoder.decode(event.data) : ""
  ).join("");
}

async function healthOf(house: TestHouse): Promise<Health> {
  return (await house.local.json<{ health: Health }>("/status")).health;
}

/** Whoever asks is told what is wrong. */
async function expectUnwell(house: TestHouse, problem: RegExp): Promise<void> {
  await expect.poll(() => healthOf(house)).toEqual({
    ok: false,
    problems: [expect.stringMatching(problem)],
  });
  const { stdout } = await house.run("server", "status", "--json");
  expect(JSON.parse(stdout).health.ok).toBe(false);
  const doctor = await house.run("doctor");
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(
    new RegExp(`^BAD +server .*${problem.source}`, "m"),
  );
}

/** Collects what a signed-in client is told of the server's health. */
async function watchHealth(house: TestHouse) {
  const healths: Health[] = [];
  const socket = await house.local.socket("/ws");
  socket.onmessage = ({ data }) => {
    const { type, data: told } = JSON.parse(data);
    if (type === "server.welcome") healths.push(told.health);
    if (type === "server.health") healths.push(told);
  };
  return {
    close: () => {
      socket.close();
      return healths;
    },
  };
}

async function lockDatabase(house: TestHouse) {
  const script =
    new URL("../support/lock_database.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", script, house.config.db],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.stdout.getReader();
  await output.read();
  return {
    release: async () => {
      await child.stdin.close();
      await output.cancel();
      await child.status;
    },
  };
}

async function recordsOf(house: TestHouse) {
  const response = await house.local.request("/sessions/flood/records");
  return decodeRecords(await response.bytes()).records;
}
