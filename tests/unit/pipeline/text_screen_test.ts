import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Size } from "@/shared/domain.ts";
import {
  joinRows,
  loadTerminal,
  type Row,
  TextScreen,
  type TextScreenOptions,
} from "@/server/pipeline/text_screen.ts";
import { check } from "../../support/check.ts";
import { LONG } from "../../support/full.ts";
import { piecesOf, toBytes } from "../../support/strip_in_pieces.ts";

const SIZE: Size = { cols: 20, rows: 5 };

beforeAll(loadTerminal);

function draw(
  output: string | Uint8Array,
  { size = SIZE, ...options }: TextScreenOptions & { size?: Size } = {},
): TextScreen {
  const screen = TextScreen.create(size, options);
  screen.write(toBytes(output));
  return screen;
}

function texts(rows: readonly Row[]): string[] {
  return rows.map(({ text }) => text);
}

/** `row 1`, `row 2`… */
function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `row ${i + 1}\r\n`).join("");
}

describe("TextScreen.rows()", () => {
  test.each<[what: string, output: string, rows: string[]]>([
    ["text", "one\r\n  two  \r\n\r\nend", ["one", "  two", "", "end"]],
    ["line drawing", "\x1b(0lqqk\x1b(B q", ["┌──┐ q"]],
    ["what is repeated, over the edge", "=\x1b[20b|", ["=".repeat(20), "=|"]],
    [
      "the last character erased with all before it",
      "x\x1b[5;20H\x1b[1Jy",
      [
        ..."    ",
        " ".repeat(19) + "y",
      ].map((row) => row.trimEnd()),
    ],
    ["one half of a wide character replaced", "你好\x1b[1;2Hx", [" x好"]],
    ["a family as one emoji", "👨‍👩‍👧‍👦|\x1b[1;3H!", ["👨‍👩‍👧‍👦!"]],
    ["an emoji with a skin", "👍🏽|\x1b[1;3H!", ["👍🏽!"]],
    ["a sign made an emoji", "❤️|\x1b[1;3H!", ["❤️!"]],
    ["a flag", "🇩🇪|\x1b[1;3H!", ["🇩🇪!"]],
    ["a mark behind a colour", "e\x1b[1m\u0301x", ["e\u0301x"]],
    ["a no-break space at the end as blank", "> \u00a0", [">"]],
  ])("gives %s", (_, output, rows) => {
    using screen = draw(output);
    expect(texts(screen.rows())).toEqual(rows);
  });

  test("gives the alternate screen while it is shown, and it is kept when left", () => {
    using screen = draw("$ vi\r\n\x1b[?1049h\x1b[2J\x1b[1;1Htext\r\n~");
    expect(screen.alternate).toBe(true);
    expect(texts(screen.rows())).toEqual(["text", "~"]);
    expect(texts(screen.ungiven())).toEqual(["$ vi"]);
    expect(screen.lastAlternate()).toBeUndefined();
    screen.write(toBytes("\x1b[?1049l$ "));
    expect(screen.alternate).toBe(false);
    expect(texts(screen.rows())).toEqual(["$ vi", "$"]);
    expect(texts(screen.lastAlternate()!)).toEqual(["text", "~"]);
  });

  test.each(["\x1b[?47l", "\x1b[?1047l", "\x1bc"])(
    "keeps the alternate screen that %j leaves",
    (leave) => {
      using screen = draw(`\x1b[?1047h\x1b[1;1Hvi${leave}`);
      expect(texts(screen.lastAlternate()!)).toEqual(["vi"]);
    },
  );

  test("knows where the cursor is, behind the last column too", () => {
    using screen = draw("a\r\n" + "x".repeat(20));
    expect(screen.cursor).toEqual({ row: 1, column: 20 });
    screen.write(toBytes("y"));
    expect(screen.cursor).toEqual({ row: 2, column: 1 });
  });
});

