/**
 * A server in a process and a home of its own, as users have it.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import { loadConfig } from "@/server/config.ts";
import { LocalServer } from "@/server/local/local_server.ts";
import { processStart } from "@/server/local/process_start.ts";
import type { Program } from "./program.ts";

/** Milliseconds in which a server must answer. */
const PATIENCE = 20_000;

export class BenchHouse implements AsyncDisposable {
  readonly folder: string;
  readonly local: LocalServer;
  readonly #program: Program;
  #server: Deno.ChildProcess | undefined;

  private constructor(folder: string, parts: {
    local: LocalServer;
    program: Program;
  }) {
    this.folder = folder;
    this.local = parts.local;
    this.#program = parts.program;
  }

  /** A home in which nothing has ever run. */
  static async empty(program: Program): Promise<BenchHouse> {
    const folder = await Deno.makeTempDir({ prefix: "streamer-bench-" });
    const { folders } = await loadConfig({ STREAMER_HOME: folder });
    const local = new LocalServer(folders);
    return new BenchHouse(folder, { local, program });
  }

  /** With a server that answers. */
  static async open(program: Program): Promise<BenchHouse> {
    const house = await BenchHouse.empty(program);
    house.#server = house.spawn(["serve", "--background", "--port=0"], {
      stdin: "null",
      stdout: "null",
    });
    await house.awaitServer();
    return house;
  }

  /** Waits until a server answers, whoever started it. */
  async awaitServer(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!await this.local.answers()) {
      if (Date.now() > deadline) throw new Error("Cannot start the server");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Process id of the server. */
  get pid(): number {
    return this.#server!.pid;
  }

  /** The variables that make a process one of this house. */
  get env(): Record<string, string> {
    return { STREAMER_HOME: this.folder };
  }

  /** The command line of streamer with `args`. */
  command(...args: string[]): string[] {
    return [this.#program.program, ...this.#program.args, ...args];
  }

  spawn(
    args: string[],
    options: Partial<Deno.CommandOptions> = {},
  ): Deno.ChildProcess {
    const [program, ...all] = this.command(...args);
    return new Deno.Command(program!, {
      args: all,
      env: this.env,
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      ...options,
    }).spawn();
  }

  async url(): Promise<string> {
    return (await this.local.json<{ url: string }>("/status")).url;
  }

  /** The secret that signs a client in. */
  token(): string {
    return Deno.readTextFileSync(`${this.folder}/data/token`).trim();
  }

  /** Waits for the session called `name`. */
  async session(name: string): Promise<SessionInfo> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const all = await this.local.json<SessionInfo[]>("/sessions?all=1");
      const found = all.find((session) => session.name === name);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`Cannot find "${name}"`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Ends the server by its process id, ours or one that a command started. */
  async stop(): Promise<void> {
    if (!await this.local.answers()) return;
    const { pid } = await this.local.json<{ pid: number }>("/status");
    Deno.kill(pid, "SIGTERM");
    while (await processStart(pid) !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#server?.status;
    this.local[Symbol.dispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}
