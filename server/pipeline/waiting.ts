/**
 * What a screen has yet to draw, in order and bounded.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { skip } from "./skip.ts";

/** Bytes that follow one another. */
interface Run {
  type: "bytes";
  chunks: Uint8Array[];
}

/** A new size, or a mark: it is reached when everything before it is drawn. */
export type Step =
  | { type: "resize"; size: Size }
  | { type: "mark"; reached: PromiseWithResolvers<string> };

/** Most bytes that wait; then the last {@linkcode KEEP} of them go on. */
const MAX_BYTES = 1536 * 1024;
const KEEP = 768 * 1024;

/** Chunks of a run; more are joined, so that small writes cost their bytes. */
const MAX_CHUNKS = 256;

/** A queue of at most 1.5 MiB, and as much again for each mark in it, as what is before a mark must be exact. */
export class Waiting {
  #items: (Run | Step)[] = [];
  #marks = 0;
  /** Bytes behind the last mark. */
  #bytes = 0;

  /** Bytes that wait and may be skipped. */
  get bytes(): number {
    return this.#bytes;
  }

  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Marks that wait. */
  get marks(): number {
    return this.#marks;
  }

  write(data: Uint8Array): void {
    const last = this.#items.at(-1);
    if (last?.type !== "bytes") {
      this.#items.push({ type: "bytes", chunks: [data] });
    } else if (last.chunks.push(data) > MAX_CHUNKS) {
      last.chunks = [join(last.chunks)];
    }
    this.#bytes += data.length;
    if (this.#bytes > MAX_BYTES) this.#skip();
  }

  push(step: Step): void {
    const last = this.#items.at(-1);
    if (step.type === "resize" && last?.type === "resize") this.#items.pop();
    this.#items.push(step);
    if (step.type === "resize") return;
    this.#marks++;
    this.#bytes = 0;
  }

  /** Takes chunks of at most `most` bytes, or the step that comes before them. */
  take(most: number): Uint8Array[] | Step | undefined {
    const first = this.#items[0];
    if (first?.type !== "bytes") {
      if (first?.type === "mark") this.#marks--;
      return this.#items.shift() as Step | undefined;
    }
    const chunks: Uint8Array[] = [];
    let taken = 0;
    while (taken < most && first.chunks.length > 0) {
      const chunk = first.chunks.shift()!;
      const part = chunk.subarray(0, most - taken);
      if (part.length < chunk.length) {
        first.chunks.unshift(chunk.subarray(part.length));
      }
      chunks.push(part);
      taken += part.length;
    }
    if (first.chunks.length === 0) this.#items.shift();
    if (this.#marks === 0) this.#bytes -= taken;
    return chunks;
  }

  /** Shortens what is behind the last mark. Of sizes, only the last counts. */
  #skip(): void {
    const mark = this.#items.findLastIndex(({ type }) => type === "mark");
    const items = this.#items.splice(mark + 1);
    const resize = items.findLast((item) => item.type === "resize");
    const bytes = join(
      items.flatMap((item) => item.type === "bytes" ? item.chunks : []),
    );
    const chunks = skip(bytes, KEEP);
    if (resize !== undefined) this.#items.push(resize);
    this.#items.push({ type: "bytes", chunks });
    this.#bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const joined = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
