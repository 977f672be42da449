/**
 * The ways to make text of terminal output that are raced against each other.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import stripAnsi from "strip-ansi";
import { type StripOptions, Stripper } from "@/server/pipeline/strip.ts";
import { loadTerminal, TextScreen } from "@/server/pipeline/text_screen.ts";
import type { Chunks } from "./chunks.ts";

export interface Contender {
  readonly name: string;
  /** Takes so long that a few rounds have to do. */
  readonly slow?: boolean;
  /** Must have chunks that do not cut a character. */
  readonly whole?: boolean;
  /** Reads all of an input. Returns the characters of its text, where there is one. */
  read(chunks: Chunks): number | Promise<number>;
}

export const STREAMER = "streamer";
/** What strippers are compared with. */
export const R = "strip-ansi after a streaming TextDecoder (R)";
/** What text without escape sequences is compared with. */
export const D = "one-shot TextDecoder (D)";

export const CONTENDERS: readonly Contender[] = [
  { name: STREAMER, read: (chunks) => strip(chunks) },
  {
    name: "streamer, TypeScript only",
    read: (chunks) => strip(chunks, { kernel: false }),
  },
  { name: R, read: (chunks) => decodeAnd(stripAnsi, chunks) },
  { name: D, whole: true, read: decodeEach },
  {
    name: "util.stripVTControlCharacters",
    slow: true,
    read: (chunks) => decodeAnd(stripVTControlCharacters, chunks),
  },
  { name: "streamer, as a screen", slow: true, read: readScreen },
  { name: "@xterm/headless (a screen)", slow: true, read: draw },
];

await loadTerminal();

/** All text of an input, as {@linkcode Stripper} gives it. */
export function strippedText(chunks: Chunks, options?: StripOptions): string {
  const stripper = new Stripper(options);
  const lines = chunks.map((chunk) => stripper.push(chunk)).join("");
  stripper.finish();
  return lines + stripper.partial();
}

function strip(chunks: Chunks, options?: StripOptions): number {
  const stripper = new Stripper(options);
  let length = 0;
  for (const chunk of chunks) length += taken(stripper.push(chunk));
  stripper.finish();
  return length + taken(stripper.partial());
}

function decodeAnd(clean: (text: string) => string, chunks: Chunks): number {
  const decoder = new TextDecoder();
  let length = 0;
  for (const chunk of chunks) {
    length += taken(clean(decoder.decode(chunk, { stream: true })));
  }
  return length + taken(clean(decoder.decode()));
}

/** Of chunks that do not cut a character: one that does is decoded wrongly, and many times slower. */
function decodeEach(chunks: Chunks): number {
  const decoder = new TextDecoder();
  let length = 0;
  for (const chunk of chunks) length += taken(decoder.decode(chunk));
  return length;
}

/** Draws, and takes every row as text. */
function readScreen(chunks: Chunks): number {
  using screen = TextScreen.create({ cols: 120, rows: 30 }, {
    convertEol: true,
  });
  let length = 0;
  for (const chunk of chunks) {
    screen.write(chunk);
    for (const { text } of screen.takeScrolled()) length += text.length;
  }
  for (const { text } of screen.ungiven()) length += text.length;
  return length;
}

async function draw(chunks: Chunks): Promise<number> {
  const terminal = new Terminal({ cols: 120, rows: 30, logLevel: "off" });
  for (const chunk of chunks) terminal.write(chunk);
  await new Promise<void>((resolve) => terminal.write("", resolve));
  terminal.dispose();
  return 0;
}

/** Characters of `text`. Looking at one makes the engine join a string that is still in pieces. */
function taken(text: string): number {
  text.charCodeAt(text.length - 1);
  return text.length;
}
