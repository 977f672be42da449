/**
 * Output of a command that prints JSON, a value a line: lines as they are,
 * however long.
 *
 * @module
 */
import type { OutputStream } from "@/shared/domain.ts";
import type { Reading } from "../profiles/profile.ts";
import { PipeLines } from "./pipe_lines.ts";
import type { Readings } from "./readings.ts";

/** Longest line of JSON that is understood, in bytes; of a longer one only this is told. */
const MAX_LINE = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * Gives complete lines. What is no JSON is read as the text of a pipe, with its
 * escape sequences left out.
 */
export class JsonLines implements Readings {
  readonly #out = new LineCutter();
  readonly #error = new LineCutter();

  read(stream: OutputStream, data: Uint8Array): Reading[] {
    const lines = (stream === 1 ? this.#out : this.#error).push(data);
    return readingsOf(lines);
  }

  settle(): Reading[] {
    return [];
  }

  pause(): Reading[] {
    return [];
  }

  resize(): Reading[] {
    return [];
  }

  /** What was begun has lost its end, or its middle. */
  break(): Reading[] {
    this.#out.flush();
    this.#error.flush();
    return [];
  }

  end(): Reading[] {
    return readingsOf([...this.#out.flush(), ...this.#error.flush()]);
  }

  [Symbol.dispose](): void {}
}

/** Cuts bytes into lines. */
class LineCutter {
  #parts: Uint8Array[] = [];
  #length = 0;
  /** Whether the line that is being written is too long. */
  #skips = false;
  readonly #decoder = new TextDecoder();

  push(data: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const end = data.indexOf(LINE_FEED, from);
      if (end < 0) break;
      this.#add(data.subarray(from, end));
      lines.push(...this.flush());
      from = end + 1;
    }
    this.#add(data.slice(from));
    return lines;
  }

  /** What was begun, as a line. */
  flush(): string[] {
    const line = this.#skips
      ? `A line of more than ${
        MAX_LINE.toLocaleString("en-US")
      } bytes, not read`
      : this.#decode();
    this.#parts = [];
    this.#length = 0;
    this.#skips = false;
    return line.trim() === "" ? [] : [line];
  }

  #add(data: Uint8Array): void {
    if (data.length === 0 || this.#skips) return;
    this.#length += data.length;
    this.#skips = this.#length > MAX_LINE;
    if (this.#skips) this.#parts = [];
    else this.#parts.push(data);
  }

  #decode(): string {
    const [first = new Uint8Array()] = this.#parts;
    if (this.#parts.length <= 1) return this.#decoder.decode(first);
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return this.#decoder.decode(whole);
  }
}

function readingsOf(lines: readonly string[]): Reading[] {
  const text = lines.map((line) => isJson(line) ? line.trim() : plain(line))
    .filter((line) => line !== "")
    .map((line) => `${line}\n`).join("");
  return text === "" ? [] : [{ type: "lines", text }];
}

function isJson(line: string): boolean {
  return /^\s*\{/.test(line);
}

/** Text without its escape sequences. */
function plain(line: string): string {
  using reader = new PipeLines();
  return reader.push(new TextEncoder().encode(`${line}\n`)).replace(/\n$/, "");
}
