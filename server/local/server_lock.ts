/**
 * The lock that makes one server of many attempts.
 *
 * @module
 */
import { type Folders, makePrivate } from "../folders.ts";

/** A held lock. Disposing it removes the file and lets go, in this order. */
export class ServerLock implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #path: string;

  private constructor(file: Deno.FsFile, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * Takes the lock, or undefined when another process holds it. The system
   * lets go of it when the process ends, however it ends.
   */
  static async take(folders: Folders): Promise<ServerLock | undefined> {
    await makePrivate(folders.runtime);
    const path = `${folders.runtime}/server.lock`;
    for (;;) {
      const file = await Deno.open(path, {
        write: true,
        create: true,
        mode: 0o600,
      });
      if (!await file.tryLock(true)) {
        file.close();
        return undefined;
      }
      // Its last holder may have removed the file between open and lock.
      if (await isSame(file, path)) return new ServerLock(file, path);
      file.close();
    }
  }

  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#path);
    } catch {
      // Somebody has tidied it away.
    }
    this.#file.close();
  }
}

async function isSame(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    const [held, named] = await Promise.all([file.stat(), Deno.stat(path)]);
    return held.ino === named.ino && held.dev === named.dev;
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return false;
    throw cause;
  }
}
