import { beforeAll, describe, expect, test } from "vitest";
import { loadTerminal } from "../../../server/pipeline/terminal.ts";
import { pickProfile } from "../../../server/profiles/registry.ts";
import { exit, messagesOf, out, told, typed } from "./transcript.ts";

describe("plain", () => {
  test("takes what is printed as the answer, without blank lines before it", () => {
    expect(told([out("\n \nhello\nworld\n"), exit]))
      .toEqual(["answer 0: hello\nworld\n"]);
  });

  test("takes what is typed as a question, which begins a turn", () => {
    expect(told([typed("hi\n"), out("hello\n"), typed("bye\n"), exit])).toEqual(
      [
        "question 1: hi",
        "answer 1: hello\n",
        "question 2: bye",
      ],
    );
  });

  test("leaves out the echo of a shell, with its prompt", () => {
    const keys = [..."ls"].flatMap((key) => [typed(key), out(key)]);
    expect(told([out("$ "), ...keys, typed("\r"), out("\r\nfile\r\n$ "), exit]))
      .toEqual(["answer 0: $ ", "question 1: ls", "answer 1: file\n$ "]);
  });

  test("leaves out an echo that comes after Enter", () => {
    expect(
      told([out("Name? "), typed("Bob\r"), out("Bob\r\nHello Bob\r\n"), exit]),
    )
      .toEqual([
        "answer 0: Name? ",
        "question 1: Bob",
        "answer 1: Hello Bob\n",
      ]);
  });

  test("leaves out an echo that comes in pieces", () => {
    const echo = ["B", "ob", "\r", "\n", "Hello Bob\r\n"].map(out);
    expect(told([out("Name? "), typed("Bob\r"), ...echo, exit]))
      .toEqual([
        "answer 0: Name? ",
        "question 1: Bob",
        "answer 1: Hello Bob\n",
      ]);
  });

  test("does not take an answer for an echo where there is none", () => {
    expect(told([out("Name? "), typed("Bob\n"), out("Hello Bob\n"), exit]))
      .toEqual([
        "answer 0: Name? ",
        "question 1: Bob",
        "answer 1: Hello Bob\n",
      ]);
  });

  test("leaves out one echo a line, not the same text printed by the program", () => {
    expect(told([typed("a\rb\r"), out("a\r\nb\r\na\r\nb\r\n"), exit])).toEqual([
      "question 1: a",
      "question 2: b",
      "answer 2: a\nb\n",
    ]);
  });

  test.each([
    ["backspace", "lss\x7f\r", "ls"],
    ["backspace over an emoji", "a😀\b\r", "a"],
    ["Ctrl-U", "rm\x15ls\r", "ls"],
    ["Ctrl-W", "ls some thing\x17\x17\r", "ls "],
    ["Ctrl-C", "rm\x03ls\r", "ls"],
    ["arrows and function keys", "l\x1b[A\x1b[1;5C\x1bOP\x1b[15~s\r", "ls"],
    ["a pasted text's markers", "\x1b[200~ls\x1b[201~\r", "ls"],
    ["a mouse report", "l\x1b[M !!\x1b[<0;1;2Ms\r", "ls"],
    ["a terminal's replies", "l\x1b]11;rgb:0/0/0\x1b\\\x1bP1$r\x1b\\s\r", "ls"],
    ["Alt with a key", "l\x1bbs\r", "ls"],
  ])("follows %s", (_, keys, question) => {
    const whole = told([typed(keys)]);
    expect(whole).toEqual([`question 1: ${question}`]);
    expect(told(Array.from(keys, typed))).toEqual(whole);
  });

  test.each(["\r", "  \r", "\x1b[A\r", "\n\n"])(
    "makes no question of %j",
    (keys) => {
      expect(told([typed(keys), exit])).toEqual([]);
    },
  );

  test("replaces the unfinished line when it grows or is redrawn", () => {
    expect(told([out("a\n10%"), out("\r\x1b[K20%")])).toEqual([
      "answer 0: a\n20%…",
    ]);
    expect(told([out("a\n10%"), out("\r20%\nb\n")])).toEqual([
      "answer 0: a\n20%\nb\n…",
    ]);
  });

  test("counts binary output in one notice", () => {
    const binary = new Uint8Array(5000).map((_, index) => index * 7);
    const events = [out("a\n"), out(binary), out(binary), out("b\n"), exit];
    expect(told(events)).toEqual([
      "answer 0: a\n",
      "notice 0: Binary output, 10,000 bytes, not shown as text",
      "answer 0: b\n",
    ]);
  });

  test("closes an answer of 64 KiB and begins the next one", () => {
    const line = "x".repeat(99) + "\n";
    const messages = messagesOf([out(line.repeat(2000)), exit]);
    expect(messages.map(({ text }) => text.length)).toEqual([
      65_500,
      65_500,
      65_500,
      3500,
    ]);
    expect(messages.every(({ done }) => done)).toBe(true);
  });
});

