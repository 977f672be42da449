/**
 * Binary frames of output, for clients that asked for `encoding: "binary"`.
 *
 * Layout, numbers big-endian: kind (u8, always 1), stream (u8, 1 or 2), length
 * of the id (u8), the session's id in ASCII, seq (f64), at (f64), then the
 * bytes exactly as the command wrote them.
 *
 * @module
 */
import type { OutputStream } from "./domain.ts";

const OUTPUT = 1;

/** One piece of output with its place in its session. */
export interface OutputFrame {
  readonly session: string;
  readonly stream: OutputStream;
  readonly seq: number;
  readonly at: number;
  readonly data: Uint8Array;
}

export function encodeOutputFrame(frame: OutputFrame): Uint8Array<ArrayBuffer> {
  const { session, stream, seq, at, data } = frame;
  const head = 3 + session.length;
  const bytes = new Uint8Array(head + 16 + data.length);
  bytes[0] = OUTPUT;
  bytes[1] = stream;
  bytes[2] = session.length;
  for (let i = 0; i < session.length; i++) bytes[3 + i] = session.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  view.setFloat64(head, seq);
  view.setFloat64(head + 8, at);
  bytes.set(data, head + 16);
  return bytes;
}

/** Reads a frame; `data` is a view of `buffer`. Null for an unknown kind. */
export function decodeOutputFrame(buffer: ArrayBuffer): OutputFrame | null {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 19 || bytes[0] !== OUTPUT) return null;
  const head = 3 + bytes[2]!;
  if (bytes.length < head + 16) return null;
  const view = new DataView(buffer);
  return {
    session: String.fromCharCode(...bytes.subarray(3, head)),
    stream: bytes[1] === 2 ? 2 : 1,
    seq: view.getFloat64(head),
    at: view.getFloat64(head + 8),
    data: bytes.subarray(head + 16),
  };
}
