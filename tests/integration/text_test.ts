import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Size } from "@/shared/domain.ts";
import { TestHouse } from "../house.ts";
import { FULL, LONG, sized } from "../support/full.ts";
import {
  type Drawn,
  drawnByTmux,
  drawnHere,
  withoutBlanks,
} from "../support/drawn_text.ts";
import { PROGRESS } from "../support/progress.ts";
import { record, type Typing } from "../support/recording.ts";
import { has, HAS_TMUX } from "../support/tmux.ts";

const MB = 1_000_000;
const SIZE: Size = { cols: 80, rows: 24 };
const CAPTURES = new URL(
  "../../../shared/corpora/claude-tui/",
  import.meta.url,
);

/** What `streamer text` prints for `input`. */
async function text(
  house: TestHouse,
  args: string[],
  input: string | Uint8Array,
): Promise<string> {
  const child = house.spawn(["text", ...args], { stdin: "piped" });
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(
    typeof input === "string" ? new TextEncoder().encode(input) : input,
  );
  await writer.close();
  const { code, stdout, stderr } = await output;
  expect(new TextDecoder().decode(stderr)).toBe("");
  expect(code).toBe(0);
  return new TextDecoder().decode(stdout);
}

function screenArgs({ cols, rows }: Size): string[] {
  return ["--screen", `--cols=${cols}`, `--rows=${rows}`];
}

