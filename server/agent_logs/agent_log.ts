/**
 * Follows the session log that an agent writes itself, from the moment in which
 * it is found until the command ends.
 *
 * @module
 */
import type { Statement } from "@/shared/domain.ts";
import { batches } from "./batches.ts";
import { FolderWatch } from "./folder_watch.ts";
import { LogFinder, type LogFinderOptions } from "./log_finder.ts";
import { LogTail } from "./log_tail.ts";

/** Milliseconds between looks while no log was found: soon after the start, and later. */
const SEARCH = { first: 250, most: 5_000 };

/** Milliseconds between looks at a log that was found: the net below the watch. */
const POLL = 5_000;

/** Milliseconds in which changes gather. */
const GATHER = 25;

export interface AgentLogOptions extends LogFinderOptions {
  /** Takes what was stated, in batches that one feed record can hold. */
  pass(statements: Statement[]): void;
  /** Settles when more may be passed. */
  room(): Promise<void>;
}

export class AgentLog {
  readonly #options: AgentLogOptions;
  readonly #finder: LogFinder;
  readonly #watch = new FolderWatch();
  readonly #following: Promise<void>;
  #tail: LogTail | undefined;
  /** Logs that were followed so far, in their order: an agent may come back to one. */
  readonly #tails: LogTail[] = [];
  #ended = false;
  readonly #ending = Promise.withResolvers<void>();

  constructor(options: AgentLogOptions) {
    this.#options = options;
    this.#finder = new LogFinder(options);
    this.#following = this.#follow();
  }

  /** Reads what is written by now, and ends. */
  async finish(): Promise<void> {
    this.#ended = true;
    this.#ending.resolve();
    this.#watch.wake();
    await this.#following;
  }

  async #follow(): Promise<void> {
    let wait = SEARCH.first;
    let mayBeNew = true;
    using watch = this.#watch;
    while (!this.#ended) {
      await this.#read();
      if (mayBeNew) await this.#find();
      watch.set(await this.#folders());
      mayBeNew = await watch.change(this.#tail ? POLL : wait);
      wait = Math.min(wait * 2, SEARCH.most);
      // A search for what is not there yet is not worth more than its time.
      await this.#pause(this.#tail ? GATHER : SEARCH.first);
    }
    await this.#read();
    await this.#find();
    await this.#pass(this.#tail?.end() ?? []);
  }

  /** Goes over to the log that is the command's now. */
  async #find(): Promise<void> {
    const path = await this.#finder.find(this.#tail?.path);
    if (path === undefined || path === this.#tail?.path) return;
    await this.#pass(this.#tail?.end() ?? []);
    this.#tail = this.#tails.find((tail) => tail.path === path) ??
      this.#open(path);
    await this.#read();
  }

  #open(path: string): LogTail {
    const { place, since } = this.#options;
    const tail = new LogTail({ path, reader: () => place.reader(), since });
    this.#tails.push(tail);
    return tail;
  }

  /** Waits, but not when the command has ended. */
  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#ending.promise]);
    clearTimeout(timer);
  }

  async #folders(): Promise<string[]> {
    return this.#tail
      ? [folderOf(this.#tail.path)]
      : await this.#finder.folders();
  }

  async #read(): Promise<void> {
    if (!this.#tail) return;
    for await (const statements of this.#tail.read()) {
      await this.#pass(statements);
    }
  }

  async #pass(statements: readonly Statement[]): Promise<void> {
    // Keys of different logs must differ.
    const log = this.#tails.findIndex((tail) => tail === this.#tail);
    const named = statements.map((each) => ({
      ...each,
      key: `${log}:${each.key}`.slice(0, 300),
    }));
    for (const batch of batches(named)) {
      this.#options.pass(batch);
      await this.#options.room();
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
