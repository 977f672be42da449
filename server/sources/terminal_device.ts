/**
 * A pseudo-terminal of Linux (pty(7)): the end that we hold, and the name of
 * the end that a command gets.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import {
  type Libc,
  libc,
  O_CLOEXEC,
  O_NOCTTY,
  O_NONBLOCK,
  O_RDWR,
  TCSANOW,
  TIOCSWINSZ,
} from "./libc.ts";
import { Termios } from "./termios.ts";

const STDIN = 0;

/** An open pseudo-terminal. Reading and writing never block. */
export class TerminalDevice {
  readonly fd: number;
  /** Path of the command's end, such as `/dev/pts/3`. */
  readonly name: string;
  readonly #libc: Libc;
  /** The command's end, or -1. While it is open there is no end of output. */
  #far: number;

  /** @throws {StreamerError} `source_failed` when the system has none left */
  constructor() {
    this.#libc = libc();
    this.fd = this.#libc.posix_openpt(
      O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC,
    );
    if (this.fd < 0) throw refused();
    this.name = this.#unlock();
    this.#far = this.#libc.open(
      cString(this.name),
      O_RDWR | O_NOCTTY | O_CLOEXEC,
    );
    if (this.#far >= 0) return;
    this.close();
    throw refused();
  }

  /** Takes the settings of our own terminal if asked to and there is one. */
  configure({ inherit }: { inherit: boolean }): void {
    const settings = new Termios();
    const inherited = inherit &&
      this.#libc.tcgetattr(STDIN, settings.bytes) === 0;
    if (!inherited) {
      this.#libc.tcgetattr(this.fd, settings.bytes);
      settings.setUtf8();
    }
    this.#libc.tcsetattr(this.#far, TCSANOW, settings.bytes);
  }

  /** The settings as the command has them now. */
  settings(): Termios {
    const settings = new Termios();
    this.#libc.tcgetattr(this.fd, settings.bytes);
    return settings;
  }

  resize({ cols, rows }: Size): void {
    const size = new Uint16Array([rows, cols, 0, 0]);
    this.#libc.ioctl(this.fd, TIOCSWINSZ, new Uint8Array(size.buffer));
  }

  /** The process group in the foreground; null when there is none. */
  foreground(): number | null {
    const group = this.#libc.tcgetpgrp(this.fd);
    return group > 1 ? group : null;
  }

  /** Fills `buffer` with what there is. Returns how much; 0 for nothing or the end. */
  read(buffer: Uint8Array<ArrayBuffer>): number {
    let size = 0;
    while (size < buffer.length) {
      const rest = buffer.subarray(size);
      const count = this.#libc.read(this.fd, rest, BigInt(rest.length));
      if (count <= 0) break;
      size += count;
    }
    return size;
  }

  /** Returns how many bytes were taken: 0 when there is no room. */
  write(data: Uint8Array<ArrayBuffer>): number {
    return Math.max(0, this.#libc.write(this.fd, data, BigInt(data.length)));
  }

  /** Lets output end when the last process has closed the terminal. */
  release(): void {
    if (this.#far >= 0) this.#libc.close(this.#far);
    this.#far = -1;
  }

  close(): void {
    this.release();
    this.#libc.close(this.fd);
  }

  #unlock(): string {
    const name = new Uint8Array(64);
    const failed = this.#libc.grantpt(this.fd) !== 0 ||
      this.#libc.unlockpt(this.fd) !== 0 ||
      this.#libc.ptsname_r(this.fd, name, BigInt(name.length)) !== 0;
    if (!failed) {
      return new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
    }
    this.#libc.close(this.fd);
    throw refused();
  }
}

function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

function refused(): StreamerError {
  return new StreamerError(
    "source_failed",
    "Cannot open a pseudo-terminal: the system refused one",
  );
}
