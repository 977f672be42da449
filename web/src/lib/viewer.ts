/**
 * Makes a terminal a mere viewer: it never answers what a program asks.
 *
 * Programs ask their terminal who it is, where its cursor stands or which
 * colours it has. The terminal that runs the program answers; a second answer
 * from a page would arrive as typing.
 *
 * @module
 */
import { REPEAT_LIMITS } from "@/shared/repeat_limits.ts";
import type { IDisposable, IFunctionIdentifier, Terminal } from "@xterm/xterm";

/**
 * Requests of XTerm Control Sequences (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html):
 * DA1, DA2, DA3, XTVERSION, DSR, DECXCPR, DECRQM, XTWINOPS, kitty keyboard.
 */
const CSI: readonly IFunctionIdentifier[] = [
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
  { prefix: ">", final: "q" },
  { final: "n" },
  { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
  { final: "t" },
  { prefix: "?", final: "u" },
];

/** DECRQSS, XTGETTCAP. */
const DCS: readonly IFunctionIdentifier[] = [
  { intermediates: "$", final: "q" },
  { intermediates: "+", final: "q" },
];

/** Colours: palette, special, foreground, background, cursor and their kin. */
const COLOURS = [4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

const CLIPBOARD = 52;

/** Swallows every request before the terminal sees it, and counts that would hold it up. */
export function silence({ parser }: Terminal): IDisposable[] {
  const swallow = () => true;
  return [
    ...Object.entries(REPEAT_LIMITS).map(([final, most]) =>
      parser.registerCsiHandler({ final }, ([count]) => Number(count) > most)
    ),
    ...CSI.map((id) => parser.registerCsiHandler(id, swallow)),
    ...DCS.map((id) => parser.registerDcsHandler(id, swallow)),
    ...COLOURS.map((id) =>
      parser.registerOscHandler(id, (data) => data.split(";").includes("?"))
    ),
    parser.registerOscHandler(CLIPBOARD, swallow),
    parser.registerEscHandler({ final: "Z" }, swallow),
  ];
}

/** Whether `text` is a report of focus (mode 1004) and nothing that was typed. */
export function isFocusReport(text: string): boolean {
  return text === "\x1b[I" || text === "\x1b[O";
}
