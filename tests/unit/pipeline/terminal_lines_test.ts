import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadTerminal } from "@/server/pipeline/terminal.ts";
import { TerminalLines } from "@/server/pipeline/terminal_lines.ts";
import { check } from "../../support/check.ts";

const SIZE = { cols: 40, rows: 6 };

const encoder = new TextEncoder();

beforeAll(loadTerminal);

/** What a terminal gave of some output: its lines, and what it shows besides. */
interface Read {
  lines: string;
  partial: string;
  alternate: string | undefined;
  /** The alternate screens that were left. */
  left: string[];
}

function read(chunks: readonly (string | Uint8Array)[], size = SIZE): Read {
  using terminal = new TerminalLines(size);
  const left: string[] = [];
  let lines = "";
  for (const chunk of chunks) {
    lines += terminal.push(
      typeof chunk === "string" ? encoder.encode(chunk) : chunk.slice(),
    );
    left.push(...[terminal.takeLeft() ?? []].flat());
  }
  terminal.finish();
  const { partial, alternate } = terminal;
  return { lines, partial, alternate, left };
}

/** Lines of a log: `name 1`, `name 2`… */
function log(name: string, count: number): string {
  return Array.from({ length: count }, (_, i) => `${name} ${i + 1}\r\n`).join(
    "",
  );
}

/** The text of a log as lines. */
function logLines(name: string, count: number): string {
  return log(name, count).replaceAll("\r", "");
}

describe("lines that go by", () => {
  test("are read as by the stripper", () => {
    const { lines, partial } = read(["\x1b[1mone\x1b[m\r\n50%\r100%\r\n$ "]);
    expect({ lines, partial }).toEqual({ lines: "one\n100%\n", partial: "$ " });
  });

  test("keep their tabs and blanks, as no screen was needed", () => {
    expect(read(["a\tb  \r\n"]).lines).toBe("a\tb  \n");
  });
});

describe("a program with the alternate screen", () => {
  const vim = ["$ vim\r\n", "\x1b[?1049h\x1b[2J\x1b[Hhello\x1b[3;5Hthere"];

  test("is a screen of its own while it runs", () => {
    expect(read(vim)).toEqual({
      lines: "$ vim\n",
      partial: "",
      alternate: "hello\n\n    there\n",
      left: [],
    });
  });

  test("leaves its last state, and the lines before go on", () => {
    expect(read([...vim, "\x1b[Hbye  \x1b[?1049l", "$ ls\r\n"])).toEqual({
      lines: "$ vim\n",
      partial: "$ ls",
      alternate: undefined,
      left: ["bye\n\n    there\n"],
    });
  });

  test("that comes and goes within one piece of output is not missed", () => {
    const { left, lines, partial } = read([
      "a\r\n\x1b[?1049hone\x1b[?1049l\x1b[?1049h\x1b[Htwo\x1b[?1049lb\r\n",
    ]);
    expect(left).toEqual(["two\n"]);
    expect(lines + partial).toBe("a\nb");
  });

  test("may use the older modes", () => {
    for (const mode of [47, 1047]) {
      const inside = read([`a\r\n\x1b[?${mode}h\x1b[Hdrawn`]);
      expect(inside.alternate).toBe("drawn\n");
      expect(inside.lines).toBe("a\n");
    }
  });
});