describe("TextScreen.takeScrolled()", () => {
  test("gives each row once, when it has left", () => {
    using screen = draw(lines(4));
    expect(screen.takeScrolled()).toEqual([]);
    screen.write(toBytes("row 5\r\nrow 6\r\n"));
    expect(texts(screen.takeScrolled())).toEqual(["row 1", "row 2"]);
    expect(screen.takeScrolled()).toEqual([]);
    expect(texts(screen.ungiven())).toEqual([
      "row 3",
      "row 4",
      "row 5",
      "row 6",
    ]);
  });

  test.each<[what: string, output: string, scrolled: string[]]>([
    ["rows that SU lets go", `${lines(4)}\x1b[2S`, ["row 1", "row 2"]],
    ["rows above a scroll region's end", `${lines(4)}\x1b[1;3r\x1b[3;1H\n\n`, [
      "row 1",
      "row 2",
    ]],
    [
      "none of a scroll region below the top",
      `${lines(4)}\x1b[2;4r\x1b[4;1H\n\n`,
      [],
    ],
    ["none of the alternate screen", `${lines(2)}\x1b[?1049h${lines(9)}`, []],
    [
      "none that are deleted or erased",
      `${lines(4)}\x1b[1;1H\x1b[2M\x1b[2J`,
      [],
    ],
    ["rows before the scrollback is cleared", `${lines(6)}\x1b[3J`, [
      "row 1",
      "row 2",
    ]],
    ["rows before all is reset", `${lines(6)}\x1bc`, ["row 1", "row 2"]],
  ])("gives %s", (_, output, scrolled) => {
    using screen = draw(output);
    expect(texts(screen.takeScrolled())).toEqual(scrolled);
  });

  test("gives more rows than are kept", () => {
    using screen = draw(lines(3000));
    expect(texts(screen.takeScrolled()).slice(0, 2995)).toEqual(
      Array.from({ length: 2995 }, (_, i) => `row ${i + 1}`),
    );
  });

  test("tells which rows continue others, and with their blanks they make lines", () => {
    const output = "a".repeat(19) + " b\r\n" + "你".repeat(15) +
      "x你好\r\nend\r\n";
    for (const rows of [1, 2, 5]) {
      using screen = draw(output, { size: { cols: 5, rows } });
      const all = [...screen.takeScrolled(), ...screen.ungiven()];
      expect(joinRows(all).trimEnd()).toBe(
        output.replaceAll("\r", "").trimEnd(),
      );
    }
  });
});

describe("TextScreen.resize()", () => {
  test("shows rows again, which are not given again", () => {
    using screen = draw(lines(8));
    expect(texts(screen.takeScrolled())).toEqual([
      "row 1",
      "row 2",
      "row 3",
      "row 4",
    ]);
    screen.resize({ cols: 20, rows: 8 });
    expect(texts(screen.rows()).slice(0, 2)).toEqual(["row 2", "row 3"]);
    expect(texts(screen.ungiven())).toEqual([
      "row 5",
      "row 6",
      "row 7",
      "row 8",
    ]);
    screen.write(toBytes(lines(4)));
    expect(texts(screen.takeScrolled())).toEqual(["row 5"]);
  });

  test("gives rows again that have changed since", () => {
    using screen = draw(lines(8));
    screen.takeScrolled();
    screen.resize({ cols: 20, rows: 8 });
    screen.write(toBytes("\x1b[2;1Hnew\x1b[K\x1b[8;1H\n\n\n"));
    expect(texts(screen.takeScrolled())).toEqual(["new"]);
  });

  test("gives the rows that it pushes off", () => {
    using screen = draw(lines(4));
    screen.resize({ cols: 20, rows: 2 });
    expect(texts(screen.takeScrolled())).toEqual(["row 1", "row 2", "row 3"]);
  });

  test("keeps all of the text while lines come and go over the edge", () => {
    const size = fc.record({
      cols: fc.integer({ min: 2, max: 30 }),
      rows: fc.integer({ min: 1, max: 9 }),
    });
    const word = fc.string({
      unit: fc.constantFrom(..."abc你 😀é"),
      maxLength: 40,
    });
    const line = fc.record({
      text: word,
      cut: fc.nat(40),
      between: fc.option(size),
    });
    const steps = fc.array(fc.oneof(line, size), { maxLength: 30 });
    check(
      fc.property(size, steps, (first, steps) => {
        using screen = TextScreen.create(first);
        const rows: Row[] = [];
        let count = 0;
        let expected = "";
        for (const step of steps) {
          if ("cols" in step) screen.resize(step);
          else {
            const text = `${count++}:${step.text}`.trimEnd();
            expected += `${text}\n`;
            const characters = [...text];
            screen.write(toBytes(characters.slice(0, step.cut).join("")));
            if (step.between) screen.resize(step.between);
            screen.write(toBytes(characters.slice(step.cut).join("") + "\r\n"));
          }
          rows.push(...screen.takeScrolled());
        }
        const text = joinRows([...rows, ...screen.ungiven()]);
        const trimmed = text.split("\n").map((row) => row.trimEnd()).join("\n");
        expect(trimmed.trimEnd()).toBe(expected.trimEnd());
      }),
      600,
    );
  }, LONG);

  test("keeps the cursor in its line", () => {
    using screen = draw("$ " + "word ".repeat(7));
    screen.resize({ cols: 10, rows: 5 });
    screen.write(toBytes("x"));
    screen.resize({ cols: 50, rows: 5 });
    screen.write(toBytes("y"));
    expect(texts(screen.rows())).toEqual(["$ " + "word ".repeat(7) + "xy"]);
  });

  test("has nothing above an alternate screen that was opened when it had shrunk", () => {
    using screen = draw(lines(9));
    screen.resize({ cols: 20, rows: 2 });
    screen.write(toBytes(`\x1b[?1049h${lines(9)}`));
    screen.resize({ cols: 20, rows: 8 });
    screen.write(toBytes("end"));
    expect(texts(screen.rows())).toEqual(["row 9", "end"]);
  });
});

