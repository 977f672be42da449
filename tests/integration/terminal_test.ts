import { describe, expect, test } from "vitest";
import { decodeRecords } from "@/shared/decode_records.ts";
import type { FeedRecord } from "@/shared/feed_record.ts";
import { TestHouse } from "../house.ts";
import { LONG, sized } from "../support/full.ts";
import { isRunning, stateOf } from "../support/processes.ts";
import { has, HAS_TMUX, Tmux } from "../support/tmux.ts";

const MB = 1_000_000;

describe.skipIf(!HAS_TMUX)("streamer run in a terminal (needs tmux)", () => {
  test("the command has a terminal of the same size, and follows when it changes", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house, { cols: 91, rows: 27 });
    await terminal.line("streamer run -q env PS1='inner> ' bash --norc");
    await terminal.until(/^inner> *$/m);
    await terminal.line("tty; stty size");
    await terminal.until(/\/dev\/pts\/\d+\n27 91/);
    await terminal.resize(64, 19);
    await expect.poll(async () => (await only(house)).size)
      .toEqual({ cols: 64, rows: 19 });
    await terminal.line("clear; stty size");
    await terminal.until("19 64");
  });

  test("Ctrl-C ends the command, and its code is 130", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("streamer run -q sleep 60; echo code $?");
    await running(house);
    await terminal.keys("C-c");
    await terminal.until("code 130");
    expect((await only(house)).exit).toEqual({ code: null, signal: "SIGINT" });
  });

  test("Ctrl-C reaches a command that handles it, and streamer goes on", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line(
      `streamer run -q bash -c 'trap "echo caught" INT; echo ready; read x; echo $x; exit 5'; echo code $?`,
    );
    await terminal.until(/^ready/m);
    await terminal.keys("C-c");
    await terminal.until(/^\^Ccaught/m);
    await terminal.line("done");
    await terminal.until("code 5");
  });

  test("Ctrl-\\ ends the command, and its code is 131", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("ulimit -c 0; streamer run -q sleep 60; echo code $?");
    await running(house);
    await terminal.keys("C-\\");
    await terminal.until("code 131");
  });

  test("what is typed once the command has ended is the shell's", async () => {
    await using house = await TestHouse.empty();
    await using server = await house.serve();
    await using terminal = await Tmux.open(house);
    // Without an answer from the server, streamer stays a moment longer.
    Deno.kill(server.pid, "SIGSTOP");
    await terminal.line(
      "streamer run -q sh -c 'echo up; exit 3'; echo code $?",
    );
    await terminal.until(/^up/m);
    await terminal.line("echo typed ahead");
    await terminal.until(/^code 3/m);
    Deno.kill(server.pid, "SIGCONT");
    await terminal.until(/^typed ahead/m);
  });

  test("Ctrl-D ends the command's input", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("streamer run -q cat; echo code $?");
    await running(house);
    await terminal.line("twice");
    await terminal.until(/twice\ntwice/);
    await terminal.keys("C-d");
    await terminal.until("code 0");
  });

  test("a shell inside has job control: Ctrl-Z stops its job, fg goes on with it", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("streamer run -q env PS1='inner> ' bash --norc -i");
    await terminal.until(/^inner> *$/m);
    // What is typed while a shell still edits its line, is not a line to others.
    await terminal.line("echo on; cat");
    await terminal.until(/^on$/m);
    await terminal.line("before");
    await terminal.until(/before\nbefore/);
    await terminal.keys("C-z");
    await terminal.until(/Stopped +cat/);
    await terminal.line("fg");
    await terminal.until(/fg\ncat/);
    await terminal.line("after");
    await terminal.until(/after\nafter/);
    await terminal.keys("C-c");
    await terminal.line("exit 3");
    await terminal.until(/exit\n\$ *$/m);
    await terminal.line("echo code $?");
    await terminal.until("code 3");
  });

  test("Ctrl-Z at a plain command suspends streamer and all, and fg goes on", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    const before = await terminal.settings();
    await terminal.line("streamer run -q cat; echo code $?");
    const pid = await running(house);
    await terminal.line("one");
    await terminal.until(/one\none/);
    await terminal.keys("C-z");
    await terminal.until(/Stopped +streamer/);
    expect(stateOf(pid)).toBe("T");
    await expect.poll(() => terminal.settings()).toBe(before);
    await terminal.line("fg");
    await terminal.line("two");
    await terminal.until(/two\ntwo/);
    await terminal.keys("C-d");
    await expect.poll(async () => (await only(house)).exit?.code).toBe(0);
  });

  test("colours, bold and Unicode pass unchanged", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    const text =
      "\\e[1;31mred\\e[0m \\e[38;5;82mgreen\\e[0m 漢字 é 🙂 \\e[7mback\\e[0m";
    await terminal.line(`clear; printf '${text}\\n'; echo plain`);
    await terminal.until(/^plain/m);
    const plain = lastRowWith("漢字", await terminal.screen({ escapes: true }));
    await terminal.line(
      `clear; streamer run -q printf '${text}\\n'; echo again`,
    );
    await terminal.until(/^again/m);
    const passed = lastRowWith(
      "漢字",
      await terminal.screen({ escapes: true }),
    );
    expect(plain).toContain("\x1b[1m\x1b[31mred");
    expect(passed).toBe(plain);
  });

  test.skipIf(!has("vim"))(
    "vim opens, writes and gives the screen back",
    async () => {
      await using house = await TestHouse.open();
      await using terminal = await Tmux.open(house);
      await terminal.line("echo before");
      await terminal.line("streamer run -q vim -u NONE -N note.txt");
      await terminal.until(/^~ *\n~/m);
      await terminal.keys("i");
      await terminal.line("hello from vim");
      await terminal.keys("Escape");
      await terminal.line(":wq");
      const screen = await terminal.until(/note\.txt\n\$ *$/m);
      expect(screen).toMatch(/^before$/m);
      expect(screen).not.toMatch(/^~/m);
      await expect.poll(() => Deno.readTextFile(`${house.folder}/note.txt`))
        .toBe("hello from vim\n\n");
      const [{ id } = { id: "" }] = await house.sessions();
      const { stdout } = await house.run("logs", id);
      expect(stdout).toMatch(/^~\n~\n/m);
      expect(stdout).toMatch(/^"note\.txt" .*written$/m);
      expect(stdout).not.toContain("\x1b");
    },
  );

  test("progress on many rows is kept as it ends", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await Deno.writeTextFile(
      `${house.folder}/pull`,
      "printf 'one: wait\\ntwo: wait\\n'\n" +
        "for i in $(seq 0 200); do\n" +
        "  printf '\\033[2A\\033[2Kone: %s\\n\\033[2Ktwo: %s\\n' $i $i\n" +
        "done\necho pulled\n",
    );
    await terminal.line("streamer run -q --name=pull sh pull");
    await terminal.until(/^pulled\n\$ *$/m);
    expect((await house.run("logs", "pull")).stdout).toBe(
      "one: wait\ntwo: wait\none: 200\ntwo: 200\npulled",
    );
  });

  test.skipIf(!has("less"))("less pages and quits", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house, { cols: 80, rows: 10 });
    await terminal.line("seq 1 100 > numbers; streamer run -q less numbers");
    await terminal.until(/^1\n2\n/m);
    await terminal.keys("Space");
    await terminal.until(/^10\n11\n/m);
    await terminal.keys("q");
    await terminal.until(/less numbers\n\$ *$/m);
  });

  test.skipIf(!has("top"))("top draws and quits", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("streamer run -q top; echo code $?");
    await terminal.until(/PID +USER/);
    await terminal.keys("q");
    await terminal.until("code 0");
  });
});

