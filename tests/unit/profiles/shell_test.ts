import { beforeAll, describe, expect, test } from "vitest";
import type { SessionEvent } from "@/shared/domain.ts";
import { Pipeline } from "../../../server/pipeline/pipeline.ts";
import { loadTerminal } from "../../../server/pipeline/terminal.ts";
import { pickProfile } from "../../../server/profiles/registry.ts";
import { shell } from "../../../server/profiles/shell.ts";
import { exit, out, told as toldBy, typed } from "./transcript.ts";

const SIZE = { cols: 80, rows: 24 };

const A = "\x1b]133;A\x07";
const B = "\x1b]133;B\x07";
const C = "\x1b]133;C\x07";
const PROMPT = `${A}\x1b[?2004hme$ ${B}`;
const ENTER = "\r\n\x1b[?2004l\r";

function D(code: number | "" = 0) {
  return `\x1b]133;D;${code}\x07`;
}

function E(line: string) {
  return `\x1b]633;E;${line}\x07`;
}

/** A command as bash echoes it and runs it. */
function ran(line: string, output: string, code = 0) {
  return line + ENTER + E(line) + C + output + D(code) + PROMPT;
}

function told(...events: (string | SessionEvent)[]) {
  const all = events.map((one) => typeof one === "string" ? out(one) : one);
  return toldBy([...all, exit], SIZE, shell);
}

/** The signs and turns that a session gives, in a few words. */
function signs(...events: (string | SessionEvent)[]) {
  const pipeline = new Pipeline({
    profile: shell,
    command: ["bash"],
    start: { lastId: 0, turn: 0 },
    terminal: SIZE,
  });
  return events
    .map((one) => typeof one === "string" ? out(one) : one)
    .flatMap((event) => pipeline.push(event))
    .flatMap((event) => {
      if (event.type === "sign") {
        return [`${event.sign.status}: ${event.sign.evidence}`];
      }
      return event.type === "turn" ? [`turn ${event.turn.turn}`] : [];
    });
}

