/**
 * The terminal in which streamer itself runs.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { enterRawMode, type RawMode } from "./raw_mode.ts";

/** The events before Deno ends a process that has failed. */
const FATAL = ["error", "unhandledrejection"];

/** Puts the terminal into raw mode; disposing puts it back as it was. */
export class Terminal implements Disposable {
  #raw: RawMode | undefined;
  #onResize: (() => void) | undefined;

  /** Whether both ends are a terminal, so that a person sits at it. */
  static isInteractive(): boolean {
    return Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  }

  /** Undefined when there is no terminal. */
  static size(): Size | undefined {
    try {
      const { columns, rows } = Deno.consoleSize();
      // A terminal that nobody has given a size says 0.
      return columns > 0 && rows > 0 ? { cols: columns, rows } : undefined;
    } catch {
      // Neither stdin, stdout nor stderr is a terminal.
      return undefined;
    }
  }

  enterRaw(): void {
    if (this.#raw) return;
    this.#raw = enterRawMode();
    // A fault of ours must not leave the terminal without echo.
    for (const type of FATAL) {
      globalThis.addEventListener(type, () => this.leaveRaw(), { once: true });
    }
  }

  leaveRaw(): void {
    if (!this.#raw) return;
    const raw = this.#raw;
    this.#raw = undefined;
    raw.leave();
  }

  /** Calls `fn` with the new size whenever the window changes. */
  onResize(fn: (size: Size) => void): void {
    if (Deno.build.os === "windows") return;
    this.#onResize = () => {
      const size = Terminal.size();
      if (size) fn(size);
    };
    Deno.addSignalListener("SIGWINCH", this.#onResize);
  }

  /** Stops this process as Ctrl-Z does; goes on when the shell says so. */
  suspend(): void {
    this.leaveRaw();
    Deno.kill(Deno.pid, "SIGTSTP");
    this.enterRaw();
    this.#onResize?.();
  }

  [Symbol.dispose](): void {
    this.leaveRaw();
    if (this.#onResize) Deno.removeSignalListener("SIGWINCH", this.#onResize);
  }
}
