/**
 * What programs write to a terminal, every byte of it.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { openPty } from "@/server/sources/open_pty.ts";

/** What to type once something was written that matches `after`. */
export interface Typing {
  after: RegExp;
  keys: string;
}

export interface RecordOptions {
  size: Size;
  cwd?: string;
  /** One after the other; what is waited for is looked for behind what was typed before. */
  typing?: readonly Typing[];
}

const ENV = { TERM: "xterm-256color", LC_ALL: "C.UTF-8", LESS: "" };

/** What `command` writes, until it ends. */
export async function record(
  command: string[],
  { typing = [], ...options }: RecordOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  await using channel = await openPty({
    command,
    env: ENV,
    inherit: false,
    ...options,
  });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const waiting = [...typing];
  const decoder = new TextDecoder();
  let recent = "";
  for await (const event of channel.events) {
    if (event.type === "exit") break;
    pieces.push(event.data.slice());
    recent += decoder.decode(event.data, { stream: true });
    const [next] = waiting;
    if (!next?.after.test(recent)) continue;
    recent = "";
    waiting.shift();
    await channel.write(new TextEncoder().encode(next.keys));
  }
  if (waiting.length > 0) {
    throw new Error(`Cannot find ${waiting[0]!.after} in "${recent}"`);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