describe("TextScreen, with line feeds of unknown meaning,", () => {
  test.each<[what: string, output: string, rows: string[]]>([
    ["ends lines in files", "one\ntwo\n", ["one", "two"]],
    ["ends lines of files with some \\r\\n", "HTTP/1.1 200 OK\r\n\r\n{\n}\n", [
      "HTTP/1.1 200 OK",
      "",
      "{",
      "}",
    ]],
    ["ends lines of captures that clear the screen", "\x1b[H\x1b[2Jone\ntwo", [
      "one",
      "two",
    ]],
    ["only moves down in recordings", "$ x\r\n\x1b[2;3Hone\ntwo", [
      "$ x",
      "  one",
      "     two",
    ]],
    [
      "only moves down on a recorded alternate screen",
      "$ x\r\n\x1b[?1049h\x1b[1Cone\ntwo",
      ["", " one", "    two"],
    ],
    ["stays with what it has decided", "one\n\r\n\x1b[2;3Htwo\nx", [
      "one",
      "  two",
      "x",
    ]],
  ])("%s", (_, output, rows) => {
    for (const size of [1, 3, 1000]) {
      using screen = TextScreen.create(SIZE, { convertEol: "auto" });
      for (const piece of piecesOf(toBytes(output), [size])) {
        screen.write(piece);
      }
      expect(texts(screen.rows())).toEqual(rows);
    }
  });
});

/** Everything there is to see. */
function stateOf(screen: TextScreen, scrolled: readonly Row[]) {
  return {
    scrolled,
    rows: screen.rows(),
    ungiven: screen.ungiven(),
    left: screen.lastAlternate(),
    alternate: screen.alternate,
    cursor: screen.cursor,
  };
}

function readInPieces(bytes: Uint8Array, sizes: readonly number[]) {
  using screen = TextScreen.create(SIZE, { convertEol: "auto" });
  const scrolled: Row[] = [];
  for (const piece of piecesOf(bytes, sizes)) {
    const copy = piece.slice();
    screen.write(copy);
    copy.fill(0x21);
    scrolled.push(...screen.takeScrolled());
  }
  return stateOf(screen, scrolled);
}

