/**
 * A command in a pseudo-terminal of Linux, through the C library.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { type CommandOptions, exitOf, requireCommand } from "./command.ts";
import { untilDrained } from "./drain.ts";
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from "./libc.ts";
import { Outlet } from "./outlet.ts";
import { type Pollable, pollLoop } from "./poll_loop.ts";
import { spawnOnTerminal } from "./pty_spawn.ts";
import { signalGroup, signalLeader } from "./signal_group.ts";
import type { Channel, OpenOptions, SourceEvent } from "./source.ts";
import { stopProcess } from "./stop_process.ts";
import { TerminalDevice } from "./terminal_device.ts";
import { closedError, TypingQueue } from "./typing_queue.ts";

/** A command for a pseudo-terminal. */
export interface PtyOptions extends CommandOptions, OpenOptions {
  /** Whether the terminal starts with the settings of our own (standard input). */
  inherit?: boolean | undefined;
}

/**
 * Starts a command in a new pseudo-terminal.
 *
 * @throws {StreamerError} as {@linkcode requireCommand} does, and
 * `source_failed` when the system refuses
 */
export function openLinuxPty(options: PtyOptions): Channel {
  requireCommand(options);
  const terminal = new TerminalDevice();
  try {
    terminal.resize(options.size);
    terminal.configure({ inherit: options.inherit ?? false });
    return new LinuxPty(terminal, spawnOnTerminal(terminal.name, options));
  } catch (error) {
    terminal.close();
    throw error;
  }
}

/** Pieces of output that may wait for a reader before the terminal is left alone. */
const AHEAD = 4;

/** Largest piece of output, in bytes. */
const PIECE = 64 * 1024;

/** What Ctrl-Z types. */
const CTRL_Z = 0x1a;

class LinuxPty implements Channel, Pollable {
  readonly pid: number;
  readonly fd: number;
  readonly events: ReadableStream<SourceEvent>;
  readonly writable = true;
  readonly #child: Deno.ChildProcess;
  readonly #terminal: TerminalDevice;
  readonly #outlet = new Outlet(AHEAD);
  readonly #typing: TypingQueue;
  readonly #buffer = new Uint8Array(PIECE);
  readonly #ended = Promise.withResolvers<void>();
  readonly #finished: Promise<void>;
  #exited = false;
  #closed = false;
  /** Whether it waits for its reader. */
  #stalled = false;
  /** Whether what was typed last ended a line: then end-of-file is typed once. */
  #atLineStart = true;

  constructor(terminal: TerminalDevice, child: Deno.ChildProcess) {
    this.pid = child.pid;
    this.fd = terminal.fd;
    this.events = this.#outlet.events;
    this.#child = child;
    this.#terminal = terminal;
    this.#typing = new TypingQueue((data) => terminal.write(data));
    pollLoop().add(this);
    this.#finished = this.#run();
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.#closed) throw closedError();
    if (data.length > 0) this.#atLineStart = endsLine(data.at(-1)!);
    const taken = this.#typing.push(data);
    if (!this.#typing.empty) pollLoop().wake();
    await taken;
  }

  /** On a line that has begun, the first end-of-file only hands over the line. */
  async end(): Promise<void> {
    await this.write(new Uint8Array());
    if (this.#closed) return;
    const { canonical, endOfFile } = this.#terminal.settings();
    if (!canonical || endOfFile === 0) return;
    const times = this.#atLineStart ? 1 : 2;
    await this.write(new Uint8Array(times).fill(endOfFile));
    this.#atLineStart = true;
  }

  resize(size: Size): void {
    if (!this.#closed) this.#terminal.resize(size);
  }

  signal(name: Deno.Signal): void {
    if (this.#exited) return;
    const foreground = this.#terminal.foreground();
    if (foreground !== null && foreground !== this.pid) {
      signalGroup(foreground, name);
    }
    signalLeader(this.pid, name);
  }

  pause(): void {
    this.#outlet.pause();
  }

  resume(): void {
    this.#outlet.resume();
  }

  echoes(): boolean {
    if (this.#closed) return true;
    const { canonical, echo } = this.#terminal.settings();
    return echo || !canonical;
  }

  suspendable(): boolean {
    if (this.#exited) return false;
    const { signals, suspend } = this.#terminal.settings();
    return signals && suspend === CTRL_Z &&
      this.#terminal.foreground() === this.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#outlet.discard();
    await stopProcess({
      exited: this.#finished,
      signal: (name) => this.signal(name),
    }, "SIGHUP");
  }

  interest(): number {
    if (!this.#outlet.wanted) this.#wakeWhenWanted();
    return (this.#outlet.wanted ? POLLIN : 0) |
      (this.#typing.empty ? 0 : POLLOUT);
  }

  ready(events: number): void {
    const hungUp = (events & (POLLHUP | POLLERR)) !== 0;
    if (hungUp) this.#typing.fail();
    else if (events & POLLOUT) this.#typing.flush();
    if (this.#outlet.wanted) this.#read(hungUp);
  }

  #wakeWhenWanted(): void {
    if (this.#stalled) return;
    this.#stalled = true;
    void this.#outlet.wanting().then(() => {
      this.#stalled = false;
      pollLoop().wake();
    });
  }

  #read(hungUp: boolean): void {
    const size = this.#terminal.read(this.#buffer);
    if (size > 0) this.#outlet.put(1, this.#buffer.slice(0, size));
    else if (hungUp) this.#ended.resolve();
  }

  async #run(): Promise<void> {
    const status = await this.#child.status;
    this.#exited = true;
    this.#terminal.release();
    await untilDrained(this.#outlet, this.#ended.promise);
    this.#closed = true;
    pollLoop().remove(this);
    this.#typing.fail();
    this.#terminal.close();
    this.#outlet.close(exitOf(status));
  }
}

function endsLine(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
