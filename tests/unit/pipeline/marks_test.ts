import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MarkSplitter } from "@/server/pipeline/marks.ts";
import type { Mark } from "@/server/profiles/profile.ts";
import { check } from "../../support/check.ts";

const encoder = new TextEncoder();

/** Where each mark stands, in bytes, and what it is. */
type Placed = [place: number, mark: Mark];

function marksIn(chunks: readonly Uint8Array[]): Placed[] {
  const splitter = new MarkSplitter();
  const placed: Placed[] = [];
  let place = 0;
  for (const part of chunks.flatMap((chunk) => splitter.split(chunk))) {
    if (part instanceof Uint8Array) place += part.length;
    else placed.push([place, part]);
  }
  return placed;
}

function marks(...texts: string[]): Mark[] {
  return marksIn(texts.map((text) => encoder.encode(text)))
    .map(([, mark]) => mark);
}

function prompt(part: string, more: object = {}) {
  return { type: "prompt", part, ...more };
}

describe("MarkSplitter", () => {
  test.each<[string, string, object[]]>([
    ["a title", "\x1b]0;a b\x07", [{ type: "title", text: "a b" }]],
    ["a title of OSC 2, ended by ST", "\x1b]2;a\x1b\\", [{
      type: "title",
      text: "a",
    }]],
    ["a title ended by C1 ST", "\x1b]0;é\u009c", [{
      type: "title",
      text: "é",
    }]],
    ["no icon's name", "\x1b]1;a\x07", []],
    ["a title once", "\x1b]0;a\x07\x1b]2;a\x07", [{
      type: "title",
      text: "a",
    }]],
    ["a notice", "\x1b]9;done; really\x07", [{
      type: "notice",
      text: "done; really",
    }]],
    ["progress", "\x1b]9;4;1;40\x07", [{
      type: "progress",
      state: 1,
      percent: 40,
    }]],
    ["progress beyond its bounds", "\x1b]9;4;9;400\x07", [{
      type: "progress",
      state: 4,
      percent: 100,
    }]],
    ["the end of progress", "\x1b]9;4\x07", [{
      type: "progress",
      state: 0,
      percent: 0,
    }]],
    ["no notice in another command of ConEmu", "\x1b]9;1;500\x07", []],
    ["a notice of urxvt", "\x1b]777;notify;T;B\x07", [{
      type: "notice",
      text: "T: B",
    }]],
    ["a notice in parts", "\x1b]99;i=1:d=0;T\x07\x1b]99;i=1:p=body;B\x07", [{
      type: "notice",
      text: "T: B",
    }]],
    ["a notice in base64", "\x1b]99;e=1;w6k=\x07", [{
      type: "notice",
      text: "é",
    }]],
    ["no notice without text", "\x1b]9;\x07\x1b]99;p=icon;x\x07", []],
    ["a folder", "\x1b]7;file://host/a%20b/%C3%A9\x07", [{
      type: "cwd",
      path: "/a b/é",
    }]],
    ["a folder that is no URL", "\x1b]7;/a\x07", []],
    ["the folder of Visual Studio Code", "\x1b]633;P;Cwd=/a\\x3bb\x07", [{
      type: "cwd",
      path: "/a;b",
    }]],
    [
      "semantic prompts",
      "\x1b]133;A;cl=m\x07$ \x1b]133;B\x07ls\x1b]133;C\x07f\x1b]133;D;2\x07",
      [prompt("A"), prompt("B"), prompt("C"), prompt("D", { exit: 2 })],
    ],
    ["an end without a code", "\x1b]133;D\x07\x1b]133;D;x\x07", [
      prompt("D", { exit: null }),
      prompt("D", { exit: null }),
    ]],
    ["no prompt of a further line", "\x1b]133;A;k=s\x07\x1b]133;P;k=r\x07", []],
    [
      "a command line with the output that it is for",
      "\x1b]633;E;a\\x3b b\\\\n\\x0ac;nonce\x07\x1b]633;C\x07\x1b]633;C\x07",
      [prompt("C", { command: "a; b\\n\nc" }), prompt("C")],
    ],
    ["the command line of fish", "\x1b]133;C;cmdline_url=ls%20a\x07", [
      prompt("C", { command: "ls a" }),
    ]],
    ["a command that ESC cuts off", "\x1b]0;a\x1b[1mb\x07", [{
      type: "bell",
    }]],
    ["what a command is cut off by", "\x1b]0;a\x1b]0;b\x07", [{
      type: "title",
      text: "b",
    }]],
    ["a command that is cancelled", "\x1b]0;a\x18b\x07", [{ type: "bell" }]],
    ["a command behind ESC ESC", "\x1b\x1b]0;b\x07", [{
      type: "title",
      text: "b",
    }]],
    ["no bell in a device control string", "\x1bPq\x07\x1b\\", []],
    ["what is passed through tmux", "\x1bPtmux;\x1b\x1b]0;a\x07\x1b\\", [{
      type: "title",
      text: "a",
    }]],
    ["bells apart from each other", `a\x07${"b".repeat(63)}\x07\x07`, [
      { type: "bell" },
      { type: "bell" },
    ]],
    ["a letter that ends as ST does", "\x1b]0;Ü\u045c\x07", [{
      type: "title",
      text: "Ü\u045c",
    }]],
  ])("finds %s", (_, text, found) => {
    expect(marks(text)).toEqual(found);
  });

  test("ignores a command that is too long, and finds the next", () => {
    const long = `\x1b]0;${"x".repeat(5000)}\x07`;
    expect(marks(long, "\x1b]0;next\x07")).toEqual([
      { type: "title", text: "next" },
    ]);
    const fits = "x".repeat(4096 - 2);
    expect(marks(`\x1b]0;${fits}\x1b\\`)).toEqual([
      { type: "title", text: fits },
    ]);
  });

  test("hears no bell in what is not text", () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, i) => i * 7);
    expect(marksIn([bytes])).toEqual([]);
  });

  test("gives output without marks as it is", () => {
    const splitter = new MarkSplitter();
    for (const text of ["", "a\n", "\x1b[1mred\x1b[m\n"]) {
      const data = encoder.encode(text);
      expect(splitter.split(data)[0]).toBe(data);
    }
  });

  test("finds the same marks in the same places wherever output is cut", () => {
    const piece = fc.constantFrom(
      ...["\x1b", "]", "0;", "9;", "133;", "633;E;", "A", "B", "C", "D;1"],
      ...["\x07", "\x1b\\", "\u009c", "\x18", "\x1bP", "\x1b_", "\\", ";"],
      ...["text\n", "é", "\x1b[31m", "\x1b]", "x".repeat(70), "x".repeat(4090)],
    );
    const cuts = fc.array(fc.nat(200), { maxLength: 12 });
    check(
      fc.property(
        fc.array(piece, { maxLength: 24 }),
        cuts,
        (pieces, lengths) => {
          const bytes = encoder.encode(pieces.join(""));
          const chunks: Uint8Array[] = [];
          let at = 0;
          for (const length of lengths) {
            chunks.push(bytes.subarray(at, at + length));
            at += length;
          }
          chunks.push(bytes.subarray(Math.min(at, bytes.length)));
          expect(marksIn(chunks)).toEqual(marksIn([bytes]));
          const single = Array.from(bytes, (byte) => new Uint8Array([byte]));
          expect(marksIn(single)).toEqual(marksIn([bytes]));
        },
      ),
      200,
    );
  });
});
