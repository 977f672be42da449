/**
 * Output to readings: complete lines, what is still being written, and a count
 * for what is not text.
 *
 * @module
 */
import type { OutputStream } from "@/shared/domain.ts";
import type { Reading } from "../profiles/profile.ts";
import { isBinary } from "./binary.ts";
import { Stripper } from "./strip.ts";

/** Reads a session's output. Each stream has its own line, so that neither breaks the other's. */
export class Lines {
  readonly #streams: Record<OutputStream, Stream> = {
    1: new Stream(),
    2: new Stream(),
  };
  /** The partial that the reader of the readings has. */
  #shown = "";

  /** Reads on. At most `lines`, then `partial`; or `binary`. */
  read(stream: OutputStream, data: Uint8Array): Reading[] {
    const source = this.#streams[stream];
    source.binary = isBinary(data, source.binary);
    if (source.binary) {
      const lines = source.reset();
      return [...this.#readings(lines), { type: "binary", bytes: data.length }];
    }
    const lines = source.stripper.push(data);
    source.partial = source.stripper.partial();
    return this.#readings(lines);
  }

  /** Output is missing here: what was being written ends, and reading begins anew. */
  break(): Reading[] {
    return this.#readings(this.#streams[1].reset() + this.#streams[2].reset());
  }

  /** No more output comes. What is still being written stays as it is. */
  end(): Reading[] {
    for (const stream of [this.#streams[1], this.#streams[2]]) {
      stream.stripper.finish();
      stream.partial = stream.stripper.partial();
    }
    return this.#readings("");
  }

  #readings(lines: string): Reading[] {
    const readings: Reading[] = [];
    if (lines !== "") {
      readings.push({ type: "lines", text: lines });
      this.#shown = "";
    }
    const partial = this.#partial();
    if (partial !== this.#shown) {
      readings.push({ type: "partial", text: partial });
      this.#shown = partial;
    }
    return readings;
  }

  #partial(): string {
    const { 1: out, 2: error } = this.#streams;
    if (out.partial === "" || error.partial === "") {
      return out.partial + error.partial;
    }
    return `${out.partial}\n${error.partial}`;
  }
}

/** One stream's place in its text. */
class Stream {
  stripper = new Stripper();
  partial = "";
  binary = false;

  /** Begins anew. Returns what was being written, as a line. */
  reset(): string {
    this.stripper.finish();
    const text = this.stripper.partial();
    this.stripper = new Stripper();
    this.partial = "";
    return text === "" ? "" : text + "\n";
  }
}