const PIECE = fc.oneof(
  fc.constantFrom(
    "\r\n",
    "\n",
    "\r",
    "\b",
    "\t",
    "\x0e",
    "\x0f",
    "\x1b",
    "\x1b[",
    "\x9b",
  ),
  fc.constantFrom(
    "text ",
    "你好",
    "e\u0301",
    "👍🏽",
    "👨‍👩‍👧",
    "❤️",
    "🇩🇪",
    "\u200b",
    "x".repeat(30),
  ),
  fc.tuple(
    fc.constantFrom("", "?"),
    fc.constantFrom(
      "",
      "0",
      "1",
      "2",
      "3",
      "7",
      "1;3",
      "2;4",
      "5;20",
      "99999999999",
    ),
    fc.constantFrom(..."@ABCDEFGHIJKLMPSTXZ`abdefghlmnrsu"),
  ).map(([prefix, parameters, final]) => `\x1b[${prefix}${parameters}${final}`),
  fc.constantFrom(
    "\x1b[?1049h",
    "\x1b[?1049l",
    "\x1b[?6h",
    "\x1b[4h",
    "\x1b[!p",
  ),
  fc.constantFrom(
    "\x1bc",
    "\x1b7",
    "\x1b8",
    "\x1bD",
    "\x1bE",
    "\x1bM",
    "\x1bH",
    "\x1b#8",
    "\x1b(0",
    "\x1b(B",
  ),
  fc.constantFrom(
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\",
    "\x1bP$qm\x1b\\",
    "\x1b[6n",
    "\x1b_x\x1b\\",
  ),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => String.fromCharCode(...bytes)),
);

describe("TextScreen", () => {
  test("gives the same for the same bytes, however they are cut", () => {
    check(
      fc.property(
        fc.array(PIECE, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 9 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (pieces, sizes) => {
          const output = pieces.join("");
          // Without wrapping, xterm.js treats what has no room at the edge
          // differently by piece.
          fc.pre(!output.includes("\x1b[?7l"));
          const bytes = toBytes(output);
          const whole = readInPieces(bytes, [Infinity]);
          expect(readInPieces(bytes, [1])).toEqual(whole);
          expect(readInPieces(bytes, sizes)).toEqual(whole);
        },
      ),
      600,
    );
  }, LONG);

  test("never throws, whatever comes and whatever size it gets", () => {
    const size = fc.record({
      cols: fc.integer({ min: 1, max: 25 }),
      rows: fc.integer({ min: 1, max: 8 }),
    });
    check(
      fc.property(
        fc.array(fc.oneof(PIECE, PIECE, PIECE, size), { maxLength: 150 }),
        (steps) => {
          using screen = TextScreen.create(SIZE);
          for (const step of steps) {
            if (typeof step === "object") screen.resize(step);
            else screen.write(toBytes(step));
            expect(screen.rows().length).toBeLessThanOrEqual(8);
          }
          screen.takeScrolled();
        },
      ),
      600,
    );
  }, LONG);

  test("draws invalid UTF-8 as replacement characters", () => {
    using screen = draw(
      new Uint8Array([0x61, 0xff, 0x62, 0xe4, 0xbd, 0x63, 0xe4]),
    );
    screen.finish();
    expect(texts(screen.rows())).toEqual(["a\ufffdb\ufffdc\ufffd"]);
  });

  test.each([
    [
      "counts without end",
      [..."STLMIZbABCDGX@P"].map((final) => `a\x1b[2147483647${final}`).join(
        "",
      ),
    ],
    ["a million parameters", `\x1b[${"1;".repeat(1e6)}m`],
    ["an OSC of 30 MB", `\x1b]0;${"x".repeat(3e7)}`],
    ["a DCS of 30 MB", `\x1bP$q${"x".repeat(3e7)}`],
    ["a million marks on one character", "a" + "\u0301".repeat(1e6)],
  ])("gets over %s in no time", (_, output) => {
    using screen = TextScreen.create(SIZE);
    const bytes = toBytes(output + "\x18\r\nafter");
    const started = performance.now();
    for (const piece of piecesOf(bytes, [65_536])) {
      screen.write(piece);
      screen.takeScrolled();
    }
    expect(texts(screen.rows()).at(-1)).toMatch(/after$/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test("joinRows() makes lines of rows", () => {
  const rows = [
    { text: "a", wrapped: false },
    { text: "b ", wrapped: false },
    { text: "c", wrapped: true },
    { text: "", wrapped: false },
  ];
  expect(joinRows(rows)).toBe("a\nb c\n\n");
  expect(joinRows([])).toBe("");
});