describe("shell, with semantic prompts", () => {
  beforeAll(loadTerminal);

  test("makes a command a question and its output the answer", () => {
    expect(
      told("motd\r\n", PROMPT, ran("ls", "a\r\nb\r\n"), ran("pwd", "/\r\n")),
    )
      .toEqual([
        "answer 0: motd\n",
        "question 1: ls",
        "answer 1: a\nb\n",
        "question 2: pwd",
        "answer 2: /\n",
      ]);
  });

  test("tells of an exit code that is not 0", () => {
    expect(told(PROMPT, ran("make", "oops\r\n", 2), ran("x", "", 137)))
      .toEqual([
        "question 1: make",
        "answer 1: oops\n",
        "notice 1: Exit code 2",
        "question 2: x",
        "notice 2: Exit code 137 (SIGKILL)",
      ]);
  });

  test("takes the command line from the terminal when nobody tells it", () => {
    expect(told(PROMPT, `ls -x\b \by${ENTER}${C}a\r\n${D()}${PROMPT}`))
      .toEqual(["question 1: ls -y", "answer 1: a\n"]);
  });

  test("takes a command line of several lines from the terminal", () => {
    const line = `for i in 1${ENTER}\x1b[?2004h> do echo $i; done${ENTER}`;
    expect(told(PROMPT, `${line}${C}1\r\n${D()}${PROMPT}`))
      .toEqual(["question 1: for i in 1\ndo echo $i; done", "answer 1: 1\n"]);
  });

  test("takes the command line from a prompt that was drawn again", () => {
    const listing = `l\x07${ENTER}ls lsof\r\n`;
    expect(told(PROMPT, `${listing}${PROMPT}ls${ENTER}${C}a\r\n${D()}`))
      .toEqual(["question 1: ls", "answer 1: a\n"]);
  });

  test("keeps output that does not end its line apart from the prompt", () => {
    expect(told(PROMPT, ran("printf abc", "abc"), ran("ls", "x\r\n")))
      .toEqual([
        "question 1: printf abc",
        "answer 1: abc",
        "question 2: ls",
        "answer 2: x\n",
      ]);
  });

  test("asks nothing by Enter alone, nor by Ctrl-C", () => {
    const interrupted = `foo^C\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r\r\n${
      D(130)
    }${PROMPT}`;
    const lines = `for i in 1${ENTER}> do^C\r\n${D(130)}${PROMPT}`;
    expect(told(PROMPT, ENTER + D(0) + PROMPT, interrupted, lines, ENTER))
      .toEqual([]);
  });

  test("shows what the shell says of a line that it cannot read", () => {
    const said = "bash: syntax error near unexpected token `fi'\r\n";
    expect(told(PROMPT, `fi${ENTER}${said}${D(2)}${PROMPT}`)).toEqual([
      "question 1: fi",
      "answer 1: bash: syntax error near unexpected token `fi'\n",
      "notice 1: Exit code 2",
    ]);
  });

  test("leaves out what is printed for the prompt", () => {
    const loud = `${D()}direnv: loading\r\n${PROMPT}`;
    expect(told(PROMPT, `cd a${ENTER}${E("cd a")}${C}${loud}`, "[1]+ Done\r\n"))
      .toEqual(["question 1: cd a"]);
  });

  test("asks again within the turn what is typed into a command", () => {
    expect(told(
      PROMPT,
      typed("read x\r"),
      `read x${ENTER}${E("read x")}${C}Name? `,
      typed("Bob\r"),
      `Bob\r\nHi Bob\r\n${D()}${PROMPT}`,
    )).toEqual([
      "question 1: read x",
      "answer 1: Name? ",
      "question 1: Bob",
      "answer 1: Hi Bob\n",
    ]);
  });

  test("takes a command that was typed ahead for one command", () => {
    expect(told(
      PROMPT,
      `sleep 1${ENTER}${E("sleep 1")}${C}`,
      typed("ls\r"),
      `ls\r\n${D()}${PROMPT}${ran("ls", "a\r\n")}`,
    )).toEqual(["question 1: sleep 1", "question 2: ls", "answer 2: a\n"]);
  });

  test("takes an answer and a command that are the same for two", () => {
    expect(told(
      PROMPT,
      `cat${ENTER}${E("cat")}${C}`,
      typed("ls\r"),
      `ls\r\nls\r\n${D()}${PROMPT}`,
      typed("ls\r"),
      ran("ls", "a\r\n"),
    )).toEqual([
      "question 1: cat",
      "question 1: ls",
      "answer 1: ls\n",
      "question 2: ls",
      "answer 2: a\n",
    ]);
  });

  test("keeps a full screen as it was left", () => {
    const screen = "\x1b[?1049h\x1b[Hhello\r\n~\x1b[?1049l";
    expect(told(PROMPT, typed("vim\r"), ran("vim", screen), ran("ls", "a\r\n")))
      .toEqual([
        "question 1: vim",
        "answer 1: hello\n~\n",
        "question 2: ls",
        "answer 2: a\n",
      ]);
  });

  test("keeps what was drawn again apart from the next prompt", () => {
    const bars = "one\r\ntwo\r\n\x1b[2A\x1b[2KONE\r\n\x1b[2KTWO\r\n";
    expect(told(PROMPT, ran("pull", bars), ran("ls", "a\r\n"))).toEqual([
      "question 1: pull",
      "answer 1: one\ntwo\nONE\nTWO\n",
      "question 2: ls",
      "answer 2: a\n",
    ]);
  });

  test("begins a turn for a shell within a command", () => {
    const inner = `${A}far$ ${B}`;
    expect(told(
      PROMPT,
      `ssh far${ENTER}${E("ssh far")}${C}Welcome\r\n${inner}`,
      `ls${ENTER}${E("ls")}${C}b\r\n${D(1)}${inner}`,
    )).toEqual([
      "question 1: ssh far",
      "answer 1: Welcome\n",
      "question 2: ls",
      "answer 2: b\n",
      "notice 2: Exit code 1",
    ]);
  });

  test("takes marks that come twice for one", () => {
    const line = `ls${ENTER}${E("ls")}${C}\x1b]633;C\x07a\r\n${D()}${D()}`;
    expect(told(A + PROMPT + B, line + A + PROMPT))
      .toEqual(["question 1: ls", "answer 1: a\n"]);
  });

  test("reads zsh, whose editor draws, and whose end of line is marked", () => {
    const eol = `\x1b[1m\x1b[7m%\x1b[27m\x1b[1m\x1b[0m${" ".repeat(79)}\r \r`;
    const zsh = `${eol}${A}\r\x1b[0m\x1b[27m\x1b[24m\x1b[Jzz% ${B}\x1b[K`;
    const line = "p\bprintf abc\x1b[?1l\x1b>\x1b[?2004l\r\r\n";
    expect(told(
      zsh,
      `${line}${E("printf abc")}${C}abc${D()}${zsh}`,
      `l\bls\x1b[?2004l\r\r\n${E("ls")}${C}x\r\n${D(1)}${zsh}`,
    )).toEqual([
      "question 1: printf abc",
      "answer 1: abc",
      "question 2: ls",
      "answer 2: x\n",
      "notice 2: Exit code 1",
    ]);
  });

  test("tells when it runs a command and when it waits", () => {
    expect(signs(PROMPT, ran("make all", "x\r\n", 2))).toEqual([
      "idle: the shell shows its prompt (OSC 133)",
      'working: the shell runs "make all" (OSC 133)',
      "turn 1",
      "idle: the shell shows its prompt (OSC 133)",
    ]);
    const asks = `rm x${ENTER}${E("rm x")}${C}remove x (y/n)? `;
    expect(signs(PROMPT, asks, typed("y\r")).slice(2)).toEqual([
      'needs_input: the line "remove x (y/n)?"',
      "working: a line was entered",
    ]);
  });

  test("gives the same messages wherever the output is cut", () => {
    const bytes = new TextEncoder().encode(
      PROMPT + ran("ls", "a\r\nb") + ran("make", "\x1b[1mé\x1b[m\r\n", 2) +
        `for i in 1${ENTER}> do${ENTER}${C}x\r\n${D()}${PROMPT}fi${ENTER}no\r\n${
          D(2)
        }${PROMPT}`,
    );
    const whole = toldBy([out(bytes), exit], SIZE, shell);
    expect(whole.length).toBe(10);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const events = [
        out(bytes.subarray(0, cut)),
        out(bytes.subarray(cut)),
        exit,
      ];
      expect(toldBy(events, SIZE, shell), `cut at ${cut}`).toEqual(whole);
    }
    const single = Array.from(bytes, (byte) => out(new Uint8Array([byte])));
    expect(toldBy([...single, exit], SIZE, shell)).toEqual(whole);
  });
});

