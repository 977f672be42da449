/**
 * Helpers for tests of sources.
 *
 * @module
 */
import type { Exit } from "@/shared/domain.ts";
import type { Channel } from "../../server/sources/source.ts";

/** Everything a channel said. */
export interface Collected {
  /** Standard output. */
  bytes: Uint8Array;
  text: string;
  /** Standard error, as text. */
  errors: string;
  exit: Exit;
}

/** Reads `channel` to its end. */
export async function collect(channel: Channel): Promise<Collected> {
  const pieces: Record<1 | 2, Uint8Array<ArrayBuffer>[]> = { 1: [], 2: [] };
  const exit = await read(
    channel,
    (data, stream) => pieces[stream].push(data.slice()),
  );
  const [out, errors] = await Promise.all([
    bytesOf(pieces[1]),
    bytesOf(pieces[2]),
  ]);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { bytes: out, text: decode(out), errors: decode(errors), exit };
}

/** Hands each piece of output to `take`; gives the exit. */
export async function read(
  channel: Channel,
  take: (data: Uint8Array, stream: 1 | 2) => void,
): Promise<Exit> {
  let exit: Exit | undefined;
  for await (const event of channel.events) {
    if (exit) throw new Error("Cannot read on: an event came after the exit");
    if (event.type === "output") take(event.data, event.stream);
    else exit = { code: event.code, signal: event.signal };
  }
  if (!exit) {
    throw new Error("Cannot read on: the events ended without an exit");
  }
  return exit;
}

/** Reads a channel as text, step by step. */
export function reader(channel: Channel) {
  const events = channel.events.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const step = async (): Promise<boolean> => {
    const { value, done } = await events.read();
    if (value?.type === "output") {
      text += decoder.decode(value.data, { stream: true });
    }
    return !done;
  };
  return {
    /** Settles when `words` were said. */
    async until(words: string): Promise<void> {
      while (!text.includes(words)) {
        if (!await step()) {
          throw new Error(`Cannot find "${words}" in "${text}"`);
        }
      }
    },
    /** Everything that was said from the start to the end. */
    async rest(): Promise<{ text: string }> {
      while (await step());
      return { text };
    },
  };
}

/** How many descriptors this process has open. */
export function descriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

/** Whether there is such a process and it has not ended. */
export function isRunning(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
  } catch {
    // It is gone.
    return false;
  }
}

/** A folder that is removed with everything in it. */
export function temporaryFolder() {
  const path = Deno.realPathSync(Deno.makeTempDirSync());
  return {
    path,
    file: (name: string) => `${path}/${name}`,
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}

async function bytesOf(pieces: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