describe("plain, in a terminal", () => {
  const size = { cols: 40, rows: 8 };
  beforeAll(loadTerminal);

  test("keeps a full screen as it was left, in a message of its own", () => {
    const events = [
      out("$ "),
      typed("vim\r"),
      out("vim\r\n\x1b[?1049h\x1b[Hhel"),
      out("lo\r\n~\x1b[2;1H"),
      typed(":q\r"),
      out("\x1b[?1049l$ "),
      exit,
    ];
    expect(told(events, size)).toEqual([
      "answer 0: $ ",
      "question 1: vim",
      "answer 1: hello\n~\n",
      "answer 1: $ ",
    ]);
    expect(messagesOf(events, size).map(({ source }) => source)).toEqual(
      ["lines", "lines", "screen", "lines"],
    );
  });

  test("does not repeat a line that goes on behind a full screen", () => {
    const screen = "\x1b[?1049h\x1b[Hmenu\x1b[?1049l";
    const events = [out("a\r\nload"), out(screen), out("ed\r\n"), exit];
    expect(told(events, size)).toEqual(
      ["answer 0: a\n", "answer 0: menu\n", "answer 0: loaded"],
    );
  });

  test("keeps what a program draws on again and again once", () => {
    const bars = Array.from(
      { length: 100 },
      (_, i) => out(`\x1b[2A\x1b[2Ka ${i}%\x1b[1B\r\x1b[2Kb ${i}%\x1b[1B\r`),
    );
    const events = [out("\x1b[H\r\n\r\n"), ...bars, out("done\r\n"), exit];
    expect(told(events, size)).toEqual(["answer 0: a 99%\nb 99%\ndone"]);
  });

  test("does not repeat on an answer what stood above", () => {
    const events = [
      out("\x1b[H\x1b[2Jwelcome\r\n> "),
      typed("hi\r"),
      out("hi\r\nhello\r\n> "),
      exit,
    ];
    expect(told(events, size)).toEqual(
      ["answer 0: welcome\n> ", "question 1: hi", "answer 1: hello\n> "],
    );
  });

  test("leaves out blank rows above what a full screen shows", () => {
    const events = [out("\x1b[?1049h\x1b[5;3Hlow\x1b[?1049l"), exit];
    expect(told(events, size)).toEqual(["answer 0:   low\n"]);
  });

  test("closes a full screen that never ends", () => {
    expect(told([out("\x1b[?1049hdrawn"), exit], size))
      .toEqual(["answer 0: drawn\n"]);
  });

  test("reads on after a gap", () => {
    const gap = { type: "gap" as const, bytes: 10 };
    const events = [out("\x1b[Hdrawn"), gap, out("line\r\n"), exit];
    expect(told(events, size)).toEqual(["answer 0: drawn\nline\n"]);
  });
});

describe("pickProfile()", () => {
  test("finds plain for any command and for a name nobody has", () => {
    expect(pickProfile(["make"]).name).toBe("plain");
    expect(pickProfile(["make"], "none such").name).toBe("plain");
  });
});
