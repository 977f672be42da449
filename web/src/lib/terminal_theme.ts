/**
 * The terminal's colours on a light and on a dark page. `background` is the
 * page's `--screen`.
 *
 * @module
 */
import type { ITheme } from "@xterm/xterm";

export const DARK: ITheme = {
  background: "#0e0f11",
  foreground: "#d9dbdf",
  cursor: "#d9dbdf",
  cursorAccent: "#0e0f11",
  selectionBackground: "#34486f",
  black: "#24272c",
  red: "#f47067",
  green: "#6bc46d",
  yellow: "#daaa3f",
  blue: "#6cb0ff",
  magenta: "#c895f2",
  cyan: "#4fc3cf",
  white: "#c4c8ce",
  brightBlack: "#7b828c",
  brightRed: "#ff938a",
  brightGreen: "#8ddb8c",
  brightYellow: "#f2cc60",
  brightBlue: "#96c7ff",
  brightMagenta: "#dcbdfb",
  brightCyan: "#7fdde6",
  brightWhite: "#f4f5f6",
};

export const LIGHT: ITheme = {
  background: "#fcfcfb",
  foreground: "#24272c",
  cursor: "#24272c",
  cursorAccent: "#fcfcfb",
  selectionBackground: "#cfdcfa",
  black: "#24272c",
  red: "#b42318",
  green: "#1c7a43",
  yellow: "#8a5a00",
  blue: "#1f56c4",
  magenta: "#7c3aa8",
  cyan: "#0f7285",
  white: "#777d85",
  brightBlack: "#5c626a",
  brightRed: "#cf3b2f",
  brightGreen: "#258f52",
  brightYellow: "#a36c00",
  brightBlue: "#3b72de",
  brightMagenta: "#9650c4",
  brightCyan: "#178aa0",
  brightWhite: "#4a4f56",
};

/** Least contrast of text, where the program's colours were chosen for the other ground (WCAG 2.2, 1.4.3). */
export function leastContrast(dark: boolean): number {
  return dark ? 1 : 4.5;
}
