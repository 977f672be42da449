/**
 * Writes into a process's pipe, and knows when the process has closed it.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Most bytes that may wait to be taken. */
const MAX_WAITING = 4 * 1024 * 1024;

/** The writing end of a pipe. */
export class PipeWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #waiting = 0;

  constructor(pipe: WritableStream<Uint8Array>) {
    this.#writer = pipe.getWriter();
  }

  /**
   * Settles when the pipe took all of `data`, which must not change until then.
   *
   * @throws {StreamerError} `conflict` when the process closed the pipe,
   * `unavailable` when too much is waiting already
   */
  async write(data: Uint8Array): Promise<void> {
    if (this.#waiting + data.length > MAX_WAITING) {
      throw new StreamerError(
        "unavailable",
        "Cannot write to the command: it does not read",
      );
    }
    this.#waiting += data.length;
    try {
      await this.#writer.write(data);
    } catch (cause) {
      throw new StreamerError(
        "conflict",
        "Cannot write to the command: its input is closed",
        {
          cause,
        },
      );
    } finally {
      this.#waiting -= data.length;
    }
  }

  /** Closes the pipe behind what was written. */
  async end(): Promise<void> {
    // What fails here is closed already.
    await this.#writer.close().catch(() => {});
  }

  /** Closes the pipe and drops what still waits. */
  async abandon(): Promise<void> {
    // As above.
    await this.#writer.abort().catch(() => {});
  }
}
