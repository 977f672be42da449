/**
 * What readers of a session's output have in common: bytes in, readings out.
 *
 * @module
 */
import type { OutputStream, Size } from "@/shared/domain.ts";
import type { Reading } from "../profiles/profile.ts";

/** Reads a session's output. Pure: no clock, no I/O. */
export interface Readings extends Disposable {
  read(stream: OutputStream, data: Uint8Array): Reading[];
  /** Somebody answers: what stands above the cursor is complete. */
  settle(): Reading[];
  /** Nothing has come for a moment. */
  pause(): Reading[];
  resize(size: Size): Reading[];
  /** Output is missing here: what was being written ends, and reading begins anew. */
  break(): Reading[];
  /** No more output comes. What is still being written stays as it is. */
  end(): Reading[];
}