describe.skipIf(!HAS_TMUX)("the terminal afterwards (needs tmux)", () => {
  test.each<
    [string, number, (about: { streamer: number; command: number }) => void]
  >([
    ["the command exits", 4, ({ command }) => Deno.kill(command, "SIGUSR1")],
    [
      "the command is killed",
      137,
      ({ command }) => Deno.kill(command, "SIGKILL"),
    ],
    [
      "streamer gets SIGTERM",
      143,
      ({ streamer }) => Deno.kill(streamer, "SIGTERM"),
    ],
    [
      "streamer gets SIGHUP",
      129,
      ({ streamer }) => Deno.kill(streamer, "SIGHUP"),
    ],
  ])("is as it was when %s", async (_, code, end) => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    // A shell that is not interactive leaves the terminal to its commands.
    await Deno.writeTextFile(
      `${house.folder}/script`,
      `
      stty -a > before
      streamer run -q bash -c 'trap "exit 4" USR1; while :; do sleep 0.05; done'
      echo code $?
      stty -a > after
      echo over
    `,
    );
    await terminal.line("sh script");
    const command = await running(house);
    await expect.poll(() => terminal.settings()).toContain("-icanon");
    end({ streamer: parentOf(command), command });
    await terminal.until(new RegExp(`^code ${code}\nover`, "m"));
    const [before, after] = await Promise.all(["before", "after"]
      .map((name) => Deno.readTextFile(`${house.folder}/${name}`)));
    expect(after).toBe(before);
    expect(before).toContain(" icanon");
  });

  test("is as it was when the window is closed and streamer is gone with it", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    await terminal.line("streamer run -q sleep 60");
    const command = await running(house);
    const streamer = parentOf(command);
    await terminal[Symbol.asyncDispose]();
    await expect.poll(() => isRunning(command) || isRunning(streamer))
      .toBe(false);
    await expect.poll(async () => (await only(house)).exit?.signal).toBe(
      "SIGHUP",
    );
  });
});

