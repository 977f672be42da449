/**
 * A whole streamer for one test: a server in this process with folders of its
 * own, and commands in processes of their own.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import { type App, type AppOptions, startApp } from "@/server/app.ts";
import { type Config, loadConfig } from "@/server/config.ts";
import { LocalServer } from "@/server/local/local_server.ts";
import { selfCommand } from "@/server/own_process.ts";
import { childCoverage } from "./support/child_coverage.ts";
import { processesWith } from "./support/processes.ts";
import { ServerProcess } from "./support/server_process.ts";

/** What a finished streamer process has said. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export class TestHouse implements AsyncDisposable {
  readonly folder: string;
  readonly config: Config;
  readonly local: LocalServer;
  #app: App | undefined;

  private constructor(folder: string, config: Config) {
    this.folder = folder;
    this.config = config;
    this.local = new LocalServer(config.folders);
  }

  /** Folders only; no server runs yet. */
  static async empty(): Promise<TestHouse> {
    const folder = await Deno.makeTempDir({ prefix: "streamer-test-" });
    const config = await loadConfig({ STREAMER_HOME: folder }, { port: 0 });
    await writeProgram(`${folder}/bin`);
    return new TestHouse(folder, config);
  }

  /** With a server in this process. */
  static async open(options: AppOptions = {}): Promise<TestHouse> {
    const house = await TestHouse.empty();
    await house.start(options);
    return house;
  }

  get app(): App {
    if (!this.#app) throw new Error("no server runs in this process");
    return this.#app;
  }

  get url(): string {
    return this.app.server.url();
  }

  /** The environment for streamer processes of this house. */
  get env(): Record<string, string> {
    return {
      STREAMER_HOME: this.folder,
      STREAMER_PORT: "0",
      PATH: `${this.folder}/bin:${Deno.env.get("PATH")}`,
      ...childCoverage(),
    };
  }

  /** Starts a server in this process, on any port unless one is given. */
  async start(options: AppOptions = {}, port = 0): Promise<void> {
    this.#app = await startApp({ ...this.config, port }, options);
  }

  /** Ends the server of this process in order. */
  async stop(): Promise<void> {
    await this.#app?.[Symbol.asyncDispose]();
    this.#app = undefined;
  }

  /** A server in a process of its own, as `streamer run` starts it. */
  serve(
    options: { env?: Record<string, string> } = {},
  ): Promise<ServerProcess> {
    return ServerProcess.start(this, options);
  }

  /** A sign-in ticket, as a printed link carries one. */
  async ticket(): Promise<string> {
    const { ticket } = await this.local.json<{ ticket: string }>("/tickets", {
      method: "POST",
    });
    return ticket;
  }

  token(): string {
    return Deno.readTextFileSync(`${this.config.folders.data}/token`).trim();
  }

  /** A streamer process with piped streams. */
  spawn(
    args: string[],
    options: Partial<Deno.CommandOptions> = {},
  ): Deno.ChildProcess {
    const self = selfCommand();
    return new Deno.Command(self.program, {
      args: [...self.args, ...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...options,
      env: { ...this.env, ...options.env },
    }).spawn();
  }

  /** Runs streamer to its end. */
  async run(...args: string[]): Promise<Finished> {
    const { code, stdout, stderr } = await this.spawn(args).output();
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  }

  /** Runs a script of bash, to which `streamer` is this house's. */
  async shell(script: string): Promise<Finished> {
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", script],
      cwd: this.folder,
      stdin: "null",
      env: this.env,
    }).output();
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  }

  /** Every session, newest first. */
  sessions(): Promise<SessionInfo[]> {
    return this.local.json("/sessions?all=1&limit=1000");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#endCommands();
    await this.stop();
    await this.#stopBackground();
    this.local[Symbol.dispose]();
    await Deno.remove(this.folder, { recursive: true });
  }

  /** What still runs in the background would outlive the test. */
  async #endCommands(): Promise<void> {
    if (!await this.local.answers()) return;
    const live = (await this.sessions()).filter(({ connected }) => connected);
    for (const { id } of live) {
      const init = { method: "POST", body: '{"signal":"SIGKILL"}' };
      const headers = { "content-type": "application/json" };
      const path = `/sessions/${id}/signal`;
      // One that ends by itself just now cannot be reached any more.
      await this.local.request(path, { ...init, headers }).catch(() => {});
    }
    while ((await this.sessions()).some(({ connected }) => connected)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** A test may have started a server in the background, or one is about to start. */
  async #stopBackground(): Promise<void> {
    if (await this.local.answers()) await this.run("server", "stop");
    for (;;) {
      const left = processesWith("STREAMER_HOME", this.folder);
      if (left.length === 0) return;
      left.forEach(kill);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Makes `folder` hold `streamer`, for shells. */
async function writeProgram(folder: string): Promise<void> {
  const { program, args } = selfCommand();
  const words = [program, ...args].map((word) => `'${word}'`).join(" ");
  await Deno.mkdir(folder);
  await Deno.writeTextFile(
    `${folder}/streamer`,
    `#!/bin/sh\nexec ${words} "$@"\n`,
    { mode: 0o755 },
  );
}
