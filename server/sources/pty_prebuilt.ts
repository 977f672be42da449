/**
 * A command in a pseudo-terminal of macOS or Windows, through a prebuilt
 * package. Import it only when it is needed: it loads native code.
 *
 * What it cannot do: it does not say when input was taken, so {@linkcode
 * Channel.write} settles when it was handed over in small pieces; it hides the
 * terminal's settings, so `echoes` is always true and `end` types Ctrl-D
 * whatever the program reads; and signals reach the command's own process
 * group only.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { closeSync, constants as fs, openSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { type IPty, spawn } from "@lydell/node-pty";
import type { Exit, Size } from "@/shared/domain.ts";
import { type CommandOptions, requireCommand, spawnError } from "./command.ts";
import { untilDrained } from "./drain.ts";
import { Outlet } from "./outlet.ts";
import { signalLeader } from "./signal_group.ts";
import type { Channel, OpenOptions, SourceEvent } from "./source.ts";
import { stopProcess } from "./stop_process.ts";
import { closedError } from "./typing_queue.ts";

/**
 * Starts a command in a new pseudo-terminal.
 *
 * @throws {StreamerError} as {@linkcode requireCommand} does, and
 * `source_failed` when the system refuses
 */
export function openPrebuiltPty(
  options: CommandOptions & OpenOptions,
): Channel {
  const path = requireCommand(options);
  const { command: [name = "", ...args], cwd, env, size } = options;
  const environment = { ...Deno.env.toObject(), ...env };
  try {
    const terminal = spawn(onWindows ? path : name, args, {
      ...size,
      ...cwd !== undefined && { cwd },
      env: { ...environment, TERM: environment.TERM || "xterm-256color" },
      encoding: null,
    });
    return new PrebuiltPty(terminal);
  } catch (cause) {
    throw spawnError(name, cause);
  }
}

const onWindows = Deno.build.os === "windows";

/** Larger pastes lose bytes in the package when they are handed over at once. */
const PASTE = 1024;

/** Pieces of output that may wait for a reader before the terminal is paused. */
const AHEAD = 4;

/** The package drops what it has not read 200 ms after the exit. */
const WATCH_MS = 50;

/**
 * How often, and how many times, to look whether a command has left after some
 * process ended, in milliseconds.
 */
const LEAVING_MS = 2;
const LEAVING_CHECKS = 100;

class PrebuiltPty implements Channel {
  readonly pid: number;
  readonly events: ReadableStream<SourceEvent>;
  readonly writable = true;
  readonly #terminal: IPty;
  readonly #outlet = new Outlet(AHEAD);
  readonly #finished: Promise<void>;
  #typed: Promise<void> = Promise.resolve();
  #exited = false;
  #stalled = false;
  /** Whether what was typed last ended a line: then end-of-file is typed once. */
  #atLineStart = true;

  constructor(terminal: IPty) {
    this.pid = terminal.pid;
    this.events = this.#outlet.events;
    this.#terminal = terminal;
    if (!onWindows) holdOpen(terminal);
    terminal.onData((data) => this.#receive(data));
    this.#finished = this.#run();
  }

  write(data: Uint8Array): Promise<void> {
    if (data.length > 0) {
      this.#atLineStart = [0x0a, 0x0d].includes(data.at(-1)!);
    }
    const typed = this.#typed.then(() => this.#type(data));
    // Whoever wrote is told; the next one starts afresh.
    this.#typed = typed.catch(() => {});
    return typed;
  }

  async end(): Promise<void> {
    if (this.#exited) return;
    const text = onWindows ? "\x1a\r" : this.#atLineStart ? "\x04" : "\x04\x04";
    await this.write(new TextEncoder().encode(text));
    this.#atLineStart = true;
  }

  resize({ cols, rows }: Size): void {
    if (!this.#exited) this.#terminal.resize(cols, rows);
  }

  signal(name: Deno.Signal): void {
    if (this.#exited) return;
    if (onWindows) return this.#terminal.kill();
    signalLeader(this.pid, name);
  }

  pause(): void {
    this.#outlet.pause();
    this.#stall();
  }

  resume(): void {
    this.#outlet.resume();
  }

  echoes(): boolean {
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#outlet.discard();
    await stopProcess({
      exited: this.#finished,
      signal: (name) => this.signal(name),
    }, "SIGHUP");
  }

  async #type(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += PASTE) {
      if (this.#exited) throw closedError();
      const piece: unknown = Buffer.from(data.subarray(at, at + PASTE));
      // The types ask for text, but bytes are passed on as they are.
      this.#terminal.write(piece as string);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /** On Windows the package gives text whatever it is asked for. */
  #receive(data: string | Uint8Array): void {
    const bytes = typeof data === "string"
      ? new TextEncoder().encode(data)
      : data.slice();
    this.#outlet.put(1, new Uint8Array(bytes));
    if (!this.#outlet.wanted) this.#stall();
  }

  /** Pauses the terminal until output is wanted again, or the command has left. */
  #stall(): void {
    if (this.#stalled || this.#exited || this.#outlet.wanted) return;
    this.#stalled = true;
    this.#terminal.pause();
    const release = () => {
      clearInterval(watch);
      if (this.#stalled) this.#terminal.resume();
      this.#stalled = false;
    };
    const watch = setInterval(() => isAlive(this.pid) || release(), WATCH_MS);
    void this.#outlet.wanting().then(release);
  }

  async #run(): Promise<void> {
    const exit = await new Promise<Exit>((resolve) =>
      this.#terminal.onExit(({ exitCode, signal }) =>
        resolve(exitOf(exitCode, signal))
      )
    );
    this.#exited = true;
    // The package reports the exit after it has closed the terminal.
    const ended = onWindows ? new Promise<void>(() => {}) : Promise.resolve();
    await untilDrained(this.#outlet, ended);
    this.#outlet.close(exit);
  }
}

/**
 * Keeps a command's terminal open until the command has left. The package
 * closes its side as soon as the command's side is closed, which hangs up on a
 * command that closes its output and then goes on, as every `cat` does for a
 * moment at its end.
 */
function holdOpen(terminal: IPty): void {
  const { ptsName } = terminal as IPty & { ptsName: string };
  const held = openSync(ptsName, fs.O_RDONLY | fs.O_NOCTTY);
  let watch: ReturnType<typeof setInterval> | undefined;
  let left = false;
  const release = () => {
    if (left) return;
    left = true;
    clearInterval(watch);
    Deno.removeSignalListener("SIGCHLD", onChild);
    closeSync(held);
  };
  // The signal comes before the package has taken in the exit.
  const onChild = () => {
    clearInterval(watch);
    let checks = 0;
    watch = setInterval(() => {
      if (!isAlive(terminal.pid)) release();
      else if (++checks === LEAVING_CHECKS) clearInterval(watch);
    }, LEAVING_MS);
  };
  terminal.onExit(release);
  Deno.addSignalListener("SIGCHLD", onChild);
  onChild();
}

function exitOf(code: number, signal: number | undefined): Exit {
  const name = Object.entries(constants.signals).find(([, value]) =>
    value === signal
  )?.[0];
  return name === undefined
    ? { code, signal: null }
    : { code: null, signal: name };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}
