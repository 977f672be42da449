/**
 * Output to readings: complete lines, what is still being written, full
 * screens, and a count for what is not text.
 *
 * @module
 */
import type { OutputStream, Size } from "@/shared/domain.ts";
import type { Reading } from "../profiles/profile.ts";
import { isBinary } from "./binary.ts";
import { PipeLines } from "./pipe_lines.ts";
import type { Readings } from "./readings.ts";
import { TerminalLines } from "./terminal_lines.ts";
import type { TextScreen } from "./text_screen.ts";
import type { TextReader } from "./text_reader.ts";

/** Reads a session's output. Each stream has its own line, so that neither breaks the other's. */
export class Lines implements Readings {
  readonly #streams: Record<OutputStream, Stream>;
  /** The partial that the reader of the readings has. */
  #shown = "";
  /** The alternate screen that it has. */
  #screen: string | undefined;

  /**
   * `terminal` is the size of the terminal that standard output goes to, or
   * undefined when it goes to a pipe. With a terminal, only after
   * `loadTerminal()` has settled.
   */
  constructor(terminal?: Size) {
    let size = terminal;
    this.#streams = {
      1: new Stream(
        () => size ? new TerminalLines(size) : new PipeLines(),
        (changed) => size &&= changed,
      ),
      2: new Stream(() => new PipeLines()),
    };
  }

  /** Reads on: at most `lines`, `screen` that was left, `partial` and `screen`; or `binary`. */
  read(stream: OutputStream, data: Uint8Array): Reading[] {
    const source = this.#streams[stream];
    source.binary = isBinary(data, source.binary);
    if (source.binary) {
      const lines = source.reset();
      return [...this.#readings(lines), { type: "binary", bytes: data.length }];
    }
    return this.#readings(source.reader.push(data));
  }

  settle(): Reading[] {
    return this.#readings(this.#streams[1].reader.settle());
  }

  /** A line that is being written is known as it stands. */
  pause(): Reading[] {
    return [];
  }

  resize(size: Size): Reading[] {
    this.#streams[1].resize(size);
    return [];
  }

  break(): Reading[] {
    return this.#readings(this.#streams[1].reset() + this.#streams[2].reset());
  }

  end(): Reading[] {
    this.#streams[1].reader.finish();
    this.#streams[2].reader.finish();
    const readings = this.#readings("");
    if (this.#screen !== undefined) readings.push(this.#leave(this.#screen));
    return readings;
  }

  /** The terminal as it is; nothing is read here any more. Undefined when there is none. */
  handOver(): TextScreen | undefined {
    const { reader } = this.#streams[1];
    return reader instanceof TerminalLines ? reader.handOver() : undefined;
  }

  [Symbol.dispose](): void {
    this.#streams[1].reader[Symbol.dispose]();
    this.#streams[2].reader[Symbol.dispose]();
  }

  #readings(lines: string): Reading[] {
    const readings: Reading[] = [];
    if (lines !== "") {
      readings.push({ type: "lines", text: lines });
      this.#shown = "";
    }
    const { reader } = this.#streams[1];
    const { alternate } = reader;
    const gone = reader.takeLeft() ??
      (alternate === undefined ? this.#screen : undefined);
    if (gone !== undefined) readings.push(this.#leave(gone));
    const partial = this.#partial();
    if (partial !== this.#shown) {
      readings.push({ type: "partial", text: partial });
      this.#shown = partial;
    }
    if (alternate !== undefined && alternate !== this.#screen) {
      readings.push({ type: "screen", text: alternate, left: false });
      this.#screen = alternate;
    }
    return readings;
  }

  #leave(text: string): Reading {
    this.#screen = undefined;
    return { type: "screen", text, left: true };
  }

  #partial(): string {
    const out = this.#streams[1].reader.partial;
    const error = this.#streams[2].reader.partial;
    if (out === "" || error === "") return out + error;
    return `${out}\n${error}`;
  }
}

/** One stream's place in its text. */
class Stream {
  reader: TextReader;
  binary = false;
  readonly #make: () => TextReader;
  readonly #resized: (size: Size) => void;

  constructor(
    make: () => TextReader,
    resized: (size: Size) => void = () => {},
  ) {
    this.#make = make;
    this.#resized = resized;
    this.reader = make();
  }

  resize(size: Size): void {
    this.#resized(size);
    this.reader.resize(size);
  }

  /** Begins anew. Returns what was being written, as lines. */
  reset(): string {
    this.reader.finish();
    const text = this.reader.partial;
    this.reader[Symbol.dispose]();
    this.reader = this.#make();
    return text === "" ? "" : text + "\n";
  }
}
