import { describe, expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { TestHouse } from "../house.ts";
import { has, HAS_TMUX, Tmux } from "../support/tmux.ts";

/** What a person may have in start-up files. */
const BASHRC = `
case $- in *i*) ;; *) return ;; esac
HISTCONTROL=ignoreboth
alias hi='echo hello'
PS1='mine> '
PROMPT_COMMAND='last=$?; prompts=$((prompts + 1))'
trap 'debugged=yes' DEBUG
trap 'errors=$((errors + 1))' ERR
`;
const ZSHRC = `
alias hi='echo hello'
PS1='mine> '
precmd() { last=$?; prompts=$((prompts + 1)) }
`;

interface Shell {
  command: string;
  files: Record<string, string>;
  /** Whether this machine has it. */
  there: boolean;
}

const SHELLS: readonly Shell[] = [
  { command: "bash", files: { ".bashrc": BASHRC }, there: true },
  { command: "bash -l", files: { ".bash_profile": BASHRC }, there: true },
  { command: "bash --rcfile rc", files: { rc: BASHRC }, there: true },
  { command: "zsh", files: { ".zshrc": ZSHRC }, there: has("zsh") },
];

/** Starts `shell` through streamer with the person's files. */
async function start(
  { command, files }: Pick<Shell, "command" | "files">,
  house: TestHouse,
  terminal: Tmux,
  before = "",
) {
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${house.folder}/${name}`, text);
  }
  await terminal.line(
    `clear; ${before} streamer run -q --name=shell ${command}`,
  );
  await terminal.until(/^mine> *$/m);
}

/** Enters `line` and waits for the next prompt behind what it prints. */
async function enter(terminal: Tmux, line: string, printed: string) {
  await terminal.line(line);
  await terminal.until(new RegExp(`^${printed}\\n+mine> *$`, "m"));
}

/** The messages of the session, as `kind turn: text`. */
async function conversation(house: TestHouse): Promise<string[]> {
  const [{ id } = { id: "" }] = await house.sessions();
  const { messages } = await house.local.json<{ messages: Message[] }>(
    `/sessions/${id}/messages`,
  );
  return messages.filter(({ text }) => text !== "").map((message) =>
    `${message.kind} ${message.turn}: ${message.text}`
  );
}

describe.skipIf(!HAS_TMUX)("shells in a terminal (need tmux)", () => {
  for (const shell of SHELLS) {
    describe.skipIf(!shell.there)(
      `${shell.command} (where it is there)`,
      () => {
        test("gives commands, outputs and exit codes exactly", async () => {
          await using house = await TestHouse.open();
          await using terminal = await Tmux.open(house);
          await start(shell, house, terminal);
          await enter(terminal, "hi", "hello");
          await enter(terminal, "ls /none; (exit 3)", "ls: .*");
          await terminal.keys("Enter");
          await terminal.line("for i in 1 2");
          await enter(terminal, "do echo $i; done", "1\n2");
          await enter(terminal, "printf '%s\\n' 'a;b\\c'", "a;b\\\\c");
          await enter(terminal, "printf '%s\\n' 'a;b\\c'", "a;b\\\\c");
          await terminal.line("exit 4");
          await terminal.until(/^\$ *$/m);
          await expect.poll(async () => (await house.sessions())[0]?.exit?.code)
            .toBe(4);
          const messages = await conversation(house);
          expect(messages[0]).toBe("question 1: hi");
          expect(messages.slice(1, 5)).toEqual([
            "answer 1: hello\n",
            "question 2: ls /none; (exit 3)",
            expect.stringMatching(/^answer 2: ls: .*\n$/),
            "notice 2: Exit code 3",
          ]);
          expect(messages[5]).toMatch(
            /^question 3: for i in 1 2[;\n] ?do echo/,
          );
          expect(messages.slice(6)).toEqual([
            "answer 3: 1\n2\n",
            "question 4: printf '%s\\n' 'a;b\\c'",
            "answer 4: a;b\\c\n",
            "question 5: printf '%s\\n' 'a;b\\c'",
            "answer 5: a;b\\c\n",
            "question 6: exit 4",
            ...(shell.command === "zsh" ? [] : [
              shell.command === "bash -l"
                ? "answer 6: logout\n"
                : "answer 6: exit\n",
            ]),
          ]);
        });

        test("reads the person's files and leaves nothing in the environment", async () => {
          await using house = await TestHouse.open();
          await using terminal = await Tmux.open(house);
          await start(shell, house, terminal);
          await enter(terminal, "false", "mine> false");
          await enter(
            terminal,
            "echo $? $last $(( prompts > 1 )) ${errors-1}",
            "1 1 1 1",
          );
          const names = "env | grep -c -e SHELL_ -e ZDOTDIR -e ^ENV= -e POSIX";
          await enter(terminal, names, "0");
          await enter(terminal, "env | grep -c __streamer", "0");
        });

        test("looks the same as without marks", async () => {
          await using house = await TestHouse.open();
          await using terminal = await Tmux.open(house, { cols: 60, rows: 30 });
          const screens: string[] = [];
          for (const on of [0, 1]) {
            const before = `STREAMER_SHELL_INTEGRATION=${on}`;
            await start(shell, house, terminal, before);
            await enter(terminal, "hi", "hello");
            await terminal.line("printf abc");
            await terminal.until(/^abc(#\n|%\n)?mine> *$/m);
            await enter(terminal, `echo ${"long ".repeat(20)}`, "[long ]+");
            await terminal.keys("g");
            await terminal.until(/^mine> g$/m);
            await terminal.keys("C-c");
            await terminal.until(/^mine> g(\^C)?\nmine> *$/m);
            await enter(terminal, "(exit 7)", "mine> \\(exit 7\\)");
            await terminal.line("set -x");
            await terminal.until(/set -x\n([+].*\n)*mine> *$/m);
            await terminal.line("echo traced");
            await terminal.until(/^traced\n([+].*\n)*mine> *$/m);
            await terminal.line("set +x; echo over");
            await terminal.until(/^over\n+mine> *$/m);
            screens.push(await terminal.screen({ escapes: true }));
            await terminal.line("exit");
            await terminal.until(/^\$ *$/m);
          }
          expect(screens[1]).toBe(screens[0]);
          expect(screens[0]).toContain("mine> hi\nhello\n");
        });
      },
    );
  }

  test.skipIf(!has("fish"))(
    "fish gives commands, outputs and exit codes (where it is there)",
    async () => {
      await using house = await TestHouse.open();
      await using terminal = await Tmux.open(house);
      const config = `${house.folder}/.config/fish`;
      await Deno.mkdir(config, { recursive: true });
      const prompt = "function fish_prompt; echo -n 'mine> '; end";
      const files = { ".config/fish/config.fish": prompt };
      await start({ command: "fish", files }, house, terminal);
      await enter(terminal, "echo 'a;b'; false", "a;b");
      await terminal.line("exit 4");
      await terminal.until(/^\$ *$/m);
      await expect.poll(() => conversation(house)).toEqual([
        expect.stringMatching(/^answer 0: /),
        "question 1: echo 'a;b'; false",
        "answer 1: a;b\n",
        "notice 1: Exit code 1",
        "question 2: exit 4",
        "notice 2: Exit code 4",
      ]);
    },
  );

  test("who marks prompts already is left alone", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    const own = `
PS1='\\[\\e]133;A\\a\\]mine> \\[\\e]133;B\\a\\]'
PS0='\\e]133;C\\a'
PROMPT_COMMAND='printf "\\e]133;D;%s\\a" $?'
`;
    await start(
      { command: "bash", files: { ".bashrc": own } },
      house,
      terminal,
    );
    await enter(terminal, "echo hi", "hi");
    await terminal.line("exit");
    await terminal.until(/^\$ *$/m);
    const { stdout } = await house.run("logs", "shell", "--raw");
    expect(stdout.split("133;C").length - 1).toBe(2);
    expect((await conversation(house)).slice(0, 2))
      .toEqual(["question 1: echo hi", "answer 1: hi\n"]);
  });

  test("functions that run before each command still do", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    // As bash-preexec does it: it installs itself with the first prompt.
    const rc = `
__bp_imported=defined
PS1='mine> '
invoke() {
  [[ -z $mode ]] && return
  mode=
  [[ $'\\n'$PROMPT_COMMAND$'\\n' == *$'\\n'$BASH_COMMAND$'\\n'* ]] || echo "before $BASH_COMMAND"
}
listen() { mode=on; }
run() { local each; for each in "\${precmd_functions[@]}"; do $each; done; }
install() {
  trap invoke DEBUG
  PROMPT_COMMAND=$'run\\nlisten'
  run
  listen
}
PROMPT_COMMAND=install
`;
    await start({ command: "bash", files: { ".bashrc": rc } }, house, terminal);
    await enter(terminal, "echo 1", "before echo 1\n1");
    await enter(terminal, "echo 2", "before echo 2\n2");
    await terminal.line("exit");
    await terminal.until(/^\$ *$/m);
    expect((await conversation(house)).slice(0, 4)).toEqual([
      "question 1: echo 1",
      "answer 1: before echo 1\n1\n",
      "question 2: echo 2",
      "answer 2: before echo 2\n2\n",
    ]);
  });

  test("arrays in PROMPT_COMMAND run in their order, and what sets it anew breaks nothing", async () => {
    await using house = await TestHouse.open();
    await using terminal = await Tmux.open(house);
    const rc = `PS1='mine> '; PROMPT_COMMAND=('a=$?:$_' 'b=$a:$?')\n`;
    await start({ command: "bash", files: { ".bashrc": rc } }, house, terminal);
    await terminal.line("false last");
    await enter(terminal, "echo $a $b", "1:last 1:last:1");
    await terminal.line("PROMPT_COMMAND=:");
    await enter(terminal, "echo hi", "hi");
    await terminal.line("exit");
    await terminal.until(/^\$ *$/m);
    expect((await conversation(house)).slice(-4, -1)).toEqual([
      "question 4: echo hi",
      "answer 4: hi\n",
      "question 5: exit",
    ]);
  });

  test.each(["bash -c 'echo $-; env'", "bash script", "bash --posix -c env"])(
    "%s is not touched",
    async (command) => {
      await using house = await TestHouse.open();
      await Deno.writeTextFile(`${house.folder}/script`, "env\n");
      const { stdout, code } = await house.shell(
        `streamer run -q --pty -- ${command}`,
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/^STREAMER_HOME=/m);
      expect(stdout).not.toMatch(/133;|STREAMER_SHELL/);
    },
  );
});
