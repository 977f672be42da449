/**
 * Records of a feed that no server has stored yet: in memory while they are
 * few, on disk when they are many or must outlive the process.
 *
 * @module
 */
import type { FeedSession } from "@/shared/feed.ts";
import { Queue } from "./queue.ts";

/** A run of encoded records. */
export interface Block {
  /** Index of its last record. */
  readonly last: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface SpoolOptions {
  /** Folder for spool files; it is made when it is needed. */
  folder: string;
  session: FeedSession;
  /** Most bytes on disk. */
  limit: number;
}

/**
 * A queue of blocks from the first that is not acknowledged. Blocks are taken
 * for sending in order, and once more from the start after {@linkcode rewind}.
 *
 * On disk a spool is one line of JSON, the session, and then records as in
 * `shared/feed_record.ts`. A `.live` file belongs to the process that holds
 * its lock; a `.spool` file is left to the server.
 */
export class Spool implements Disposable {
  readonly #options: SpoolOptions;
  /** Not acknowledged, oldest first; those before `#next` have been taken. */
  readonly #blocks = new Queue<Block>();
  #next = 0;
  #memory = 0;
  /** What could not stay in memory: it comes after all of `#blocks`. */
  #file: SpoolFile | undefined;
  /** What must be kept and the disk has not taken: it comes after the file. */
  readonly #after = new Queue<Block>();

  constructor(options: SpoolOptions) {
    this.#options = options;
  }

  /** Bytes that wait in memory. */
  get memory(): number {
    return this.#memory;
  }

  /** Whether records have gone to disk and not all have been taken from there. */
  get spilled(): boolean {
    return this.#file !== undefined;
  }

  /** Whether the disk holds so much that the command should wait if it can. */
  get crowded(): boolean {
    return (this.#file?.length ?? 0) > this.#options.limit / 2;
  }

  /** Whether everything that was added has been acknowledged. */
  get empty(): boolean {
    return this.#blocks.length + this.#after.length === 0 &&
      this.#file === undefined;
  }

  /**
   * Adds a block, in memory unless `spill` says to use the disk. False: the
   * disk is full or at its limit, and the block was not taken.
   */
  add(block: Block, spill: boolean): boolean {
    if (this.#after.length > 0) return false;
    if (!spill && !this.#file) {
      this.#blocks.push(block);
      this.#memory += block.bytes.length;
      return true;
    }
    try {
      this.#file ??= SpoolFile.create(this.#options, "live");
      return this.#file.append(block);
    } catch {
      // A disk without room, or a folder that cannot be written: not taken.
      if (this.#file?.drained) this.#close();
      return false;
    }
  }

  /** Adds a small block that must not be lost, whether or not the disk takes it. */
  keep(block: Block): void {
    if (!this.add(block, false)) this.#after.push(block);
  }

  /** The next block to send, or undefined when all have been taken. */
  take(): Block | undefined {
    if (this.#next === this.#blocks.length) this.#load();
    const block = this.#blocks.at(this.#next);
    if (block) this.#next += 1;
    return block;
  }

  /** Forgets what is acknowledged. */
  ack(last: number): void {
    for (let block = this.#blocks.at(0); block && block.last <= last;) {
      this.#blocks.shift();
      this.#memory -= block.bytes.length;
      this.#next = Math.max(0, this.#next - 1);
      block = this.#blocks.at(0);
    }
  }

  /** Takes again from the first block that is not acknowledged. */
  rewind(): void {
    this.#next = 0;
  }

  /**
   * Leaves everything that is not acknowledged to the server, in a file that
   * it finds by itself.
   *
   * @throws when the disk cannot take it
   */
  handOver(): void {
    const file = SpoolFile.create(this.#options, "part");
    try {
      for (const block of this.#blocks) file.append(block, true);
      for (let block = this.#file?.next(); block; block = this.#file?.next()) {
        file.append(block, true);
      }
      for (const block of this.#after) file.append(block, true);
      file.rename("spool");
    } catch (cause) {
      file.remove();
      throw cause;
    }
    this.#close();
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #load(): void {
    const block = this.#file?.next() ?? this.#after.shift();
    if (block) {
      this.#blocks.push(block);
      this.#memory += block.bytes.length;
    }
    if (this.#file?.drained) this.#close();
  }

  #close(): void {
    this.#file?.remove();
    this.#file = undefined;
  }
}

/** A spool on disk, written at its end and read from its start. */
class SpoolFile {
  readonly #file: Deno.FsFile;
  readonly #options: SpoolOptions;
  #path: string;
  #written: number;
  #read: number;
  /** Where each block ends, and its last record. */
  readonly #ends = new Queue<{ last: number; end: number }>();

  private constructor(file: Deno.FsFile, path: string, options: SpoolOptions) {
    this.#file = file;
    this.#path = path;
    this.#options = options;
    const head = new TextEncoder().encode(
      JSON.stringify(options.session) + "\n",
    );
    writeAll(file, head);
    this.#written = this.#read = head.length;
  }

  static create(options: SpoolOptions, extension: string): SpoolFile {
    Deno.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const path = `${options.folder}/${options.session.id}.${extension}`;
    const file = Deno.openSync(path, {
      read: true,
      write: true,
      create: true,
      truncate: true,
      mode: 0o600,
    });
    file.lockSync(true);
    try {
      return new SpoolFile(file, path, options);
    } catch (cause) {
      // Its lock would make the next attempt wait for ever.
      file.close();
      Deno.removeSync(path);
      throw cause;
    }
  }

  get length(): number {
    return this.#written;
  }

  get drained(): boolean {
    return this.#read === this.#written;
  }

  /** False when it would grow beyond its limit. */
  append(block: Block, unlimited = false): boolean {
    const { length } = block.bytes;
    if (!unlimited && this.#written + length > this.#options.limit) {
      return false;
    }
    this.#file.seekSync(this.#written, Deno.SeekMode.Start);
    try {
      writeAll(this.#file, block.bytes);
    } catch (cause) {
      this.#file.truncateSync(this.#written);
      throw cause;
    }
    this.#written += length;
    this.#ends.push({ last: block.last, end: this.#written });
    return true;
  }

  next(): Block | undefined {
    const end = this.#ends.shift();
    if (!end) return undefined;
    const bytes = new Uint8Array(end.end - this.#read);
    this.#file.seekSync(this.#read, Deno.SeekMode.Start);
    for (let at = 0; at < bytes.length;) {
      const count = this.#file.readSync(bytes.subarray(at));
      if (count === null) throw new Error(`${this.#path} was cut short`);
      at += count;
    }
    this.#read = end.end;
    return { last: end.last, bytes };
  }

  /** Closes it under another name; the lock goes first, so that who sees the name finds it free. */
  rename(extension: string): void {
    const path = this.#path.replace(/\.[^.]+$/, `.${extension}`);
    this.#file.close();
    Deno.renameSync(this.#path, path);
  }

  remove(): void {
    try {
      Deno.removeSync(this.#path);
    } catch {
      // It has a new name, or somebody has tidied up.
    }
    try {
      this.#file.close();
    } catch {
      // Renaming has closed it.
    }
  }
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    at += file.writeSync(bytes.subarray(at));
  }
}
