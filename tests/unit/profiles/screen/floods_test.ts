/**
 * Whatever a program prints, a layout makes of it what it can, the same
 * wherever it is cut, and goes on.
 */
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadTerminal } from "../../../../server/pipeline/terminal.ts";
import {
  pickProfile,
  profileNames,
} from "../../../../server/profiles/registry.ts";
import { check } from "../../../support/check.ts";
import {
  pieceSizes,
  TerminalBytes,
  terminalBytes,
} from "../../../support/terminal_bytes.ts";
import { exit, out, told } from "../transcript.ts";

beforeAll(loadTerminal);

/** What agents draw with, in any order. */
const SIGNS = [
  "> ",
  "❯ ",
  "› ",
  "● ",
  "⏺ ",
  "• ",
  "✦ ",
  "✻ Thinking… (3s · esc to interrupt)",
  "  ⎿  ",
  "╭──────────────────╮\r\n",
  "│ > words          │\r\n",
  "╰──────────────────╯\r\n",
  "──────────────────────────────\r\n",
  "  1. Yes\r\n  2. No, tell it what to do differently\r\n",
  "Do you want to proceed?\r\n",
  "some words, 漢字 and 🎉\r\n",
  "\r\n",
  "\x1b[1A\x1b[2K",
  "\x1b[H",
  "\x1b[2J",
  "\x1b[?25l",
  "\x1b[?25h",
  "\x1b[?2026h",
  "\x1b[?2026l",
  "\x1b[?1049h",
  "\x1b[?1049l",
];

const drawing = fc.array(
  fc.constantFrom(...SIGNS).map((sign) => new TextEncoder().encode(sign)),
  { maxLength: 60 },
).map((pieces) => new TerminalBytes(pieces));

const drawn = profileNames().filter((name) =>
  pickProfile([], name).view([name]) === "screen"
);

test.each(drawn)("%s, whatever is printed", (name) => {
  const printed = fc.oneof(drawing, terminalBytes(12));
  const property = fc.property(printed, pieceSizes, (input, sizes) => {
    const whole = read(name, [input.bytes]);
    expect(read(name, cut(input.bytes, sizes))).toEqual(whole);
  });
  check(property, 20);
});

function read(name: string, pieces: readonly Uint8Array[]): string[] {
  const events = [...pieces.map(out), exit];
  return told(events, { cols: 40, rows: 12 }, pickProfile([], name));
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
