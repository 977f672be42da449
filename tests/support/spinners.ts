/**
 * How programs draw that they are busy: each frame over the last one.
 *
 * @module
 */

export interface Spinner {
  name: string;
  frames: readonly string[];
  /** The bytes that put a frame in place of the one before. */
  draw(frame: string): string;
}

const BRAILLE = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];
const BLOCKS = Array.from({ length: 21 }, (_, done) => {
  const bar = "█".repeat(done) + " ".repeat(20 - done);
  return `${String(done * 5).padStart(3)}%|${bar}| ${done}/20`;
});
const ARROWS = Array.from({ length: 11 }, (_, done) => {
  const arrow = "=".repeat(done) + ">" + " ".repeat(10 - done);
  return `Building [${arrow}] ${done}/10: syn, quote`;
});

export const SPINNERS: readonly Spinner[] = [
  {
    name: "ora: hide the cursor, erase the line, column 1",
    frames: BRAILLE.map((frame) => `${frame} Installing`),
    draw: (frame) =>
      `\x1b[?25l\x1b[2K\x1b[1G\x1b[36m${frame[0]}\x1b[39m${frame.slice(1)}`,
  },
  {
    name: "npm: column 1, a frame, erase the rest",
    frames: BRAILLE,
    draw: (frame) => `\x1b[1G${frame}\x1b[0K`,
  },
  {
    name: "yarn: frames of different lengths, erase first",
    frames: ["⠁ fetch", "⠂ resolving packages", "⠄ link"],
    draw: (frame) => `\x1b[2K\x1b[1G${frame}`,
  },
  {
    name: "cargo: carriage return behind, erase the rest before",
    frames: ARROWS,
    draw: (frame) => `\x1b[K${frame}\r`,
  },
  {
    name: "tqdm: carriage return before",
    frames: BLOCKS,
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "rich: erase the line, then carriage return",
    frames: BRAILLE.map((frame) => `${frame} Working…`),
    draw: (frame) => `\r\x1b[2K\x1b[32m${frame}\x1b[0m`,
  },
  {
    name: "wget: the same width every time",
    frames: ["  0% [>        ]", " 50% [===>     ]", "100% [========>]"],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "curl: columns that change one by one",
    frames: [" 12  103M  --:--:--", " 99  103M   0:00:01"],
    draw: (frame) => `\r${frame.slice(0, 4)}\r${frame}`,
  },
  {
    name: "rsync: carriage return, padded",
    frames: ["  1,238  0%  1.0kB/s", " 99,614 99%  9.0MB/s"],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "backspaces, one for each column",
    frames: ["|", "/", "-", "\\"],
    draw: (frame) => `${frame}\b`,
  },
  {
    name: "backspaces, and blanks to wipe with",
    frames: ["   ", ".  ", ".. ", "..."],
    draw: (frame) => `${frame}\b\b\b`,
  },
  {
    name: "cursor left, as often as there are columns",
    frames: ["◐", "◓", "◑", "◒"],
    draw: (frame) => `${frame}\x1b[1D`,
  },
  {
    name: "clocks of two columns",
    frames: ["🕐 wait", "🕑 wait", "🕒 wait"],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "hearts that a selector makes wide",
    frames: ["❤️ love", "💛 love", "☀️ love"],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "CJK",
    frames: ["下载中 １", "下载中 ２", "下载中 ３"],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "a title in the window besides",
    frames: BRAILLE.map((frame) => `${frame} build`),
    draw: (frame) => `\x1b]0;${frame}\x07\r\x1b[K${frame}`,
  },
  {
    name: "C1 controls",
    frames: BRAILLE.map((frame) => `${frame} build`),
    draw: (frame) => `\u009b2K\r${frame}`,
  },
  {
    name: "cursor saved and restored around a carriage return",
    frames: ["one  ", "two  ", "three"],
    draw: (frame) => `\r\x1b7${frame}`,
  },
  {
    name: "shrinking frames, wiped with blanks",
    frames: ["12345", "1234 ", "123  "],
    draw: (frame) => `\r${frame}`,
  },
  {
    name: "delete characters instead of erasing",
    frames: ["aaaa", "bbbb", "cc"],
    draw: (frame) => `\r\x1b[99P${frame}`,
  },
  {
    name: "erase characters instead of erasing the line",
    frames: ["aaaa", "bbbb", "cccc"],
    draw: (frame) => `\r\x1b[80X${frame}`,
  },
  {
    name: "erase what is before the cursor, then go there",
    frames: ["aaaa", "bbbb", "cccc"],
    draw: (frame) => `\x1b[1K\r${frame}`,
  },
  {
    name: "erase in display",
    frames: ["long frame", "short"],
    draw: (frame) => `\r\x1b[J${frame}`,
  },
  {
    name: "carriage returns twice",
    frames: BLOCKS,
    draw: (frame) => `\r\r${frame}`,
  },
];