describe("streamer text", () => {
  test.each<[what: string, args: string[], input: string, output: string]>([
    ["clean lines", [], "a\rb\n\x1b[31mred\x1b[0m\x1b[2K\rx\n", "b\nx\n"],
    ["the last line as it is", [], "one\ntwo", "one\ntwo"],
    ["nothing for nothing", [], "", ""],
    [
      "text without escape sequences",
      ["--strip"],
      "ab\x1b[2Dc\x1b[K\n",
      "abc\n",
    ],
    ["the screen", ["--screen"], "one\ntwo\x1b[1;1Hx", "xne\ntwo\n"],
    ["blank rows above the cursor", ["--screen"], "one\n\n\n", "one\n\n\n"],
    ["nothing for an empty screen", ["--screen"], "", ""],
    [
      "what scrolled off",
      screenArgs({ cols: 3, rows: 2 }),
      "a\nb\nc\nabcdef",
      "a\nb\nc\nabc\ndef\n",
    ],
    [
      "the alternate screen",
      ["--screen"],
      "$ \x1b[?1049h\x1b[2;2Hvi",
      "\n vi\n",
    ],
    [
      "line feeds as lines",
      ["--screen", "--lf=newline"],
      "a\r\n\x1b[2;1Hb\nc",
      "a\nb\nc\n",
    ],
    ["line feeds as steps down", ["--screen", "--lf=down"], "a\nb", "a\n b\n"],
  ])("prints %s", async (_, args, input, output) => {
    await using house = await TestHouse.empty();
    expect(await text(house, args, input)).toBe(output);
  });

  test.each([[[]], [["--screen"]]])(
    "prints broken UTF-8 as replacement characters, with %j",
    async (args) => {
      await using house = await TestHouse.empty();
      const input = new Uint8Array([0x61, 0xff, 0xe4, 0xbd, 0x62, 0xf0, 0x9f]);
      expect((await text(house, args, input)).trimEnd())
        .toBe("a\ufffd\ufffdb\ufffd");
    },
  );

  test("reads files one after the other, and standard input where - stands", async () => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.shell(`
      printf 'a\\rb' > one; printf '\\033[1mc\\n' > two
      printf '|input|' | streamer text one - two`);
    expect({ code, stdout, stderr })
      .toEqual({ code: 0, stdout: "b|input|c\n", stderr: "" });
  });

  test("goes on behind files that it cannot read, and tells", async () => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.shell(`
      echo ok > good; mkdir folder
      streamer text missing folder good`);
    expect(stderr).toBe(
      `streamer: Cannot read "missing": there is no such file\n` +
        `streamer: Cannot read "folder": it is a folder\n`,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "ok\n" });
  });

  test.each([
    [["--strip", "--screen"], "--strip and --screen exclude each other"],
    [["--cols=80"], "--cols needs --screen"],
    [["--lf=down"], "--lf needs --screen"],
    [["--screen", "--cols=1"], "--cols must be a whole number from 2 to 1000"],
    [["--screen", "--rows=x"], "--rows must be a whole number from 1 to 500"],
    [["--screen", "--lf=x"], "Allowed choices are auto, newline, down"],
  ])("refuses %j", async (args, reason) => {
    await using house = await TestHouse.empty();
    const { code, stdout, stderr } = await house.run("text", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(reason);
  });

  test.each([[[]], [["--strip"]], [["--screen"]]])(
    "ends when its reader has left, with %j",
    async (args) => {
      await using house = await TestHouse.empty();
      const { code, stdout, stderr } = await house.shell(
        `yes 'a line' | streamer text ${args.join(" ")} | head -n 1
         echo "\${PIPESTATUS[*]}"`,
      );
      expect({ code, stdout, stderr })
        .toEqual({ code: 0, stdout: "a line\n141 0 0\n", stderr: "" });
    },
  );

  test.each([[[]], [["--screen", "--rows=1"]]])(
    "prints lines before its input ends, with %j",
    async (args) => {
      await using house = await TestHouse.empty();
      const child = house.spawn(["text", ...args], { stdin: "piped" });
      const writer = child.stdin.getWriter();
      const reader = child.stdout.pipeThrough(new TextDecoderStream())
        .getReader();
      for (const line of ["one", "two", "three"]) {
        await writer.write(new TextEncoder().encode(`\x1b[1m${line}\x1b[m\n`));
        expect(await reader.read()).toEqual({
          done: false,
          value: `${line}\n`,
        });
      }
      await writer.close();
      expect(await reader.read()).toMatchObject({ done: true });
      expect((await child.status).code).toBe(0);
      await child.stderr.cancel();
    },
  );

  test("does not read ahead of a slow reader", async () => {
    await using house = await TestHouse.empty();
    const child = house.spawn(["text"], { stdin: "piped" });
    const writer = child.stdin.getWriter();
    const chunk = new TextEncoder().encode(logOf(64 * 1024));
    let taken = 0;
    const feed = async () => {
      while (taken < 50 * MB) {
        await writer.write(chunk);
        taken += chunk.length;
      }
      await writer.close();
    };
    const fed = feed();
    let before = -1;
    const standsStill = () => {
      const still = taken >= 2 * chunk.length && taken === before;
      before = taken;
      return still;
    };
    await expect.poll(standsStill, { interval: 200, timeout: 20_000 })
      .toBe(true);
    expect(taken).toBeLessThan(2 * MB);
    let lines = 0;
    for await (const bytes of child.stdout) {
      for (const byte of bytes) if (byte === 0x0a) lines += 1;
    }
    await fed;
    expect(lines).toBeGreaterThan(500_000);
    expect((await child.status).code).toBe(0);
    await child.stderr.cancel();
  });

  const peak = /^VmHWM:\s*(\d+) kB$/m;

  test.skipIf(Deno.build.os !== "linux").each([
    ["lines", 300, []],
    ["a screen", 100, ["--screen"]],
  ])("needs no more memory for more input, as %s", async (_, usual, args) => {
    await using house = await TestHouse.empty();
    const measure = async (bytes: number) => {
      const child = house.spawn(["text", ...args], { stdin: "piped" });
      const count = child.stdout.pipeTo(new WritableStream());
      const writer = child.stdin.getWriter();
      const chunk = new TextEncoder().encode(logOf(256 * 1024));
      for (let sent = 0; sent < bytes; sent += chunk.length) {
        await writer.write(chunk);
      }
      const status = await Deno.readTextFile(`/proc/${child.pid}/status`);
      await writer.close();
      await count;
      expect((await child.status).code).toBe(0);
      await child.stderr.cancel();
      return Number(peak.exec(status)![1]) / 1000;
    };
    const little = await measure(20 * MB);
    const much = await measure(sized(usual, 10_000) * MB);
    expect(much).toBeLessThan(little + 30);
    expect(much).toBeLessThan(250);
  }, FULL ? 20 * LONG : LONG);
});

/** What leaves the alternate screen. */
const LEAVING = "\x1b[?1049l";

function lastIndexOf(bytes: Uint8Array, ascii: string): number {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
    .lastIndexOf(ascii);
}

/** Coloured lines, some with progress, about so many bytes. */
function logOf(bytes: number): string {
  let log = "";
  for (let i = 0; log.length < bytes; i++) {
    log += `\x1b[32minfo\x1b[0m request ${i} took \x1b[1m${
      i % 97
    } ms\x1b[0m\r\n`;
    if (i % 10 === 0) log += `\r\x1b[K${i % 100}%\r\x1b[K`;
  }
  return log;
}

describe.skipIf(!existsSync(CAPTURES))(
  "streamer text --screen, of captures of Claude Code (needs ../shared/corpora),",
  () => {
    const names = existsSync(CAPTURES)
      ? readdirSync(CAPTURES).filter((name) => name.endsWith(".ansi.txt"))
      : [];

    test("finds captures", () => expect(names.length).toBeGreaterThan(0));

    test.each(names)("is the text beside %s", async (name) => {
      await using house = await TestHouse.empty();
      const output = await text(
        house,
        ["--screen"],
        readFileSync(new URL(name, CAPTURES)),
      );
      const expected = readFileSync(
        new URL(name.replace(".ansi.txt", ".txt"), CAPTURES),
        "utf8",
      );
      // Some were taken with what had scrolled off before, which is not in
      // the capture with escape sequences.
      const more = expected.split("\n").length - output.split("\n").length;
      expect(more > 0 ? expected.split("\n").slice(more).join("\n") : expected)
        .toBe(output);
    });
  },
);

