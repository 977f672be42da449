/**
 * Waits for changes in some folders.
 *
 * @module
 */

/** Watches the folders that it was told last; one that is not there, by the nearest above it. */
export class FolderWatch implements Disposable {
  #folders = "";
  #watcher: Deno.FsWatcher | undefined;
  /** Whether something has changed since the last time somebody waited. */
  #changed = false;
  /** Whether it may be that a file was made. */
  #made = false;
  #wake: (() => void) | undefined;

  /** Watches `folders` from now on. */
  set(folders: readonly string[]): void {
    const present = [...new Set(folders.flatMap(nearest))].toSorted();
    if (present.join("\n") === this.#folders) return;
    this.#folders = present.join("\n");
    this.#watcher?.close();
    this.#watcher = open(present);
    if (this.#watcher) void this.#follow(this.#watcher);
    // Something may have come between the last look and now.
    this.wake();
  }

  /**
   * Settles when something has changed, or after `timeout` milliseconds. Gives
   * whether a file may have been made: true as well after the timeout.
   */
  async change(timeout: number): Promise<boolean> {
    if (!this.#changed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(() => {
        this.#made = true;
        resolve();
      }, timeout);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
    }
    const made = this.#made;
    this.#changed = false;
    this.#made = false;
    this.#wake = undefined;
    return made;
  }

  /** As if a file had been made. */
  wake(): void {
    this.#made = true;
    this.#change();
  }

  #change(): void {
    this.#changed = true;
    this.#wake?.();
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }

  async #follow(watcher: Deno.FsWatcher): Promise<void> {
    try {
      for await (const { kind } of watcher) {
        if (kind === "modify") this.#change();
        else if (kind !== "access") this.wake();
      }
    } catch {
      // The folder is gone, or the watch was closed; who waits looks anyway.
    }
  }
}

function open(folders: readonly string[]): Deno.FsWatcher | undefined {
  if (folders.length === 0) return undefined;
  try {
    return Deno.watchFs([...folders], { recursive: false });
  } catch {
    // The machine's watches are used up; who waits looks from time to time.
    return undefined;
  }
}

/** `folder`, or the nearest above it that is there, unless that is the root. */
function nearest(folder: string): string[] {
  for (
    let path = folder;
    path !== "";
    path = path.slice(0, path.lastIndexOf("/"))
  ) {
    try {
      if (Deno.statSync(path).isDirectory) return [path];
    } catch {
      // Not there yet.
    }
  }
  return [];
}
