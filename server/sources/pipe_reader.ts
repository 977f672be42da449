/**
 * Reads a process's pipe in large pieces.
 *
 * @module
 */

/** The usual capacity of a pipe on Linux (pipe(7)): more never comes at once. */
const BUFFER_SIZE = 64 * 1024;

/** A piece up to this size is copied, and the buffer it came in used again. */
const COPY_LIMIT = BUFFER_SIZE / 4;

/** Gives what a pipe holds; the pieces belong to the caller. */
export class PipeReader {
  readonly #reader: ReadableStreamBYOBReader;
  #buffer = new ArrayBuffer(BUFFER_SIZE);

  constructor(pipe: ReadableStream<Uint8Array>) {
    this.#reader = pipe.getReader({ mode: "byob" });
  }

  /** The next piece; null at the end, or when the pipe was closed here. */
  async read(): Promise<Uint8Array | null> {
    const { value } = await this.#reader.read(new Uint8Array(this.#buffer))
      // Only a pipe that was closed under the reader fails.
      .catch(() => ({ value: undefined }));
    if (!value || value.length === 0) return null;
    const small = value.length <= COPY_LIMIT;
    this.#buffer = small ? value.buffer : new ArrayBuffer(BUFFER_SIZE);
    return small ? value.slice() : value;
  }

  /** Closes the reading end: a process that writes on gets SIGPIPE. */
  async close(): Promise<void> {
    // What fails here is closed already.
    await this.#reader.cancel().catch(() => {});
  }
}