describe.skipIf(!HAS_TMUX)("what is typed (needs tmux)", () => {
  test("is kept, but for what is typed while the terminal does not echo", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    const script =
      "echo ready; read name; stty -echo; echo secret:; read x; stty echo; echo ${#x} $name";
    await terminal.line(`streamer run -q bash -c '${script}'`);
    await terminal.until(/^ready/m);
    await terminal.line("Ada");
    await terminal.until(/^secret:/m);
    await terminal.line("hunter2");
    await terminal.until(/^7 Ada/m);
    const { id } = await only(house);
    const records = await recordsOf(house, id);
    const typed = records.map(({ event }) =>
      event.type === "input" ? event.text : ""
    ).join("");
    expect(typed).toBe("Ada\r");
  });
});

describe("output through a pseudo-terminal", () => {
  const bytes = sized(50 * MB, 200 * MB);
  test(
    `${bytes / MB} MB of text are exact, and exact again in logs --raw`,
    async () => {
      await using house = await TestHouse.open();
      const { stdout } = await house.shell(`
      head -c ${bytes} /dev/urandom | base64 -w 76 | head -n ${
        bytes / 77 | 0
      } > text
      sed 's/$/\\r/' text | sha256sum
      streamer run -q --pty --name long -- cat text | sha256sum
      streamer logs long --raw | sha256sum
    `);
      const [plain, ...others] = stdout.trim().split("\n");
      expect(others).toEqual([plain, plain]);
    },
    LONG,
  );
});

/** The one session there is. */
async function only(house: TestHouse) {
  const [info, ...others] = await house.sessions();
  if (!info || others.length > 0) throw new Error("there is not one session");
  return info;
}

/** The process of the one command, once it runs and its terminal is set up. */
async function running(house: TestHouse): Promise<number> {
  await expect.poll(async () => (await house.sessions())[0]?.connected).toBe(
    true,
  );
  return (await only(house)).pid!;
}

function parentOf(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

async function recordsOf(house: TestHouse, id: string): Promise<FeedRecord[]> {
  const response = await house.local.request(`/sessions/${id}/records`);
  return decodeRecords(await response.bytes()).records;
}

/** What a command has printed on the screen, not what was typed. */
function lastRowWith(text: string, screen: string): string {
  return screen.split("\n").findLast((row) => row.includes(text)) ?? "";
}
