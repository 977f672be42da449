/**
 * A command in pipes: its standard output and standard error apart, as they
 * are.
 *
 * @module
 */
import type { OutputStream, Size } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import {
  type CommandOptions,
  exitOf,
  requireCommand,
  spawnError,
} from "./command.ts";
import { untilDrained } from "./drain.ts";
import { findExecutable } from "./find_executable.ts";
import { Outlet } from "./outlet.ts";
import { PipeReader } from "./pipe_reader.ts";
import { PipeWriter } from "./pipe_writer.ts";
import type { Channel, SourceEvent } from "./source.ts";
import { stopProcess } from "./stop_process.ts";

/** A command and what its standard input is. */
export interface ExecOptions extends CommandOptions {
  /** By default `piped`. */
  stdin?: "inherit" | "piped" | "null" | undefined;
}

/**
 * Starts a command.
 *
 * @throws {StreamerError} as {@linkcode requireCommand} does, and
 * `source_failed` when the system refuses
 */
export function openExec(options: ExecOptions): Channel {
  const path = requireCommand(options);
  const { command: [name = "", ...args], cwd, env, stdin = "piped" } = options;
  const [file, ...before] = launcher(path, name);
  try {
    const child = new Deno.Command(file, {
      args: [...before, ...args],
      ...cwd !== undefined && { cwd },
      ...env && { env },
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new ExecChannel(child, stdin === "piped");
  } catch (cause) {
    throw spawnError(name, cause);
  }
}

/**
 * Deno puts the full path where a program looks for the name it was called by,
 * and programs print that in their messages. env(1) passes the name on.
 */
function launcher(path: string, name: string): [string, ...string[]] {
  const direct = Deno.build.os === "windows" || /^[/-]|=/.test(name) ||
    findExecutable(ENV, { env: {}, cwd: "/" }).type !== "found";
  return direct ? [path] : [ENV, name];
}

const ENV = "/usr/bin/env";

class ExecChannel implements Channel {
  readonly pid: number;
  readonly events: ReadableStream<SourceEvent>;
  readonly writable: boolean;
  readonly #child: Deno.ChildProcess;
  readonly #outlet = new Outlet(1);
  readonly #outputs: Readonly<Record<OutputStream, PipeReader>>;
  readonly #input: PipeWriter | null;
  readonly #finished: Promise<void>;
  #exited = false;

  constructor(child: Deno.ChildProcess, writable: boolean) {
    this.pid = child.pid;
    this.events = this.#outlet.events;
    this.writable = writable;
    this.#child = child;
    this.#outputs = {
      1: new PipeReader(child.stdout),
      2: new PipeReader(child.stderr),
    };
    this.#input = writable ? new PipeWriter(child.stdin) : null;
    this.#finished = this.#run();
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.#input) {
      throw new StreamerError(
        "conflict",
        "Cannot write to the command: its input is not ours",
      );
    }
    await this.#input.write(data);
  }

  async end(): Promise<void> {
    await this.#input?.end();
  }

  resize(_: Size): void {
    // A pipe has no size.
  }

  signal(name: Deno.Signal): void {
    if (this.#exited) return;
    try {
      this.#child.kill(name);
    } catch (error) {
      // It left by itself, and its status is on the way.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  pause(): void {
    this.#outlet.pause();
  }

  resume(): void {
    this.#outlet.resume();
  }

  echoes(): boolean {
    return true;
  }

  closeOutput(stream: OutputStream): void {
    void this.#outputs[stream].close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#outlet.discard();
    await stopProcess({
      exited: this.#finished,
      signal: (name) => this.signal(name),
    }, "SIGTERM");
  }

  async #run(): Promise<void> {
    const ended = Promise.all([this.#forward(1), this.#forward(2)]);
    const status = await this.#child.status;
    this.#exited = true;
    await untilDrained(this.#outlet, ended);
    void this.#input?.abandon();
    await Promise.all([this.#outputs[1].close(), this.#outputs[2].close()]);
    this.#outlet.close(exitOf(status));
  }

  /** Reads only when output is wanted, so at most one piece of each stream is ahead. */
  async #forward(stream: OutputStream): Promise<void> {
    for (;;) {
      await this.#outlet.wanting();
      const data = await this.#outputs[stream].read();
      if (!data) return;
      this.#outlet.put(stream, data);
    }
  }
}
