/**
 * Reads what a process prints and notes how steadily it came.
 *
 * @module
 */
import { createHash } from "node:crypto";

export interface WatchedOutput {
  bytes: number;
  lines: number;
  sha256: string;
  /** The longest time without output between its first and last, in milliseconds. */
  longestPause: number;
}

export async function watchOutput(
  stream: ReadableStream<Uint8Array>,
): Promise<WatchedOutput> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 0;
  let longestPause = 0;
  let last: number | undefined;
  for await (const data of stream) {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - (last ?? now));
    last = now;
    bytes += data.length;
    for (const byte of data) if (byte === 10) lines += 1;
    hash.update(data);
  }
  return { bytes, lines, sha256: hash.digest("hex"), longestPause };
}

/** The SHA-256 of what `seq 1 lines` prints. */
export function digestOfSeq(lines: number): string {
  const hash = createHash("sha256");
  let text = "";
  for (let n = 1; n <= lines; n++) {
    text += n + "\n";
    if (text.length < 65_536 && n < lines) continue;
    hash.update(text);
    text = "";
  }
  return hash.digest("hex");
}

/** The SHA-256 of a stream. */
export async function digestOf(
  stream: ReadableStream<Uint8Array>,
): Promise<string> {
  return (await watchOutput(stream)).sha256;
}
