/**
 * The terminal of a session as it looks now, for whoever begins to watch.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { Size } from "@/shared/domain.ts";
import { Emulator } from "./emulator.ts";
import type { EmulatorOptions } from "./emulator.ts";
import { Waiting } from "./waiting.ts";

/** Up to this many bytes only wait, until somebody wants to see them. */
const LAZY = 256 * 1024;

/** Bytes handed to the emulator at a time. */
const BATCH = 512 * 1024;

/** For every unit of time spent drawing what nobody looks at, so many are left to others. */
const REST = 6;
const MAX_REST = 500;

/**
 * Draws only when it must: when a snapshot is wanted, or too much waits.
 *
 * At most 2 MiB wait to be drawn. In a flood the oldest of it is skipped (see
 * `skip.ts`), except for its modes. What is before a snapshot that is being
 * made is never skipped.
 */
export class Screen implements Disposable {
  readonly #options: EmulatorOptions;
  readonly #waiting = new Waiting();
  #size: Size;
  #emulator: Emulator | undefined;
  #drawing = false;
  #disposed = false;
  /** Ends the rest between two batches. */
  #wake: () => void = () => {};

  /** With `convertEol`, `\n` alone returns to the first column too, as output from pipes needs. */
  constructor(
    size: Size,
    { convertEol = false }: Partial<EmulatorOptions> = {},
  ) {
    this.#size = size;
    this.#options = { convertEol };
  }

  /** Takes output. `data` must not change afterwards. */
  write(data: Uint8Array): void {
    if (this.#disposed || data.length === 0) return;
    this.#waiting.write(data);
    if (this.#waiting.bytes > LAZY) this.#draw();
  }

  /** Takes a new size, which holds for the output after it. */
  resize(size: Size): void {
    if (this.#disposed) return;
    if (this.#emulator || !this.#waiting.empty) {
      this.#waiting.push({ type: "resize", size });
    } else this.#size = size;
  }

  /**
   * Escape sequences that draw the screen as it is after everything written so
   * far, and nothing after it: scrollback, alternate screen, cursor and modes.
   *
   * @throws {StreamerError} `unavailable` when the screen is or gets disposed
   */
  snapshot(): Promise<string> {
    if (this.#disposed) return Promise.reject(disposed());
    const reached = Promise.withResolvers<string>();
    this.#waiting.push({ type: "mark", reached });
    this.#wake();
    this.#draw();
    return reached.promise;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#wake();
    if (!this.#drawing) this.#close();
  }

  /** Draws what waits, unless that goes on already. */
  async #draw(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    try {
      this.#emulator ??= await Emulator.open(this.#size, this.#options);
      while (!this.#disposed && !this.#waiting.empty) {
        const started = performance.now();
        await this.#step(this.#emulator);
        const spent = performance.now() - started;
        if (this.#waiting.marks === 0) await this.#rest(spent * REST);
      }
    } catch (cause) {
      this.#refuse(cause);
    } finally {
      this.#drawing = false;
      if (this.#disposed) this.#close();
    }
  }

  async #step(emulator: Emulator): Promise<void> {
    const step = this.#waiting.take(BATCH);
    if (step === undefined) return;
    if (Array.isArray(step)) await emulator.write(step);
    else if (step.type === "resize") emulator.resize(step.size);
    else takeSnapshot(emulator, step.reached);
  }

  async #rest(time: number): Promise<void> {
    if (this.#disposed || this.#waiting.empty) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.min(time, MAX_REST));
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  #close(): void {
    this.#refuse(disposed());
    this.#emulator?.[Symbol.dispose]();
    this.#emulator = undefined;
  }

  /** Fails every snapshot that is wanted; there is nothing left to draw. */
  #refuse(cause: unknown): void {
    for (;;) {
      const step = this.#waiting.take(Infinity);
      if (step === undefined) return;
      if (!Array.isArray(step) && step.type === "mark") {
        step.reached.reject(cause);
      }
    }
  }
}

function takeSnapshot(
  emulator: Emulator,
  reached: PromiseWithResolvers<string>,
): void {
  try {
    reached.resolve(emulator.snapshot());
  } catch (cause) {
    reached.reject(cause);
  }
}

function disposed(): StreamerError {
  return new StreamerError(
    "unavailable",
    "Cannot draw the screen: it was disposed",
  );
}
