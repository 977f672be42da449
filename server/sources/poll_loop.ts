/**
 * Waits for many descriptors at once.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { lazy } from "./lazy.ts";
import {
  type Libc,
  libc,
  O_CLOEXEC,
  O_NONBLOCK,
  POLLIN,
  POLLOUT,
} from "./libc.ts";

/** Someone with a descriptor to wait for. */
export interface Pollable {
  readonly fd: number;
  /** What to wait for now: POLLIN, POLLOUT, both, or 0 to be left alone until `wake`. */
  interest(): number;
  /** Called with what poll(2) reported. */
  ready(events: number): void;
}

/**
 * The poll loop of this process. There is one, because each would hold one of
 * the few threads on which Deno makes blocking calls.
 */
export const pollLoop: () => PollLoop = lazy(() => new PollLoop(libc()));

/** Size of a `struct pollfd`, in bytes: descriptor, wanted, reported. */
const ENTRY = 8;

/**
 * How long one wait may last while output waits to be taken, in milliseconds.
 * The kernel does not always tell when a terminal has room again.
 */
const RETRY_MS = 20;

class PollLoop {
  readonly #libc: Libc;
  readonly #members = new Set<Pollable>();
  /** An eventfd(2) that ends the wait; -1 while the loop is not running. */
  #alarm = -1;
  #waiting = false;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** @throws {StreamerError} `source_failed` when there are no descriptors left */
  add(member: Pollable): void {
    const idle = this.#alarm < 0;
    if (idle) this.#alarm = this.#openAlarm();
    this.#members.add(member);
    if (idle) void this.#run();
    else this.wake();
  }

  /** After this the descriptor may be closed. */
  remove(member: Pollable): void {
    this.#members.delete(member);
    this.wake();
  }

  /** Looks again at what its members want. */
  wake(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#libc.write(
      this.#alarm,
      new Uint8Array(new BigUint64Array([1n]).buffer),
      8n,
    );
  }

  #openAlarm(): number {
    const alarm = this.#libc.eventfd(0, O_NONBLOCK | O_CLOEXEC);
    if (alarm >= 0) return alarm;
    throw new StreamerError(
      "source_failed",
      "Cannot open a pseudo-terminal: too many files are open",
    );
  }

  async #run(): Promise<void> {
    while (this.#members.size > 0) await this.#turn();
    this.#libc.close(this.#alarm);
    this.#alarm = -1;
  }

  async #turn(): Promise<void> {
    const waiters = [...this.#members]
      .map((member) => ({ member, interest: member.interest() }))
      .filter(({ interest }) => interest !== 0);
    const table = new DataView(new ArrayBuffer(ENTRY * (waiters.length + 1)));
    const set = (index: number, fd: number, events: number) => {
      table.setInt32(ENTRY * index, fd, true);
      table.setInt16(ENTRY * index + 4, events, true);
    };
    waiters.forEach(({ member, interest }, index) =>
      set(index, member.fd, interest)
    );
    set(waiters.length, this.#alarm, POLLIN);
    await this.#wait(
      table,
      waiters.some(({ interest }) => (interest & POLLOUT) !== 0),
    );
    waiters.forEach(({ member }, index) => {
      const events = table.getInt16(ENTRY * index + 6, true);
      if (events !== 0 && this.#members.has(member)) member.ready(events);
    });
  }

  async #wait(table: DataView<ArrayBuffer>, retry: boolean): Promise<void> {
    const entries = table.byteLength / ENTRY;
    this.#waiting = true;
    await this.#libc.poll(
      new Uint8Array(table.buffer),
      BigInt(entries),
      retry ? RETRY_MS : -1,
    );
    this.#waiting = false;
    const alarmed = table.getInt16(table.byteLength - 2, true) !== 0;
    if (alarmed) this.#libc.read(this.#alarm, new Uint8Array(8), 8n);
  }
}
