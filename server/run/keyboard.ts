/**
 * What is typed at our own terminal, or comes in through our standard input.
 *
 * A read that waits would swallow what is typed just after the command has
 * ended, which is meant for the shell. So on Linux nothing is read before it
 * is there.
 *
 * @module
 */
import { libc, POLLIN } from "../sources/libc.ts";
import { type Pollable, pollLoop } from "../sources/poll_loop.ts";

const STDIN = 0;

/** Bytes that are read at a time. */
const PIECE = 64 * 1024;

/** Pieces of input until its end, or until it is disposed. */
export interface Keyboard extends Disposable {
  /** The next piece; null at the end of input. */
  read(): Promise<Uint8Array | null>;
}

export function openKeyboard(
  os: typeof Deno.build.os = Deno.build.os,
): Keyboard {
  return os === "linux" ? new PolledKeyboard() : new PlainKeyboard();
}

class PolledKeyboard implements Keyboard, Pollable {
  readonly fd = STDIN;
  #wanted: ((data: Uint8Array | null) => void) | undefined;

  constructor() {
    pollLoop().add(this);
  }

  read(): Promise<Uint8Array | null> {
    return new Promise((resolve) => {
      this.#wanted = resolve;
      pollLoop().wake();
    });
  }

  interest(): number {
    return this.#wanted ? POLLIN : 0;
  }

  ready(): void {
    const buffer = new Uint8Array(PIECE);
    const count = libc().read(STDIN, buffer, BigInt(PIECE));
    // An error means that the terminal is gone.
    this.#wanted?.(count > 0 ? buffer.slice(0, count) : null);
    this.#wanted = undefined;
  }

  [Symbol.dispose](): void {
    pollLoop().remove(this);
  }
}

class PlainKeyboard implements Keyboard {
  async read(): Promise<Uint8Array | null> {
    const buffer = new Uint8Array(PIECE);
    const count = await Deno.stdin.read(buffer);
    return count === null ? null : buffer.subarray(0, count);
  }

  [Symbol.dispose](): void {
    // A read that waits ends with the process.
  }
}
