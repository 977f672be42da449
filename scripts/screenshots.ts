/**
 * Takes the README's pictures: starts a server with a home of its own, runs a
 * few commands under it and photographs the real page.
 *
 *     deno run -A scripts/screenshots.ts [folder]
 *
 * @module
 */
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { ROOT } from "./project.ts";

/** What runs in the pictures; the last one is opened and written to. */
const COMMANDS = [
  ["--", "./build"],
  ["--name", "release check", "--", "sh", "-c", "echo checking; exit 7"],
  ["--name", "clock", "--", "sh", "-c", "while date; do sleep 1; done"],
  ["--name", "shop", "--", "bash", "--norc"],
];

/** What is typed, and what its answer ends with. */
const TYPED = [
  { text: "ls --color", answer: "src" },
  { text: "./build", answer: "built in" },
  { text: "git --version", answer: "git version" },
];

const BUILD = `#!/bin/sh
printf '\\033[1mshop 2.4.0\\033[0m\\n'
for part in cart checkout search account; do
  printf '\\033[32m✓\\033[0m %-10s \\033[2m%s modules\\033[0m\\n' "$part" 48
done
printf '\\033[33mwarning\\033[0m: search is larger than 70 kB\\n\\033[32mbuilt\\033[0m in 2.1 s\\n'
`;

const SHOTS = [
  { name: "dashboard-dark", scheme: "dark", width: 1280, height: 760 },
  { name: "dashboard", scheme: "light", width: 1280, height: 760 },
  { name: "phone-dark", scheme: "dark", width: 390, height: 844 },
  { name: "phone-light", scheme: "light", width: 390, height: 844 },
] as const;

/** A command line of streamer with a home that nobody else uses, in a small project. */
class House implements AsyncDisposable {
  readonly #home = Deno.makeTempDirSync({ prefix: "streamer-pictures-" });
  readonly #project = `${this.#home}/shop`;

  /** Writes the project. */
  async build(): Promise<void> {
    await Deno.mkdir(`${this.#project}/src`, { recursive: true });
    await Deno.writeTextFile(`${this.#project}/build`, BUILD, { mode: 0o755 });
    await Deno.writeTextFile(`${this.#project}/README.md`, "# shop\n");
  }

  async streamer(...args: string[]): Promise<string> {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", `${ROOT}/server/main.ts`, ...args],
      cwd: this.#project,
      env: { STREAMER_HOME: this.#home, STREAMER_PORT: "0", PS1: "$ " },
      stdin: "null",
      stderr: "inherit",
    });
    const { success, stdout } = await command.output();
    if (!success) throw new Error(`Cannot run "streamer ${args.join(" ")}"`);
    return new TextDecoder().decode(stdout).trim();
  }

  /** Starts a command in the background; its session's id. */
  async start(args: readonly string[]): Promise<string> {
    return await this.streamer("run", "-q", "--detach", "--pty", ...args);
  }

  /** The dashboard's address with a ticket to get in. */
  async address(session: string): Promise<string> {
    const { dashboard } = JSON.parse(
      await this.streamer("server", "status", "--json"),
    );
    return Object.assign(new URL(dashboard), {
      pathname: `/sessions/${session}`,
    }).href;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { id } of JSON.parse(await this.streamer("ps", "--json"))) {
      await this.streamer("stop", id);
    }
    await this.streamer("server", "stop");
    await Deno.remove(this.#home, { recursive: true });
  }
}

const folder = Deno.args[0] ?? `${ROOT}/docs/images`;
await Deno.mkdir(folder, { recursive: true });
await using house = new House();
await house.build();
let opened = "";
for (const command of COMMANDS) opened = await house.start(command);

const browser = await launchChromium();
try {
  for (const shot of SHOTS) await take(browser, shot);
} finally {
  await browser.close();
}

async function take(
  browser: Browser,
  { name, scheme, width, height }: (typeof SHOTS)[number],
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  await page.goto(await house.address(opened));
  await page.locator(".xterm-screen").waitFor({ state: "attached" });
  if (name === SHOTS[0].name) await write(page);
  await page.locator(".message").filter({ hasText: "git version" }).waitFor();
  await page.getByLabel("Write to the command").focus();
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}

/** Types into the shell and waits for each answer. */
async function write(page: Page): Promise<void> {
  for (const { text, answer } of TYPED) {
    await page.getByLabel("Write to the command").fill(text);
    await page.keyboard.press("Enter");
    await page.locator(".message.answer").filter({ hasText: answer }).waitFor();
  }
}
