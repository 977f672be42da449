/**
 * Which program a command line really starts, behind whatever starts it.
 *
 * @module
 */

/** What is known by another name than its program has: packages, and their folders. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  "@openai/codex": "codex",
  "@anthropic-ai/claude-code": "claude",
  "@google/gemini-cli": "gemini",
  "@github/copilot": "copilot",
  "@sourcegraph/amp": "amp",
  "@augmentcode/auggie": "auggie",
  "aider-chat": "aider",
  "claude-code": "claude",
  "gemini-cli": "gemini",
  "opencode-ai": "opencode",
};

/** A starter's options that have a value of their own as the next word. */
const STARTERS: Readonly<Record<string, RegExp>> = {
  env: /^-[uCS]$|^--(unset|chdir|split-string)$/,
  sudo: /^-[ugpCDhRrtTU]$|^--(user|group|prompt|chdir|host|chroot)$/,
  doas: /^-[uC]$/,
  nice: /^-n$|^--adjustment$/,
  ionice: /^-[cnp]$/,
  nohup: /^$/,
  setsid: /^$/,
  exec: /^-a$/,
  command: /^$/,
  time: /^-[fo]$/,
  stdbuf: /^-[ioe]$/,
  unbuffer: /^$/,
  timeout: /^-[ks]$|^--(kill-after|signal)$/,
  npx: /^-p$|^--package$/,
  bunx: /^-p$|^--package$/,
  uvx: /^--(from|with|python)$|^-p$/,
  pipx: /^--(spec|python)$/,
  node: /^-[r]$|^--(require|import|loader)$/,
  bun: /^-r$|^--preload$/,
  deno: /^-[cL]$|^--(config|import-map)$/,
};

/** Words behind a starter that are its own. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  timeout: /^\d[\d.]*[smhd]?$/,
  pipx: /^run$/,
  bun: /^(run|x)$/,
  deno: /^run$/,
};

/** Package managers that start a program by a word of theirs. */
const MANAGERS: Readonly<Record<string, RegExp>> = {
  pnpm: /^(dlx|exec)$/,
  yarn: /^(dlx|exec)$/,
  npm: /^(exec|x)$/,
  uv: /^run$/,
};

const SHELLS = /^(ba|z|da|k|fi)?sh$/;

/** Starters within starters; a longer chain is no command line of a person. */
const MAX_DEPTH = 8;

/**
 * The name of the program that `command` really starts, without its folder:
 * `claude` for `env A=b npx -y @anthropic-ai/claude-code@2 -p hi`. Empty when
 * there is none.
 */
export function programOf(command: readonly string[]): string {
  return nameOf(programWords(command)[0] ?? "");
}

/**
 * `command` without what starts its program: the first word is the program or
 * its script, the others are its arguments.
 */
export function programWords(
  command: readonly string[],
  depth = 0,
): readonly string[] {
  const begin = command.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (begin > 0) return programWords(command.slice(begin), depth);
  const [first = "", ...rest] = command;
  if (depth > MAX_DEPTH) return command;
  const on = (words: readonly string[]) => programWords(words, depth + 1);
  const name = nameOf(first);
  if (SHELLS.test(name)) {
    const script = scriptOf(rest);
    return script === undefined ? command : on(script);
  }
  if (/^python[\d.]*$/.test(name)) return pythonWords(command, on);
  const [word = "", ...words] = rest;
  if (MANAGERS[name]?.test(word)) return on(behindOptions("npx", words));
  if (!STARTERS[name]) return command;
  const program = behindOptions(name, rest);
  return program.length > 0 ? on(program) : command;
}

/** `python -m aider` and `python script.py`. */
function pythonWords(
  command: readonly string[],
  on: (words: readonly string[]) => readonly string[],
): readonly string[] {
  const at = command.findIndex((word, index) =>
    index > 0 && (word === "-m" || !word.startsWith("-"))
  );
  if (at < 0) return command;
  const program = command.slice(command[at] === "-m" ? at + 1 : at);
  return program.length > 0 ? on(program) : command;
}

/** What follows the options of the starter called `name`. */
function behindOptions(
  name: string,
  words: readonly string[],
): readonly string[] {
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") return words.slice(at + 1);
    if (STARTERS[name]!.test(word)) at++;
    else if (!word.startsWith("-") && !OWN_WORDS[name]?.test(word)) break;
  }
  return words.slice(at);
}

/** The words of a shell's `-c` script up to the first operator; undefined without one. */
function scriptOf(args: readonly string[]): string[] | undefined {
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  const script = at < 0 ? undefined : args[at + 1];
  if (script === undefined) return undefined;
  const commands = script.split(/&&|\|\||[;\n]/).map(shellWords);
  return commands.find(([first]) =>
    first !== undefined &&
    !/^(cd|export|set|source|\.|umask|ulimit)$/.test(first)
  );
}

function shellWords(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g);
  return (words ?? []).map((word) =>
    word.replace(
      /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
      (_, double, single, escaped) =>
        double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? escaped,
    )
  );
}

/** A program's name from how it was named: a path, a package, a script. */
function nameOf(word: string): string {
  const path = word.replaceAll("\\", "/");
  const known = Object.keys(KNOWN_AS).find((name) =>
    path === name || path.startsWith(`${name}@`) ||
    path.includes(`/node_modules/${name}/`)
  );
  if (known !== undefined) return KNOWN_AS[known]!;
  const base = path.slice(path.lastIndexOf("/") + 1)
    .replace(/(?<=.)@[^@]*$/, "")
    .replace(/\.(exe|cmd|bat|ps1|[cm]?js|ts|py|sh)$/i, "");
  return KNOWN_AS[base] ?? base;
}