describe("shell, without semantic prompts", () => {
  test("is read as any program", () => {
    const keys = [..."ls"].flatMap((key) => [typed(key), out(key)]);
    expect(told("$ ", ...keys, typed("\r"), "\r\nfile\r\n$ ")).toEqual([
      "answer 0: $ ",
      "question 1: ls",
      "answer 1: file\n$ ",
    ]);
    expect(signs("$ ", typed("ls\r"), "ls\r\nfile\r\n$ ")).toEqual([
      'idle: the line "$"',
      "working: a line was entered",
      'idle: the line "$"',
    ]);
  });
});

describe("pickProfile()", () => {
  test.each<[string, string]>([
    ["bash", "shell"],
    ["/usr/bin/zsh -l", "shell"],
    ["env A=b bash --norc -i", "shell"],
    ["bash --rcfile x -o vi", "shell"],
    ["fish", "shell"],
    ["pwsh -NoLogo", "shell"],
    ["bash -c ls", "plain"],
    ["bash -lc ls", "plain"],
    ["sh script.sh", "plain"],
    ["bash -- script", "plain"],
    ["bash --version", "plain"],
    ["make", "plain"],
  ])("reads %s as %s", (command, name) => {
    expect(pickProfile(command.split(" ")).name).toBe(name);
  });
});
