/**
 * A file system that is full soon.
 *
 * @module
 */

/** Whether this process may mount one. */
export const CAN_MOUNT = Deno.build.os === "linux" && Deno.uid() === 0 &&
  await tryMount();

/** Mounts `size` (such as `4m`) at `path`, which is made. */
export async function smallDisk(
  path: string,
  size: string,
): Promise<AsyncDisposable> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  if (!await mount(path, size)) throw new Error(`cannot mount "${path}"`);
  return {
    // Lazily: files in it may still be open.
    [Symbol.asyncDispose]: async () => void await run("umount", "-l", path),
  };
}

/** Writes to `path` until the disk is full. */
export async function fillDisk(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  for (const size of [65536, 4096, 1]) {
    const bytes = new Uint8Array(size);
    try {
      for (;;) await file.write(bytes);
    } catch {
      // No room for a piece of this size.
    }
  }
}

async function tryMount(): Promise<boolean> {
  const path = await Deno.makeTempDir();
  const mounted = await mount(path, "1m");
  if (mounted) await run("umount", path);
  await Deno.remove(path);
  return mounted;
}

function mount(path: string, size: string): Promise<boolean> {
  const options = `size=${size},mode=0700`;
  return run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
}

async function run(program: string, ...args: string[]): Promise<boolean> {
  const command = new Deno.Command(program, { args, stderr: "null" });
  return (await command.output()).success;
}
