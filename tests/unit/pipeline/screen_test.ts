import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import type { Terminal as TerminalType } from "@xterm/headless";
import { describe, expect, test } from "vitest";
import { StreamerError } from "@/shared/errors.ts";
import { Screen } from "../../../server/pipeline/screen.ts";

const encoder = new TextEncoder();
const size = { cols: 40, rows: 10 };

/** A terminal that has drawn `data`. */
async function terminal(data: string, { cols, rows } = size) {
  const terminal: TerminalType = new Terminal({
    cols,
    rows,
    scrollback: 1000,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => terminal.write(data, resolve));
  return terminal;
}

/** What a person sees in it and what a program could ask of it. */
function state(terminal: TerminalType) {
  const { active, normal } = terminal.buffer;
  const lines = Array.from(
    { length: normal.length },
    (_, row) => normal.getLine(row)!.translateToString(true),
  );
  const shown = Array.from(
    { length: active.length },
    (_, row) => active.getLine(row)!.translateToString(true),
  );
  const { cursorX, cursorY, type } = active;
  return { type, lines, shown, cursorX, cursorY, modes: terminal.modes };
}

async function snapshotOf(output: string): Promise<string> {
  using screen = new Screen(size);
  screen.write(encoder.encode(output));
  return await screen.snapshot();
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index}\r\n`).join("");

const CASES: [what: string, output: string][] = [
  ["text", "hello\r\nworld"],
  ["colours", "\x1b[1;31mred\x1b[0m \x1b[48;2;1;2;3mblue\x1b[m\r\n\x1b[7mx"],
  ["wide characters and marks", "你好 e\u0301 😀\r\n"],
  ["scrollback", lines(50) + "$ "],
  ["more scrollback than is kept", lines(3000) + "$ "],
  ["lines that wrap", "x".repeat(100) + "\r\n" + "你".repeat(50)],
  [
    "the alternate screen",
    lines(30) + "$ vi\x1b[?1049h\x1b[2J\x1b[5;7Hvi\x1b[3;3H",
  ],
  [
    "an alternate screen that was left",
    lines(5) + "\x1b[?1049hvi\x1b[?1049l$ ",
  ],
  ["the cursor anywhere", lines(30) + "\x1b[3;20H"],
  ["bracketed paste and cursor keys", "\x1b[?2004h\x1b[?1h\x1b="],
  ["the mouse and focus", "\x1b[?1003h\x1b[?1006h\x1b[?1004h"],
  ["no wrapping", "\x1b[?7l"],
  ["insert mode", "abc\x1b[4h\x1b[1G"],
  ["a scroll region", lines(8) + "\x1b[3;6r\x1b[4;2H"],
  ["origin mode", lines(8) + "\x1b[3;6r\x1b[?6h\x1b[2;2Hx"],
  ["a saved cursor", lines(3) + "\x1b[2;5H\x1b7\x1b[1;1H"],
  ["line drawing", "\x1b(0lqqk\x1b(B\r\n\x1b(0"],
];

describe("Screen", () => {
  test.each(CASES)("redraws %s elsewhere", async (_, output) => {
    const original = await terminal(output);
    const copy = await terminal(await snapshotOf(output));
    expect(state(copy)).toEqual(state(original));
  });

  test.each(CASES)(
    "goes on from %s as the original does",
    async (_, output) => {
      const more = "qx\r\nqy\x1b8z\n\n\nend\x1b[?1049lq";
      const original = await terminal(output + more);
      const copy = await terminal(await snapshotOf(output) + more);
      const [{ shown, cursorX, cursorY }, there] = [
        state(copy),
        state(original),
      ];
      expect({ shown, cursorX, cursorY }).toEqual({
        shown: there.shown,
        cursorX: there.cursorX,
        cursorY: there.cursorY,
      });
    },
  );

  test.each([
    ["a hidden cursor", "\x1b[?25l"],
    ["the mouse's encoding", "\x1b[?1006h"],
    ["the title", "\x1b]0;make\x07"],
  ])("repeats %s, which is not in a terminal's buffer", async (_, output) => {
    expect(await snapshotOf(output)).toContain(output);
  });

  test("takes sizes in order with the output", async () => {
    using screen = new Screen(size);
    screen.write(encoder.encode("x".repeat(60) + "\r\n"));
    screen.resize({ cols: 20, rows: 5 });
    screen.write(encoder.encode("\x1b[5;20Hy"));
    const original = await terminal("x".repeat(60) + "\r\n");
    original.resize(20, 5);
    await new Promise<void>((done) => original.write("\x1b[5;20Hy", done));
    const copy = await terminal(await screen.snapshot(), { cols: 20, rows: 5 });
    expect(state(copy)).toEqual(state(original));
  });

  test("makes snapshots of exactly what was written before each", async () => {
    using screen = new Screen(size);
    const snapshots = ["a", "b", "c"].map((text) => {
      screen.write(encoder.encode(text));
      return screen.snapshot();
    });
    expect(await Promise.all(snapshots)).toEqual(["a", "ab", "abc"]);
  });

  test("returns to the first column on \\n alone when told so", async () => {
    using screen = new Screen(size, { convertEol: true });
    screen.write(encoder.encode("a\nb"));
    expect(await screen.snapshot()).toBe("a\r\nb");
  });

  test("refuses a snapshot when it is disposed", async () => {
    const screen = new Screen(size);
    screen.write(encoder.encode("a"));
    const wanted = screen.snapshot();
    screen[Symbol.dispose]();
    await expect(wanted).rejects.toThrow(StreamerError);
    await expect(screen.snapshot()).rejects.toThrow(StreamerError);
    screen.write(encoder.encode("b"));
  });
});

describe("Screen, in a flood,", () => {
  test("shows the end of 20 MB and the modes set before", async () => {
    using screen = new Screen(size);
    screen.write(
      encoder.encode("\x1b[?2004h\x1b[?25l\x1b]0;flood ü\x07\x1b[32m"),
    );
    const last = flood(screen, 20e6);
    const snapshot = await screen.snapshot();
    const copy = state(await terminal(snapshot));
    expect(copy.lines.at(-2)).toBe(`${last}`);
    expect(copy.lines.length).toBe(1010);
    const numbers = copy.lines.slice(0, -1).map(Number);
    expect(numbers).toEqual(numbers.map((_, index) => last - 1008 + index));
    expect(copy.modes.bracketedPasteMode).toBe(true);
    expect(snapshot).toContain("\x1b[?25l");
    expect(snapshot).toContain("flood ü");
    expect(snapshot).toContain("\x1b[32m");
  });

  test("does not hold more than its bound", () => {
    using screen = new Screen(size);
    const before = external();
    flood(screen, 40e6);
    expect(external() - before).toBeLessThan(8e6);
  });

  test("keeps what was written before a snapshot that is wanted", async () => {
    using screen = new Screen(size);
    screen.write(encoder.encode("exactly this"));
    const snapshot = screen.snapshot();
    flood(screen, 5e6);
    expect(await snapshot).toBe("exactly this");
  });

  test("goes on when the output has no lines", async () => {
    using screen = new Screen(size);
    screen.write(encoder.encode("\x1b[?1049h"));
    for (let frame = 0; frame < 50_000; frame++) {
      screen.write(encoder.encode(`\x1b[Hframe ${frame} ${"你".repeat(30)}`));
    }
    const copy = state(await terminal(await screen.snapshot()));
    expect(copy.type).toBe("alternate");
    expect(copy.shown[0]).toMatch(/^frame 49999 你/);
  });
});

describe("Screen, with whatever comes,", () => {
  test.each([
    [
      "a count without end",
      [..."STLMIZbABCDGX@P"].map((final) => `a\x1b[2147483647${final}`).join(
        "",
      ),
    ],
    ["a million parameters", `\x1b[${"1;".repeat(1e6)}m`],
    ["an OSC without end", "\x1b]0;" + "x".repeat(3e6)],
  ])("gets over %s", async (_, output) => {
    const snapshot = await snapshotOf(output + "\x18\r\nafter");
    expect(snapshot).toContain("after");
  });

  test("never throws", async () => {
    using screen = new Screen(size);
    let state = 7;
    const bytes = Uint8Array.from({ length: 300_000 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      const byte = (state >>> 8) & 0xff;
      return byte < 40 ? 0x1b : byte < 80 ? 0x5b : byte < 100 ? 0x3b : byte;
    });
    screen.write(bytes);
    expect(typeof await screen.snapshot()).toBe("string");
  });
});

/** Writes what `seq` prints, about `bytes` of it. Returns the last number. */
function flood(screen: Screen, bytes: number): number {
  let next = 1;
  for (let sent = 0; sent < bytes;) {
    let text = "";
    while (text.length < 65_536) text += `${next++}\r\n`;
    screen.write(encoder.encode(text));
    sent += text.length;
  }
  return next - 1;
}

function external(): number {
  return Deno.memoryUsage().external;
}