describe("a program that draws where lines are", () => {
  const pull = "a: wait\r\nb: wait\r\nc: wait\r\n";
  const done = (row: number, name: string) =>
    `\x1b[${row}A\x1b[2K${name}: done\x1b[${row}B\r`;

  test("has its rows as they are, each once", () => {
    const percent = Array.from(
      { length: 100 },
      (_, i) => `\x1b[3A\x1b[2Ka: ${i}%\x1b[3B\r`,
    );
    const { lines, partial } = read([pull, ...percent, done(3, "a"), "end"]);
    expect(lines).toBe("a: wait\nb: wait\nc: wait\n");
    expect(partial).toBe("a: done\nend");
  });

  test("finds the lines before where they were", () => {
    expect(read(["one\r\ntwo\r\n", "\x1b[1A\x1b[3Cx"]).partial).toBe("twox");
    expect(read(["one\r\ntwo", "\x1b[1A\x1b[1Dx"]).partial).toBe("onx\ntwo");
    expect(read(["one\r\ntw", "\x1b[D\x1b[Ax"]).partial).toBe("oxe\ntw");
  });

  test("gives rows as lines when they leave the screen, and no line twice", () => {
    const { lines, partial } = read([
      pull,
      done(3, "a"),
      log("row", 4),
      done(1, "row 4"),
      log("last", 3),
    ]);
    expect(lines + partial).toBe(
      "a: wait\nb: wait\nc: wait\n" + "a: done\n" +
        "row 1\nrow 2\nrow 3\nrow 4: done\n" + "last 1\nlast 2\nlast 3",
    );
  });

  test("draws a frame again and again and leaves one", () => {
    const frame = (text: string) => `╭──╮\r\n│${text}│\r\n╰──╯\r\n`;
    const erase = "\x1b[2K\x1b[1A".repeat(3) + "\x1b[2K\x1b[G";
    const frames = Array.from(
      { length: 500 },
      (_, i) => erase + frame(String(10 + i % 90)),
    );
    const { lines, partial } = read([frame("00"), ...frames]);
    expect(lines).toBe("╭──╮\n│00│\n╰──╯\n");
    expect(partial).toBe("│59│");
  });

  test("keeps a line whole that is wider than the screen", () => {
    const long = "0123456789".repeat(9);
    const { lines } = read(["\x1b[H", `${long}\r\n`, log("x", 9)]);
    expect(lines.startsWith(`${long}\nx 1\n`)).toBe(true);
  });

  test("settles when somebody answers", () => {
    using terminal = new TerminalLines(SIZE);
    terminal.push(encoder.encode("\x1b[2J\x1b[Hname?\r\n> "));
    expect(terminal.settle()).toBe("name?\n");
    expect(terminal.partial).toBe("> ");
    expect(terminal.settle()).toBe("");
    terminal.push(encoder.encode("bob\r\nhello bob\r\n"));
    expect(terminal.partial).toBe("> bob\nhello bob");
  });

  test("gives lines before it clears them away", () => {
    const clear = "\x1b[H\x1b[2J";
    const { lines, partial } = read([
      clear,
      log("first", 3),
      clear,
      log("second", 2),
      "\x1b[2J\x1b[H",
      "third",
    ]);
    expect(lines + partial).toBe(
      logLines("first", 3) + logLines("second", 2) + "third",
    );
  });

  test("draws over a screen without a line for each state", () => {
    const states = Array.from(
      { length: 50 },
      (_, i) => `\x1b[Hcpu ${i}\x1b[K\r\nmem ${i}\x1b[K\r\n\x1b[J`,
    );
    expect(read(["\x1b[H\x1b[2J", ...states])).toMatchObject({
      lines: "",
      partial: "cpu 49\nmem 49",
    });
  });

  test("keeps what was said when the window changes", () => {
    using terminal = new TerminalLines(SIZE);
    const push = (text: string) => terminal.push(encoder.encode(text));
    let lines = push("\x1b[H") + push(log("row", 9));
    for (const rows of [3, 12, 5]) {
      terminal.resize({ cols: 30, rows });
      lines += push(`size ${rows}\r\n`);
    }
    expect(`${lines}${terminal.partial}`.trimEnd()).toBe(
      logLines("row", 9) + "size 3\nsize 12\nsize 5",
    );
  });
});

describe("when it has calmed down", () => {
  test("reads lines again", () => {
    const calm = log("line", 2 * SIZE.rows);
    const { lines, partial } = read(["\x1b[H", calm, "a\tb  \r\n$ "]);
    // Only the stripper keeps tabs and blanks.
    expect(lines).toBe(logLines("line", 2 * SIZE.rows) + "a\tb  \n");
    expect(partial).toBe("$ ");
  });

  test("goes on in the midst of a line", () => {
    const calm = log("line", 2 * SIZE.rows);
    expect(read(["\x1b[H", calm + "50%", "\r100%\r\n"]).lines).toBe(
      logLines("line", 2 * SIZE.rows) + "100%\n",
    );
  });

  test("does not while only a part of the screen scrolls", () => {
    const region = "\x1b[1;3r\x1b[6;1Hstatus\x1b[1;1H";
    const { lines, partial } = read([region, log("line", 20)]);
    expect(`${lines}${partial}`).toBe(
      logLines("line", 20) + "\n\n\nstatus",
    );
  });

  test("may draw again", () => {
    const calm = log("line", 2 * SIZE.rows);
    const { lines, partial } = read(["\x1b[H", calm, "x\x1b[Ay"]);
    expect(lines).toBe(logLines("line", 2 * SIZE.rows));
    expect(partial).toBe("lyne 12\nx");
  });
});

describe("cutting", () => {
  /** Output of many kinds; each piece is lines, progress or drawing. */
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        "word ",
        "你好\r\n",
        "50%\r",
        "\x1b[K",
        "\x1b[2A",
        "\x1b[1;1H",
        "\x1b[2J",
        "\x1b[4;7Hhere",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b7",
        "\x1b8",
        "\x1bM",
        "\x1b[2;4r",
        "\x1b[r",
        "\x9b3B",
        "\x1b[L",
      ),
      fc.nat(12).map((count) => log("line", count)),
    ),
    { maxLength: 25 },
  );

  test("changes nothing of lines that leave the screen", () => {
    const property = fc.property(pieces, fc.nat(9), (parts, step) => {
      const bytes = encoder.encode(parts.join(""));
      const cut = [];
      for (let at = 0; at < bytes.length; at += step + 1) {
        cut.push(bytes.subarray(at, at + step + 1));
      }
      expect(words(read(cut))).toBe(words(read([bytes])));
    });
    check(property, 300);
  });

  /** Blanks and tabs depend on whether a screen was needed. */
  function words({ lines, partial, alternate }: Read): string {
    const text = `${lines}${partial}\n--\n${alternate}`;
    return text.split("\n").map((line) => line.trimEnd()).join("\n");
  }
});
