/**
 * Reads a log as far as it is written, again and again.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import type { LogReader } from "../profiles/logs/log_reader.ts";

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

/** Longest line that is understood, in bytes; a longer one is passed over. */
const MAX_LINE = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

const TIMES = /"timestamp":\s*"([^"]+)"/g;

export interface LogTailOptions {
  path: string;
  reader(): LogReader;
  /** What was said before is left out, in milliseconds since the epoch. */
  since: number;
}

/** One log, from its beginning. */
export class LogTail {
  readonly path: string;
  readonly #options: LogTailOptions;
  #reader: LogReader;
  #offset = 0;
  /** The beginning of a line whose end is not written yet. */
  #parts: Uint8Array[] = [];
  #length = 0;
  /** Whether the first line since the process began was read. */
  #reached = false;
  /** Whether something was said since then, of which a turn may be complete. */
  #hasSaid = false;
  /** The file's last change, for one that is written anew each time. */
  #changed = 0;

  constructor(options: LogTailOptions) {
    this.#options = options;
    this.path = options.path;
    this.#reader = options.reader();
  }

  /** What was written since the last time, in pieces. Gives nothing for a file that is gone. */
  async *read(): AsyncGenerator<Statement[]> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(this.path);
    } catch {
      // It was moved or removed; the next log will be found.
      return;
    }
    try {
      yield* this.#readOn(file);
    } finally {
      file.close();
    }
  }

  /** No more will be read. */
  end(): Statement[] {
    return this.#filter(this.#reader.end());
  }

  async *#readOn(file: Deno.FsFile): AsyncGenerator<Statement[]> {
    const { size, mtime } = await file.stat();
    this.#beginAnew(size, mtime?.getTime() ?? 0);
    await file.seek(this.#offset, Deno.SeekMode.Start);
    const piece = new Uint8Array(PIECE);
    // What is written meanwhile is read the next time.
    while (this.#offset < size) {
      const length = await file.read(piece);
      if (length === null) return;
      this.#offset += length;
      const statements = this.#filter(this.#push(piece.subarray(0, length)));
      if (statements.length > 0) yield statements;
    }
  }

  /** A file that became shorter, or that is not only appended to, is read from its start. */
  #beginAnew(size: number, changed: number): void {
    // Two changes within a tick of the clock have the same time.
    const rewritten = this.path.endsWith(".json") &&
      (changed !== this.#changed || size !== this.#offset);
    if (size < this.#offset) this.#reader = this.#options.reader();
    if (size < this.#offset || rewritten) {
      this.#offset = 0;
      this.#parts = [];
      this.#length = 0;
    }
    this.#changed = changed;
  }

  #push(data: Uint8Array): Statement[] {
    const statements: Statement[] = [];
    let from = 0;
    for (;;) {
      const end = data.indexOf(LINE_FEED, from);
      if (end < 0) break;
      this.#add(data.subarray(from, end));
      statements.push(...this.#line());
      from = end + 1;
    }
    this.#add(data.slice(from));
    // The last line of a file that is one value has no line feed.
    if (this.path.endsWith(".json") && this.#length === 1) {
      statements.push(...this.#line());
    }
    return statements;
  }

  #add(data: Uint8Array): void {
    if (data.length === 0) return;
    this.#length += data.length;
    if (this.#length > MAX_LINE) this.#parts = [];
    else this.#parts.push(data);
  }

  #line(): Statement[] {
    const isKnown = this.#length > 0 && this.#length <= MAX_LINE;
    const line = isKnown ? decode(this.#parts, this.#length) : "";
    this.#parts = [];
    this.#length = 0;
    return line !== "" && this.#isNew(line) ? this.#reader.read(line) : [];
  }

  /** A session that goes on has old lines first; they need not be understood. */
  #isNew(line: string): boolean {
    if (this.#reached || this.path.endsWith(".json")) return true;
    this.#reached = [...line.matchAll(TIMES)]
      .some(([, time]) => Date.parse(time!) >= this.#options.since);
    return this.#reached;
  }

  #filter(statements: readonly Statement[]): Statement[] {
    const { since } = this.#options;
    return statements.filter((each) => {
      if (each.type === "turn") return this.#hasSaid;
      const isNew = each.at === null || each.at >= since;
      this.#hasSaid ||= isNew;
      return isNew;
    });
  }
}

function decode(parts: readonly Uint8Array[], length: number): string {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(whole);
}
