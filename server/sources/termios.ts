/**
 * The settings of a terminal, as Linux keeps them in a `struct termios`.
 *
 * Offsets and flags: asm-generic/termbits.h. glibc and musl have the same
 * layout on x64 and arm64.
 *
 * @module
 */

/** glibc and musl use 60 bytes; the rest is to spare. */
const SIZE = 128;

const INPUT = 0;
const LOCAL = 12;
const CHARACTERS = 17;

const IUTF8 = 0o40000;
const ISIG = 0o1;
const ICANON = 0o2;
const ECHO = 0o10;

const VEOF = 4;
const VSUSP = 10;

/** A copy of a terminal's settings. */
export class Termios {
  /** Filled by tcgetattr(3), read by tcsetattr(3). */
  readonly bytes = new Uint8Array(SIZE);
  readonly #view = new DataView(this.bytes.buffer);

  /** Whether input is edited and handed over line by line. */
  get canonical(): boolean {
    return this.#has(ICANON);
  }

  get echo(): boolean {
    return this.#has(ECHO);
  }

  /** Whether keys such as Ctrl-C send signals. */
  get signals(): boolean {
    return this.#has(ISIG);
  }

  /** The byte that means end of input; 0 when there is none. */
  get endOfFile(): number {
    return this.bytes[CHARACTERS + VEOF]!;
  }

  /** The byte that suspends what is in the foreground; 0 when there is none. */
  get suspend(): number {
    return this.bytes[CHARACTERS + VSUSP]!;
  }

  /** Makes erasing remove whole characters of UTF-8. */
  setUtf8(): void {
    this.#view.setUint32(
      INPUT,
      this.#view.getUint32(INPUT, true) | IUTF8,
      true,
    );
  }

  #has(flag: number): boolean {
    return (this.#view.getUint32(LOCAL, true) & flag) !== 0;
  }
}
