/**
 * How the characters of a row look.
 *
 * xterm.js packs styles into two numbers a cell: the foreground with bold and
 * inverse, the background with italic and dim.
 *
 * @module
 */
import { LOOK } from "@/shared/view.ts";
import type { BufferLine } from "./terminal.ts";

/** Flags of xterm's `FgFlags` and `BgFlags`, and the colour modes that both have. */
const INVERSE = 0x4000000;
const BOLD = 0x8000000;
const ITALIC = 0x4000000;
const DIM = 0x8000000;
const COLOUR_MODE = 0x3000000;
const RGB = 0x3000000;
const COLOUR = 0xffffff;

/** Bright black, and the palette's ramp of greys. */
const BRIGHT_BLACK = 8;
const FIRST_GREY = 240;
const LAST_GREY = 250;

/** How far apart red, green and blue of a grey may be, and how bright it may be. */
const GREY_SPREAD = 24;
const GREY_RANGE = [0x40, 0xc0] as const;

/** The look of each UTF-16 unit of `text`, which `line` begins with; `""` when all of it is plain. */
export function looksOf(line: BufferLine, text: string): string {
  let looks = "";
  let plain = true;
  /** The cells that look like the one before, in units of text. */
  let run = 0;
  let look = 0;
  let fg = 0;
  let bg = 0;
  for (let column = 0, units = 0; units < text.length; column++) {
    if (column >= line.length) break;
    const width = line.getWidth(column);
    if (width === 0) continue;
    if (line.getFg(column) !== fg || line.getBg(column) !== bg) {
      looks += String.fromCharCode(look).repeat(run);
      run = 0;
      fg = line.getFg(column);
      bg = line.getBg(column);
      look = lookOf(fg, bg);
      if (look !== 0) plain = false;
    }
    const size = width === 1 && !line.isCombined(column)
      ? unitsAt(text, units)
      : Math.max(line.getString(column).length, 1);
    run += size;
    units += size;
  }
  return plain ? "" : looks + String.fromCharCode(look).repeat(run);
}

function unitsAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff ? 2 : 1;
}

function lookOf(fg: number, bg: number): number {
  if (fg === 0 && bg === 0) return 0;
  const isFilled = (bg & COLOUR_MODE) !== 0 || (fg & INVERSE) !== 0;
  const isColoured = (fg & COLOUR_MODE) !== 0;
  return (fg & BOLD ? LOOK.bold : 0) |
    (bg & DIM ? LOOK.dim : 0) |
    (bg & ITALIC ? LOOK.italic : 0) |
    (isFilled ? LOOK.filled : 0) |
    (isColoured ? LOOK.coloured : 0) |
    (isColoured && isGrey(fg) ? LOOK.grey : 0);
}

function isGrey(fg: number): boolean {
  const colour = fg & COLOUR;
  if ((fg & COLOUR_MODE) !== RGB) {
    const index = colour & 0xff;
    return index === BRIGHT_BLACK ||
      (index >= FIRST_GREY && index <= LAST_GREY);
  }
  const parts = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
  const least = Math.min(...parts);
  const most = Math.max(...parts);
  return most - least <= GREY_SPREAD && least >= GREY_RANGE[0] &&
    most <= GREY_RANGE[1];
}
