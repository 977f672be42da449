import { describe, expect, test } from "vitest";
import { promptKind } from "@/server/profiles/prompt_text.ts";
import { PromptSigns } from "@/server/profiles/prompt_signs.ts";

describe("promptKind()", () => {
  test.each([
    "Do you want to continue? [Y/n] ",
    "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
    "Overwrite file.txt? (y/N) ",
    "Stage this hunk [y,n,q,a,d,e,?]? ",
    "[sudo] password for ada: ",
    "Enter passphrase for key '/home/ada/.ssh/id_ed25519': ",
    "Password:",
    "Username for 'https://example.com': ",
    "--More--(12%)",
    "Press any key to continue . . . ",
    "Press [ENTER] to continue or Ctrl-c to cancel adding it.",
    "What is your name? ",
    "Proceed?",
    "? Pick a template › - Use arrow-keys. Return to submit.",
    "rm: remove regular file 'a'? ",
    "replace a.txt? [y]es, [n]o, [A]ll, [N]one, [r]ename: ",
    "Proceed (Y/n)? ",
  ])("takes %j for a question", (line) => {
    expect(promptKind(line)).toBe("question");
  });

  test.each([
    "Enter a number: ",
    "Please choose one [1-3]: ",
    "Your name: ",
    "Country Name (2 letter code) [AU]:",
    "login: ",
    "package name: (streamer) ",
    "version: (1.0.0) ",
  ])("takes %j for a request", (line) => {
    expect(promptKind(line)).toBe("request");
  });

  test.each([
    ">>> ",
    "... ",
    "> ",
    "In [12]: ",
    "sqlite> ",
    "mysql> ",
    "MariaDB [(none)]> ",
    "postgres=# ",
    "ghci> ",
    "irb(main):001:0> ",
    "(gdb) ",
    "ftp> ",
    "$ ",
    "ada@host:~/src$ ",
    "[ada@host src]$ ",
    "host% ",
    "❯ ",
  ])("takes %j for a prompt that takes commands", (line) => {
    expect(promptKind(line)).toBe("ready");
  });

  test.each([
    "",
    "Compiling foo: ",
    "Compiling foo v1.0.0 (/src/foo)",
    "50%",
    "50% ",
    "Downloading 12/40 ",
    "Downloading: ",
    "[=====>     ] 40% ",
    "[####      ",
    "Building [=====>   ] 12/40: ",
    "Checking for gcc... ",
    "checking whether the compiler works... ",
    "Running tests…",
    "Status: ",
    "error: ",
    "Elapsed: 12s ",
    "http://localhost:8080/?",
    "total 12",
    "Listening on http://localhost:8080",
    "INFO [main] started",
    "Loading",
    "test parser::works ... ",
    "Unpacking objects: 100% (3/3)",
    "a -> b",
    "Fetching password list",
    "Name: x",
    "#",
    "## ",
  ])("takes %j for none", (line) => {
    expect(promptKind(line)).toBeUndefined();
  });
});

describe("PromptSigns", () => {
  function signs(...readings: string[]) {
    const reader = new PromptSigns();
    return readings.flatMap((text) => {
      const type = text.endsWith("\r")
        ? "typed"
        : text.endsWith("\n")
        ? "lines"
        : "partial";
      return reader.read({ type, text });
    }).map(({ sign }) => sign.status);
  }

  test("gives none to a program that asks nothing", () => {
    expect(signs("a\n", "50%", "a\n", "x\r", "b\n")).toEqual([]);
  });

  test("sees a question, and that it was answered", () => {
    expect(signs("a\n", "Go on? [y/N] ", "y\r", "ok\n"))
      .toEqual(["needs_input", "working"]);
  });

  test("sees that output goes on behind what looked like a question", () => {
    expect(signs("Ready? ", "Ready? Yes\n", "more\n"))
      .toEqual(["needs_input", "working"]);
  });

  test("takes a request that comes back after each answer for a prompt", () => {
    expect(signs("Enter command 1: ", "a\r", "ok\n", "Enter command 2: "))
      .toEqual(["needs_input", "working", "idle"]);
  });

  test("never takes a password that is asked for again for one", () => {
    expect(signs("Password: ", "a\r", "Sorry\n", "Password: "))
      .toEqual(["needs_input", "working", "needs_input"]);
  });

  test("says why", () => {
    const [event] = new PromptSigns().read({
      type: "partial",
      text: "text above\nName? ",
    });
    expect(event?.sign.evidence).toBe('the line "Name?"');
  });
});
