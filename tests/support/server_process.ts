/**
 * A server in a process of its own, which a test may kill.
 *
 * @module
 */
import type { TestHouse } from "../house.ts";

/** Milliseconds in which a server must answer. */
const PATIENCE = 15_000;

export interface ServeOptions {
  env?: Record<string, string>;
}

export class ServerProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
  }

  /** Starts one and waits until it answers. */
  static async start(
    house: TestHouse,
    { env = {} }: ServeOptions,
  ): Promise<ServerProcess> {
    const child = house.spawn(["serve", "--background"], {
      stdout: "null",
      stderr: "null",
      env,
    });
    const deadline = Date.now() + PATIENCE;
    while (!await house.local.answers()) {
      if (Date.now() > deadline) throw new Error("the server does not answer");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return new ServerProcess(child);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a signal. */
  signal(name: Deno.Signal): void {
    this.#child.kill(name);
  }

  /** Ends it as a crash does. */
  async crash(): Promise<void> {
    this.signal("SIGKILL");
    await this.#child.status;
  }

  /** Settles when it has left, with its exit code. */
  async left(): Promise<number> {
    return (await this.#child.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.signal("SIGTERM");
    } catch {
      // It has left already.
    }
    await this.#child.status;
  }
}
