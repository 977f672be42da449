/**
 * What operating system commands mean, as far as they are marks.
 *
 * | number   | what                         | described at                                                   |
 * | -------- | ---------------------------- | -------------------------------------------------------------- |
 * | 0, 2     | the window's title           | https://invisible-island.net/xterm/ctlseqs/ctlseqs.html        |
 * | 7        | the folder, as a file: URL   | https://iterm2.com/documentation-escape-codes.html             |
 * | 9        | a notice; 9;4 progress       | https://conemu.github.io/en/AnsiEscapeCodes.html#ConEmu_specific_OSC |
 * | 99       | a notice in parts            | https://sw.kovidgoyal.net/kitty/desktop-notifications/         |
 * | 133      | semantic prompts             | https://gitlab.freedesktop.org/Per_Bothner/specifications      |
 * | 633      | the same, and command lines  | https://code.visualstudio.com/docs/terminal/shell-integration  |
 * | 777      | a notice                     | urxvt's `notify` extension                                     |
 * | 7501     | what the program does        | as Codex and Claude Code print it                              |
 *
 * @module
 */
import type { Mark } from "../profiles/profile.ts";
import { decodeBase64, decodePercent, printable } from "./osc_text.ts";

/** UTF-16 units of a notice that comes in parts. */
const MAX_NOTICE = 4096;

/** Parameters of OSC 7501, each `name=value` with a colon between. */
function programState(rest: string): Mark | undefined {
  const parameters = new Map(rest.split(":").map((pair) => cut(pair, "=")));
  const state = parameters.get("state");
  if (!state) return undefined;
  const kind = parameters.get("kind");
  const told = parameters.get("msg");
  const message = told ? printable(decodeBase64(told)) : "";
  return {
    type: "state",
    state: printable(state),
    ...(kind && { kind: printable(kind) }),
    ...(message && { message }),
  };
}

/** Reads commands, each without its introducer and its end. Some go on with what others began. */
export class OscReader {
  #title = "";
  /** The command line that was told for the command that runs next. */
  #commandLine: string | undefined;
  /** The parts of a notice that is not complete. */
  #notice = "";

  read(command: string): Mark | undefined {
    const [number, rest] = cut(command);
    switch (number) {
      case "0":
      case "2":
        return this.#readTitle(printable(rest));
      case "7":
        return folder(rest);
      case "9":
        return conEmu(rest);
      case "99":
        return this.#readNotice(rest);
      case "133":
        return this.#readPrompt(rest);
      case "633":
        return this.#readCode(rest);
      case "777":
        return urxvt(rest);
      case "7501":
        return programState(rest);
      default:
        return undefined;
    }
  }

  /** A title that is set again is no news. */
  #readTitle(text: string): Mark | undefined {
    if (text === this.#title) return;
    this.#title = text;
    return { type: "title", text };
  }

  #readNotice(rest: string): Mark | undefined {
    const [metadata, payload] = cut(rest);
    const options = new Map(metadata.split(":").map((pair) => cut(pair, "=")));
    const part = options.get("p") ?? "title";
    if (part === "title" || part === "body") {
      const text = options.get("e") === "1" ? decodeBase64(payload) : payload;
      this.#notice = joined([this.#notice, text]).slice(0, MAX_NOTICE);
    }
    if (options.get("d") === "0") return;
    const text = this.#notice;
    this.#notice = "";
    return notice(text);
  }

  /** OSC 633 has what 133 has, and more. */
  #readCode(rest: string): Mark | undefined {
    const [kind, text] = cut(rest);
    switch (kind) {
      case "E":
        this.#commandLine = unescapeCode(cut(text)[0]);
        return;
      case "P": {
        const [name, value] = cut(text, "=");
        return name === "Cwd" ? inFolder(unescapeCode(value)) : undefined;
      }
      default:
        return this.#readPrompt(rest);
    }
  }

  #readPrompt(rest: string): Mark | undefined {
    const [kind, ...options] = rest.split(";");
    switch (kind) {
      case "A":
      case "N":
      case "P":
        // Prompts of further lines, and those on the right, begin nothing.
        if (options.some((option) => /^k=[crs]$/.test(option))) return;
        this.#commandLine = undefined;
        return { type: "prompt", part: "A" };
      case "B":
      case "I":
        return { type: "prompt", part: "B" };
      case "C": {
        const command = this.#commandLine ?? commandLine(options);
        this.#commandLine = undefined;
        return command === undefined
          ? { type: "prompt", part: "C" }
          : { type: "prompt", part: "C", command };
      }
      case "D":
        return { type: "prompt", part: "D", exit: exitCode(options[0]) };
      default:
        return undefined;
    }
  }
}

/** What is before the first `separator`, and what is behind it. */
function cut(text: string, separator = ";"): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function conEmu(rest: string): Mark | undefined {
  const [number, text] = cut(rest);
  if (!/^\d{1,2}$/.test(number)) return notice(rest);
  if (number === "9") return inFolder(text.replace(/^"|"$/g, ""));
  if (number !== "4") return;
  const [state, percent] = cut(text);
  return {
    type: "progress",
    state: bounded(state, 4),
    percent: bounded(percent, 100),
  };
}

function urxvt(rest: string): Mark | undefined {
  const [kind, text] = cut(rest);
  return kind === "notify" ? notice(joined(cut(text))) : undefined;
}

function folder(url: string): Mark | undefined {
  const [, path] = /^(?:file|kitty-shell-cwd):\/\/[^/]*(\/.*)$/.exec(url) ?? [];
  if (path === undefined) return;
  return inFolder(url.startsWith("file:") ? decodePercent(path) : path);
}

function inFolder(path: string): Mark | undefined {
  return path === "" ? undefined : { type: "cwd", path };
}

function notice(text: string): Mark | undefined {
  const shown = printable(text);
  return shown === "" ? undefined : { type: "notice", text: shown };
}

/** A title and a body as one text. */
function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(": ");
}

function bounded(text: string, most: number): number {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), most);
}

function exitCode(text = ""): number | null {
  return /^-?\d{1,10}$/.test(text) ? Number(text) : null;
}

/** The `cmdline_url` of kitty and fish. */
function commandLine(options: readonly string[]): string | undefined {
  const option = options.find((one) => one.startsWith("cmdline_url="));
  return option && decodePercent(cut(option, "=")[1]);
}

/** Visual Studio Code writes `\\` for a backslash and `\x3b` for what would end the command. */
function unescapeCode(text: string): string {
  return text.replace(
    /\\(?:\\|x([0-9a-f]{2}))/gi,
    (_, code?: string) =>
      code === undefined
        ? "\\"
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
