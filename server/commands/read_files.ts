/**
 * Reads the files that a filter is given, or standard input.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Bytes read at a time: what a pipe holds. */
const CHUNK = 64 * 1024;

/**
 * A file's bytes, each piece only until the next one is wanted; `-` is standard
 * input.
 *
 * @throws {StreamerError} `not_found` when it cannot be read
 */
export async function* readFile(name: string): AsyncGenerator<Uint8Array> {
  try {
    using file = name === "-" ? standardInput() : await Deno.open(name);
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const count = await file.read(buffer);
      if (count === null) return;
      yield buffer.subarray(0, count);
    }
  } catch (cause) {
    const where = name === "-" ? "standard input" : `"${name}"`;
    throw new StreamerError(
      "not_found",
      `Cannot read ${where}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** It stays open: there is no other. */
function standardInput() {
  return {
    read: (buffer: Uint8Array) => Deno.stdin.read(buffer),
    [Symbol.dispose]: () => {},
  };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file";
  if (cause instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (cause instanceof Deno.errors.PermissionDenied) return "it is not allowed";
  return cause instanceof Error ? cause.message : String(cause);
}
