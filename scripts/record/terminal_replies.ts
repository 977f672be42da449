/**
 * What a terminal replies to the queries of programs.
 *
 * @module
 */

interface Cursor {
  row: number;
  column: number;
}

/** Queries by their sequence, and what a common dark terminal says to them. */
const REPLIES: readonly [RegExp, (cursor: Cursor) => string][] = [
  // Cursor position and status report, ECMA-48 8.3.35.
  // deno-lint-ignore no-control-regex
  [/\x1b\[6n/, ({ row, column }) => `\x1b[${row + 1};${column + 1}R`],
  // deno-lint-ignore no-control-regex
  [/\x1b\[5n/, () => "\x1b[0n"],
  // Colours of text and background.
  // deno-lint-ignore no-control-regex
  [/\x1b\]10;\?/, () => "\x1b]10;rgb:d8d8/d8d8/d8d8\x1b\\"],
  // deno-lint-ignore no-control-regex
  [/\x1b\]11;\?/, () => "\x1b]11;rgb:1010/1010/1414\x1b\\"],
  // Synchronized output is known and off.
  // deno-lint-ignore no-control-regex
  [/\x1b\[\?2026\$p/, () => "\x1b[?2026;2$y"],
  // Primary device attributes.
  // deno-lint-ignore no-control-regex
  [/\x1b\[0?c/, () => "\x1b[?1;2c"],
];

/** The question whether a program's status is of interest, and a yes. */
const STATUS: typeof REPLIES[number] = [
  // deno-lint-ignore no-control-regex
  /\x1b\]7501;\?/,
  () => "\x1b]7501;?\x1b\\",
];

/** What kitty says beside. */
const KITTY: typeof REPLIES = [
  // Its name and version.
  // deno-lint-ignore no-control-regex
  [/\x1b\[>0?q/, () => "\x1bP>|kitty(0.42.1)\x1b\\"],
  // It knows its own way of telling keys, which is off.
  // deno-lint-ignore no-control-regex
  [/\x1b\[\?u/, () => "\x1b[?0u"],
];

/** Keys as kitty tells them to programs that want to tell them apart. */
const KITTY_KEYS: Readonly<Record<string, string>> = {
  "\x1b": "\x1b[27u",
  "\x03": "\x1b[99;5u",
  "\x04": "\x1b[100;5u",
  "\n": "\x1b[106;5u",
};

/** What kind of terminal it is. */
export interface TerminalKind {
  /** Whether it wants to be told the status of programs (OSC 7501). */
  wantsStatus?: boolean | undefined;
  /** Whether it is kitty, else a plain xterm. */
  kitty?: boolean | undefined;
}

/** What the terminal sends for a key. */
export function keyOf(key: string, { kitty = false }: TerminalKind): string {
  return kitty ? KITTY_KEYS[key] ?? key : key;
}

/** The replies to what `output` asks, in the order in which it asks. */
export function terminalReplies(
  output: string,
  cursor: Cursor,
  { wantsStatus = false, kitty = false }: TerminalKind,
): string[] {
  const replies = [
    ...REPLIES,
    ...wantsStatus ? [STATUS] : [],
    ...kitty ? KITTY : [],
  ];
  return replies
    .map(([query, reply]) => ({ at: output.search(query), reply }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ reply }) => reply(cursor));
}
