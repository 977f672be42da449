/**
 * What every source that runs a command must do, whatever it runs it in.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { StreamerError } from "@/shared/errors.ts";
import type { Size } from "@/shared/domain.ts";
import type { Channel } from "../../server/sources/source.ts";
import {
  collect,
  descriptors,
  isRunning,
  read,
  reader,
  temporaryFolder,
} from "./source_tools.ts";

/** What some sources can do and others cannot. */
export type Ability =
  /** Keeps standard output and standard error apart, and can close each. */
  | "streams"
  /** Holds back what is typed while the process does not read. */
  | "patience"
  /** Says when the process no longer reads. */
  | "refusal"
  /** The command has a terminal. */
  | "terminal"
  /** Knows the terminal's settings and its foreground. */
  | "settings";

export interface SourceUnderTest {
  name: string;
  abilities: readonly Ability[];
  /** What a shell script starts with so that bytes pass unchanged. */
  raw: string;
  /** Size of the big output, in lines of `seq`. */
  lines: number;
  open(command: string[], options?: TestOptions): Channel | Promise<Channel>;
}

export interface TestOptions {
  cwd?: string;
  env?: Record<string, string>;
  size?: Size;
}

/** Describes the behaviour of `source`. */
export function describeSource(source: SourceUnderTest): void {
  const { raw } = source;
  const shell = (script: string, options?: TestOptions) =>
    source.open(["sh", "-c", script], options);
  const testIf = (ability: Ability, name: string, run: () => Promise<void>) => {
    if (source.abilities.includes(ability)) test(name, run);
  };

  describe(source.name, () => {
    test("passes on all 256 byte values unchanged", async () => {
      using folder = temporaryFolder();
      const bytes = Uint8Array.from({ length: 4096 }, (_, i) => i ^ (i >> 8));
      Deno.writeFileSync(folder.file("bytes"), bytes);
      await using channel = await shell(`${raw}cat ${folder.file("bytes")}`);
      expect((await collect(channel)).bytes).toEqual(bytes);
    });

    testIf(
      "streams",
      "keeps standard output and standard error apart",
      async () => {
        await using channel = await shell("echo out; echo err >&2; echo more");
        const { text, errors } = await collect(channel);
        expect({ text, errors }).toEqual({
          text: "out\nmore\n",
          errors: "err\n",
        });
      },
    );

    testIf(
      "streams",
      "lets programs know the name they were called by",
      async () => {
        await using channel = await shell("nonesuch");
        expect((await collect(channel)).errors).toMatch(/^sh: /);
      },
    );

    test("reports the exit code", async () => {
      await using channel = await shell("exit 7");
      expect((await collect(channel)).exit).toEqual({ code: 7, signal: null });
    });

    test("reports the exit code of a command that closed its output before", async () => {
      await using channel = await shell(
        "echo out; exec <&- >&- 2>&-; sleep 0.1; exit 7",
      );
      const { text, exit } = await collect(channel);
      expect(text.trim()).toBe("out");
      expect(exit).toEqual({ code: 7, signal: null });
    });

    test("reports the signal that ended the command", async () => {
      await using channel = await shell("kill -9 $$");
      expect((await collect(channel)).exit).toEqual({
        code: null,
        signal: "SIGKILL",
      });
    });

    test("names the command's own process", async () => {
      await using channel = await shell("echo $$");
      expect((await collect(channel)).text.trim()).toBe(String(channel.pid));
    });

    test("says that a command is missing", async () => {
      await expect(failure(() => source.open(["no-such-command"]))).resolves
        .toEqual({
          code: "not_found",
          message: 'Cannot run "no-such-command": command not found',
        });
    });

    test("says that a file may not be run", async () => {
      using folder = temporaryFolder();
      Deno.writeTextFileSync(folder.file("plain"), "text");
      await expect(
        failure(() => source.open(["./plain"], { cwd: folder.path })),
      )
        .resolves.toEqual({
          code: "forbidden",
          message: 'Cannot run "./plain": permission denied',
        });
    });

    test("says that the folder to run in is missing", async () => {
      await expect(failure(() => source.open(["true"], { cwd: "/no/such" })))
        .resolves.toEqual({
          code: "source_failed",
          message: 'Cannot run "true" in "/no/such": there is no such folder',
        });
    });

    test("runs in the given folder with the given variables", async () => {
      using folder = temporaryFolder();
      const options = { cwd: folder.path, env: { GREETING: "ünï" } };
      await using channel = await shell('pwd; echo "$GREETING"', options);
      const lines = (await collect(channel)).text.trim().split(/\r?\n/);
      expect(lines).toEqual([folder.path, "ünï"]);
    });

    test("passes on variables that a shell could not name", async () => {
      await using channel = await source.open(["env"], {
        env: { "dotted.name": "it's kept" },
      });
      expect((await collect(channel)).text.split(/\r?\n/)).toContain(
        "dotted.name=it's kept",
      );
    });

    test("finds commands in the given PATH and runs scripts without a first line", async () => {
      using folder = temporaryFolder();
      Deno.writeTextFileSync(folder.file("greet"), "echo hello $1\n", {
        mode: 0o755,
      });
      const env = { PATH: `${folder.path}:${Deno.env.get("PATH")}` };
      await using channel = await source.open(["greet", "world"], { env });
      expect((await collect(channel)).text.trim()).toBe("hello world");
    });

    test("write() reaches the process", async () => {
      await using channel = await shell("read line; echo got $line");
      await channel.write(new TextEncoder().encode("hello\n"));
      expect((await collect(channel)).text).toContain("got hello");
    });

    test("write() passes 1 MB at once without a loss", () =>
      paste("echo ready"));

    testIf(
      "patience",
      "write() waits for a command that is busy",
      () => paste("echo ready; sleep 0.2"),
    );

    async function paste(before: string): Promise<void> {
      const data = Uint8Array.from(
        { length: 1_000_000 },
        (_, i) => i ^ (i >> 8),
      );
      const script = `${before}; head -c ${data.length} | sha256sum`;
      await using channel = await shell(raw + script);
      const output = reader(channel);
      await output.until("ready");
      const written = channel.write(data);
      const { text } = await output.rest();
      await written;
      expect(text).toContain(sha256(data));
    }

    testIf(
      "refusal",
      "write() rejects when nobody can read any more",
      async () => {
        await using channel = await shell("exec <&-; echo closed; sleep 0.1");
        await collect(channel);
        await expect(channel.write(new Uint8Array(1))).rejects.toThrow(
          StreamerError,
        );
      },
    );

    test("end() ends a command that reads to the end", async () => {
      await using channel = await source.open(["cat"]);
      await channel.write(new TextEncoder().encode("one\ntwo"));
      await channel.end();
      const { text, exit } = await collect(channel);
      expect(text).toMatch(/two$/);
      expect(exit).toEqual({ code: 0, signal: null });
    });

    testIf(
      "terminal",
      "gives the command a terminal of the given size",
      async () => {
        const size = { cols: 123, rows: 45 };
        await using channel = await shell(
          "stty size; echo $TERM; test -t 0 -a -t 1 -a -t 2",
          {
            size,
            env: { TERM: "" },
          },
        );
        const { text, exit } = await collect(channel);
        expect(text).toBe("45 123\r\nxterm-256color\r\n");
        expect(exit.code).toBe(0);
      },
    );

    testIf("terminal", "resize() reaches the command", async () => {
      const script =
        "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.01; done";
      await using channel = await shell(script);
      const output = reader(channel);
      await output.until("ready");
      channel.resize({ cols: 99, rows: 11 });
      expect((await output.rest()).text).toContain("11 99");
    });

    testIf("terminal", "lets a shell control its jobs", async () => {
      await using channel = await source.open([
        "bash",
        "--norc",
        "-i",
        "-c",
        "jobs; echo done",
      ]);
      expect((await collect(channel)).text).toBe("done\r\n");
    });

    testIf(
      "settings",
      "signal() reaches what runs in the foreground",
      async () => {
        await using channel = await source.open(["bash", "--norc", "-i"], {
          env: { HISTFILE: "" },
        });
        const output = reader(channel);
        const job = "sh -c 'echo in front | rev; exec sleep 60'; echo was $?\r";
        await channel.write(new TextEncoder().encode(job));
        await output.until("tnorf ni");
        expect(channel.suspendable!()).toBe(false);
        channel.signal("SIGTERM");
        await output.until("was 143");
        await channel.write(new TextEncoder().encode("exit\r"));
        await output.rest();
      },
    );

    testIf(
      "settings",
      "echoes() is false while a password is read",
      async () => {
        await using channel = await source.open([
          "bash",
          "-c",
          "read -sp Password: x; echo; read y",
        ]);
        const output = reader(channel);
        await output.until("Password:");
        await expect.poll(() => channel.echoes()).toBe(false);
        await channel.write(new TextEncoder().encode("secret\n"));
        await expect.poll(() => channel.echoes()).toBe(true);
        await channel.write(new TextEncoder().encode("\n"));
        expect((await output.rest()).text).not.toContain("secret");
      },
    );

    testIf(
      "settings",
      "suspendable() is false while keys go to the program",
      async () => {
        await using channel = await shell(
          "echo ready; read x; stty raw; echo raw; sleep 60",
        );
        const output = reader(channel);
        await output.until("ready");
        expect(channel.suspendable!()).toBe(true);
        await channel.write(new TextEncoder().encode("\n"));
        await output.until("raw");
        expect(channel.suspendable!()).toBe(false);
      },
    );

    test("pause() holds the output back and loses none", async () => {
      await using channel = await shell(`${raw}seq 1 200000`);
      channel.pause();
      const all = collect(channel);
      // Long enough for a reader that did not stop to reach the end.
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(isRunning(channel.pid)).toBe(true);
      channel.resume();
      expect((await all).bytes.length).toBe(1_288_895);
    });

    test("pause() across the exit loses nothing", async () => {
      await using channel = await shell(`${raw}seq 1 500; echo last`);
      channel.pause();
      await expect.poll(() => isRunning(channel.pid)).toBe(false);
      // Longer than the time after which silence counts as the end.
      await new Promise((resolve) => setTimeout(resolve, 400));
      channel.resume();
      const { text } = await collect(channel);
      expect(text).toMatch(/^1\n2\n[^]*\n500\nlast\n$/);
    });

    test("runs 200 short commands in a row and leaves nothing behind", async () => {
      await run("warm up");
      const before = descriptors();
      const pids: number[] = [];
      for (let i = 0; i < 200; i++) pids.push(await run(`last line of ${i}`));
      expect(pids.filter(isRunning)).toEqual([]);
      // The runtime opens a pair once, for the first command that it has to
      // wait for, whichever that is.
      await expect.poll(descriptors).toBeLessThanOrEqual(before + 2);

      async function run(line: string): Promise<number> {
        await using channel = await source.open(["echo", line]);
        expect((await collect(channel)).text.trim()).toBe(line);
        return channel.pid;
      }
    });

    test("runs 50 commands at once, each exact", async () => {
      const runs = Array.from({ length: 50 }, async (_, i) => {
        await using channel = await shell(`${raw}seq ${i} 5000`);
        return (await collect(channel)).text;
      });
      const expected = (from: number) =>
        Array.from({ length: 5001 - from }, (_, i) => `${from + i}\n`).join("");
      expect((await Promise.all(runs)).map((text, i) => text === expected(i)))
        .toEqual(Array(50).fill(true));
    });

    test("passes big output without a loss", async () => {
      const command = `seq 1 ${source.lines}`;
      await using channel = await shell(`${raw}${command}`);
      const hash = createHash("sha256");
      let largest = 0;
      await read(channel, (data) => {
        hash.update(data);
        largest = Math.max(largest, data.length);
      });
      const { stdout } = await new Deno.Command("sh", {
        args: ["-c", `${command} | sha256sum`],
      })
        .output();
      expect(new TextDecoder().decode(stdout)).toContain(hash.digest("hex"));
      expect(largest).toBeLessThanOrEqual(64 * 1024);
    });

    test("ends although a process left behind holds the output open", async () => {
      await using channel = await shell(
        `trap '' HUP; setsid sleep 60 & echo $!; sleep 0.05`,
      );
      const { text, exit } = await collect(channel);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(isRunning(Number(text))).toBe(true);
      Deno.kill(Number(text), "SIGKILL");
    });

    test("disposing it ends the command", async () => {
      const channel = await source.open(["sleep", "60"]);
      await channel[Symbol.asyncDispose]();
      expect(isRunning(channel.pid)).toBe(false);
      expect((await collect(channel)).exit.code).toBe(null);
    });

    test("disposing it ends a command that ignores requests and floods", async () => {
      const channel = await shell(
        "trap '' HUP TERM PIPE; while :; do echo flood; done",
      );
      await reader(channel).until("flood");
      await channel[Symbol.asyncDispose]();
      expect(isRunning(channel.pid)).toBe(false);
    });

    testIf(
      "streams",
      "closeOutput() ends a command that writes on, by SIGPIPE",
      async () => {
        await using channel = await source.open(["yes"]);
        channel.closeOutput!(1);
        expect((await collect(channel)).exit).toEqual({
          code: null,
          signal: "SIGPIPE",
        });
      },
    );

    testIf(
      "streams",
      "closeOutput() while nothing is written leaves the other stream open",
      async () => {
        await using channel = await shell(
          "read x; echo err >&2; echo out; echo out",
        );
        channel.closeOutput!(1);
        await channel.write(new TextEncoder().encode("\n"));
        const { errors, exit } = await collect(channel);
        expect(errors).toBe("err\n");
        expect(exit).toEqual({ code: null, signal: "SIGPIPE" });
      },
    );
  });
}

async function failure(
  open: () => Channel | Promise<Channel>,
): Promise<unknown> {
  try {
    await using _channel = await open();
    return "opened";
  } catch (error) {
    return error instanceof StreamerError ? error.toJSON() : error;
  }
}

function sha256(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
