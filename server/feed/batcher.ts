/**
 * Small writes become few records: the first bytes go at once, what follows
 * within a few milliseconds goes together.
 *
 * @module
 */
import type { OutputStream } from "@/shared/domain.ts";
import type { FeedEvent } from "@/shared/feed_record.ts";

/** Milliseconds that output may wait for company. */
const WINDOW = 4;

/** Milliseconds after which half a character is no longer waited for. */
const PATIENCE = 50;

/** Bytes of output that make a record whatever the time. */
const FULL = 64 * 1024;

export type Emit = (event: FeedEvent, at: number) => void;

/**
 * Gathers output into records that do not end within a UTF-8 character, so
 * that each can be decoded alone. Everything else passes in its place.
 */
export class Batcher {
  readonly #emit: Emit;
  /** Output of one stream, which has no place yet. */
  #pending: Uint8Array[] = [];
  #bytes = 0;
  #stream: OutputStream = 1;
  #at = 0;
  /** What each stream has begun of a character, and since when. */
  readonly #halves = new Map<OutputStream, { data: Uint8Array; at: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  output(stream: OutputStream, data: Uint8Array): void {
    if (stream !== this.#stream) this.#send();
    if (this.#bytes === 0) this.#at = Date.now();
    this.#stream = stream;
    this.#pending.push(data);
    this.#bytes += data.length;
    if (this.#bytes < FULL && this.#timer !== undefined) return;
    this.#send();
    this.#openWindow();
  }

  /** Passes anything but output on, behind the output that came before it. */
  pass(event: Exclude<FeedEvent, { type: "output" }>): void {
    if (event.type === "exit") this.flush();
    else this.#send();
    for (const piece of pieces(event)) this.#emit(piece, Date.now());
  }

  /** Sends everything, even half a character. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
    this.#giveUp(Infinity);
  }

  /** Sends all whole characters; of one that is not whole the rest may come. */
  #send(): void {
    if (this.#bytes === 0) return;
    const stream = this.#stream;
    const half = this.#halves.get(stream);
    const data = half ? concat([half.data, ...this.#pending]) : this.#join();
    this.#pending = [];
    this.#bytes = 0;
    const end = wholeCharacters(data);
    if (end === data.length) this.#halves.delete(stream);
    else {
      const at = end === 0 && half ? half.at : this.#at;
      this.#halves.set(stream, { data: data.subarray(end), at });
    }
    this.#record(data.subarray(0, end), { stream, at: this.#at });
  }

  #openWindow(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#windowOver(), WINDOW);
  }

  #windowOver(): void {
    this.#timer = undefined;
    const quiet = this.#bytes === 0 && this.#halves.size === 0;
    this.#send();
    this.#giveUp(Date.now() - PATIENCE);
    if (!quiet) this.#openWindow();
  }

  /** Sends half characters that have waited since `time` or before. */
  #giveUp(time: number): void {
    for (const [stream, { data, at }] of this.#halves) {
      if (at > time) continue;
      this.#halves.delete(stream);
      this.#record(data, { stream, at });
    }
  }

  #join(): Uint8Array {
    const [first = new Uint8Array()] = this.#pending;
    return this.#pending.length > 1 ? concat(this.#pending) : first;
  }

  /** Emits in pieces of whole characters that a record can hold. */
  #record(
    data: Uint8Array,
    { stream, at }: { stream: OutputStream; at: number },
  ): void {
    for (let from = 0; from < data.length;) {
      const piece = data.subarray(from, from + 2 * FULL);
      const length = from + piece.length < data.length
        ? wholeCharacters(piece) || piece.length
        : piece.length;
      const part = data.subarray(from, from + length);
      this.#emit({ type: "output", stream, data: part }, at);
      from += length;
    }
  }
}

/** Typing in pieces that a record can hold, however it is escaped. */
function* pieces(event: FeedEvent): Generator<FeedEvent> {
  if (event.type !== "input") return yield event;
  const { type, text } = event;
  for (let from = 0; from < text.length;) {
    const last = text.charCodeAt(from + FULL - 1);
    const splits = last >= 0xd800 && last < 0xdc00;
    const length = splits ? FULL - 1 : FULL;
    yield { type, text: text.slice(from, from + length) };
    from += length;
  }
}

/** Length of `bytes` without an unfinished UTF-8 character at their end. */
export function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte < 0xc0) continue;
    const size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1;
    return size > back ? length - back : length;
  }
  return length;
}

/** One array that holds them all. */
export function concat(
  parts: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