describe.skipIf(!HAS_TMUX)(
  "streamer text --screen shows what tmux shows (needs tmux), of",
  () => {
    /** The recording through the command itself, and by tmux. */
    async function compare(recording: Uint8Array, size: Size, above: boolean) {
      await using house = await TestHouse.empty();
      const output = await text(house, screenArgs(size), recording);
      const tmux = await drawnByTmux(size, recording);
      if (above) expect(withoutBlanks(output)).toBe(tmux.all);
      else expect(`\n${withoutBlanks(output)}`).toContain(`\n${tmux.screen}`);
      const here = await drawnHere(size, recording);
      expect(here.screen).toBe(tmux.screen);
      expect(here.cursor).toEqual(tmux.cursor);
      return output;
    }

    test.each(Object.keys(PROGRESS))(
      "progress like that of %s",
      async (name) => {
        for (const size of [SIZE, { cols: 50, rows: 12 }]) {
          const recording = await record(["sh", "-c", PROGRESS[name]!], {
            size,
          });
          const above = !["htop", "compose"].includes(name);
          const output = await compare(recording, size, above);
          expect(output.split("\n").length).toBeGreaterThan(3);
        }
      },
    );

    /** Programs that are left with the keys after the last `after`, which is on the screen then. */
    const programs: [name: string, command: string[], typing: Typing[]][] = [
      ["vim", ["vim", "-u", "NONE", "-i", "NONE", "numbers"], [
        { after: /200 ?L/i, keys: "/^50\r" },
        { after: /50/, keys: "3dd" },
        { after: /\d/, keys: "Onew 你好 line\x1b" },
        { after: /line/, keys: ":split\r" },
        { after: /numbers \[\+\]/, keys: ":set number\r" },
        { after: /200|\d/, keys: "\x06:echo 'all done'\r" },
        { after: /all done/, keys: ":qa!\r" },
      ]],
      ["less", ["less", "numbers"], [
        { after: /numbers/, keys: "  bjjj" },
        { after: /\d\d/, keys: "/12.\r" },
        { after: /12\d/, keys: "GkkK" },
        { after: /\d/, keys: "q" },
      ]],
      ["top", ["top", "-d", "0.3"], [
        { after: /(load average[^]*){3}/, keys: "q" },
      ]],
    ];
    for (const [name, command, typing] of programs) {
      test.skipIf(!has(name))(`${name}, before and after it ends`, async () => {
        await using house = await TestHouse.empty();
        const numbers = Array.from({ length: 200 }, (_, i) => `${i + 1}\n`);
        await Deno.writeTextFile(`${house.folder}/numbers`, numbers.join(""));
        const cwd = house.folder;
        const whole = await record(command, { size: SIZE, cwd, typing });
        const end = lastIndexOf(whole, LEAVING);
        const running = end > 0 ? whole.subarray(0, end) : whole;
        const output = await compare(running, SIZE, false);
        expect(output.split("\n").length).toBeGreaterThan(20);
        await compare(whole, SIZE, false);
      });
    }

    const numbered = (count: number) =>
      Array.from({ length: count }, (_, i) => `row ${i}\r\n`).join("");
    const small: Size = { cols: 20, rows: 6 };

    test.each<[what: string, ...parts: Drawn[]]>([
      ["lines that scroll", numbered(30) + "$ "],
      ["rows that wrap", "x".repeat(50) + "\r\n" + "y".repeat(20) + "\r\nz"],
      ["wide characters that wrap", "a" + "你".repeat(25) + "\r\nend"],
      ["rows that end at the edge", "x".repeat(20) + "\r\nafter"],
      ["the edge and a return", "x".repeat(20) + "\rab"],
      ["rows that must not wrap", `\x1b[?7l${"x".repeat(30)}yz\r\n\x1b[?7hok`],
      ["wide over narrow characters", "abcdef\x1b[1;2H你\x1b[1;5H好"],
      ["marks", "e\u0301a\u0302\u0303 n\u0303\r\nव\u093f|"],
      ["a mark at the edge", "x".repeat(19) + "e\u0301" + "y"],
      ["skin tones and flags", "👍🏽|\r\n🇩🇪|\r\n👩‍🚀|"],
      [
        "insert and delete lines",
        `${numbered(5)}\x1b[2;1H\x1b[2Lnew\x1b[5;1H\x1b[M`,
      ],
      [
        "insert, delete, erase characters",
        "abcdefghij\x1b[1;3H\x1b[2@XY\x1b[1;8H\x1b[2P\r\nabcdefghij\x1b[2;3H\x1b[4X",
      ],
      [
        "erased lines",
        "abcdef\x1b[1;5H\x1b[K\r\nabcdef\x1b[2;5H\x1b[1K\r\nabcdef\x1b[3;5H\x1b[2Kx",
      ],
      [
        "an erased end and start",
        `${numbered(5)}\x1b[4;3H\x1b[J\x1b[2;3H\x1b[1J`,
      ],
      ["tab stops", "a\tb\tc\td\r\n\x1b[1;5H\x1bH\x1b[2;1Ha\tb\x1b[3g\r\na\tb"],
      ["tabs backwards", "a\tb\tc\x1b[2Zx"],
      ["repeated characters", "ab\x1b[5b|"],
      ["the alignment pattern", "\x1b#8\x1b[2;3Hx"],
      [
        "origin mode",
        "\x1b[2;5r\x1b[?6h\x1b[1;1Ha\x1b[9;1Hb\x1b[?6l\x1b[1;1Hc",
      ],
      ["saved cursors", "\x1b[3;4H\x1b7abc\x1b8x\x1b[s\x1b[1;1Hq\x1b[uy"],
      ["insert mode", "abc\x1b[1;1H\x1b[4hXY\x1b[4l"],
      [
        "an alternate screen that was left",
        `${numbered(8)}\x1b[?1049h\x1b[Hvi\x1b[?1049l$ `,
      ],
      [
        "cursor movements",
        `${numbered(5)}\x1b[2Fa\x1b[Eb\x1b[5Gc\x1b[2dd\x1b[Ce\x1b[Bf`,
      ],
      ["scrolling up", `${numbered(6)}\x1b[2S`],
      ["scrolling down", `${numbered(5)}\x1b[2T`],
      [
        "rows above a scroll region's end",
        `${numbered(6)}\x1b[1;3r\x1b[3;1H\r\nA\r\nB\x1b[r`,
      ],
      ["index and next line", "a\x1bEb\x1bDc\x1bEd\x1bE\x1bEe\x1bMf"],
      ["other controls", "a\x0bb\x0cc\0d\x7fe\x07"],
      [
        "a wider screen",
        "x".repeat(50) + "\r\nabc\r\n",
        { cols: 30, rows: 6 },
        "end",
      ],
      ["a taller screen", numbered(12), { cols: 20, rows: 10 }, numbered(7)],
      ["a lower screen", numbered(5), { cols: 20, rows: 3 }, numbered(7)],
      [
        "a line being written on another width",
        "$ " + "word ".repeat(8),
        { cols: 10, rows: 6 },
        "x",
        { cols: 30, rows: 6 },
        "y",
      ],
      [
        "an alternate screen of changing size",
        `${numbered(4)}\x1b[?1049h\x1b[Hvi`,
        { cols: 12, rows: 4 },
        "\x1b[Hvim",
        { cols: 20, rows: 8 },
        "\x1b[?1049lback\r\n",
      ],
    ])("%s", async (_, ...parts) => {
      const here = await drawnHere(small, ...parts);
      expect(here).toEqual(await drawnByTmux(small, ...parts));
    });

    /** tmux puts more above the screen than leaves it, or other rows of a line. */
    test.each<[what: string, ...parts: Drawn[]]>([
      [
        "a scroll region",
        `${numbered(4)}\x1b[2;4r\x1b[4;1Ha\nb\r\nc\r\nd\x1b[r\x1b[6;1Hend`,
      ],
      [
        "a scroll region backwards",
        `${numbered(5)}\x1b[2;4r\x1b[2;1H\x1bM\x1bMtop\x1b[r`,
      ],
      [
        "an alternate screen",
        `${numbered(8)}$ vi\x1b[?1049h\x1b[2J\x1b[Hvi\r\n~`,
      ],
      ["a screen that is drawn anew", `${numbered(3)}\x1b[3A\x1b[Ja\r\nb\r\n`],
      [
        "lines that fit another width",
        "你好".repeat(12) + "\r\nabc\r\n",
        { cols: 7, rows: 6 },
        "x\r\n",
        { cols: 25, rows: 6 },
        "end",
      ],
    ])("the screen of %s", async (_, ...parts) => {
      const { screen, cursor } = await drawnHere(small, ...parts);
      const tmux = await drawnByTmux(small, ...parts);
      expect({ screen, cursor })
        .toEqual({ screen: tmux.screen, cursor: tmux.cursor });
    });
  },
);
