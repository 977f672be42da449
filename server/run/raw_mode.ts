/**
 * Raw mode for our own terminal: every key comes as it is typed, and every byte
 * goes out unchanged. Deno's own raw mode leaves output processing on, which
 * would turn a bare line feed of a full-screen program into two moves.
 *
 * @module
 */
import { libc, TCSADRAIN } from "../sources/libc.ts";
import { Termios } from "../sources/termios.ts";

const STDIN = 0;

/** How the terminal was; {@linkcode RawMode.leave} makes it so again. */
export interface RawMode {
  leave(): void;
}

/** Enters raw mode on standard input, which must be a terminal. */
export function enterRawMode(
  os: typeof Deno.build.os = Deno.build.os,
): RawMode {
  switch (os) {
    case "linux":
      return enterByLibc();
    case "windows":
      return enterByDeno();
    default:
      return enterByStty();
  }
}

function enterByLibc(): RawMode {
  const { tcgetattr, tcsetattr, cfmakeraw } = libc();
  const before = new Termios();
  tcgetattr(STDIN, before.bytes);
  const raw = new Termios();
  raw.bytes.set(before.bytes);
  cfmakeraw(raw.bytes);
  tcsetattr(STDIN, TCSADRAIN, raw.bytes);
  return { leave: () => void tcsetattr(STDIN, TCSADRAIN, before.bytes) };
}

function enterByDeno(): RawMode {
  Deno.stdin.setRaw(true);
  return { leave: () => Deno.stdin.setRaw(false) };
}

/** stty(1) of POSIX prints with `-g` what it takes back later. */
function enterByStty(): RawMode {
  const before = stty(["-g"]).trim();
  stty(["raw", "-echo"]);
  return { leave: () => void stty([before]) };
}

function stty(args: string[]): string {
  const { stdout } = new Deno.Command("stty", {
    args,
    stdin: "inherit",
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout);
}
