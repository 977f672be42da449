/**
 * Opens a pseudo-terminal in the way of this system, and loads no other.
 *
 * @module
 */
import type { PtyOptions } from "./pty_linux.ts";
import type { Channel } from "./source.ts";

/**
 * Starts a command in a new pseudo-terminal.
 *
 * @throws {StreamerError} as `requireCommand` does, and `source_failed` when
 * the system refuses
 */
export async function openPty(options: PtyOptions): Promise<Channel> {
  if (Deno.build.os === "linux") {
    const { openLinuxPty } = await import("./pty_linux.ts");
    return openLinuxPty(options);
  }
  const { openPrebuiltPty } = await import("./pty_prebuilt.ts");
  return await openPrebuiltPty(options);
}
