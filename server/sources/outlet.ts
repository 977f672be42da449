/**
 * The events of a channel, given out only as fast as they are taken.
 *
 * @module
 */
import type { Exit, OutputStream } from "@/shared/domain.ts";
import type { SourceEvent } from "./source.ts";

/** The writing end of a channel's `events`. */
export class Outlet {
  readonly events: ReadableStream<SourceEvent>;
  #controller!: ReadableStreamDefaultController<SourceEvent>;
  #state: "open" | "discarding" | "closed" = "open";
  #paused = false;
  #waiting: PromiseWithResolvers<void> | null = null;
  #count = 0;

  /** @param ahead events that may wait for a reader before it asks for them */
  constructor(ahead: number) {
    this.events = new ReadableStream<SourceEvent>({
      start: (controller) => void (this.#controller = controller),
      pull: () => this.#release(),
      cancel: () => this.#shut(),
    }, { highWaterMark: ahead });
  }

  /** Whether more output is asked for now. */
  get wanted(): boolean {
    if (this.#state !== "open") return true;
    return !this.#paused && (this.#controller.desiredSize ?? 0) > 0;
  }

  /** How often output was put in. Two equal readings: none came between. */
  get count(): number {
    return this.#count;
  }

  /** Settles when more output is asked for. */
  wanting(): Promise<void> {
    if (this.wanted) return Promise.resolve();
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }

  put(stream: OutputStream, data: Uint8Array): void {
    this.#count++;
    if (this.#state !== "open") return;
    this.#controller.enqueue({ type: "output", stream, data });
  }

  /** Ends the events with `exit`. */
  close(exit: Exit): void {
    if (this.#state === "closed") return;
    this.#shut();
    this.#controller.enqueue({ type: "exit", ...exit });
    this.#controller.close();
  }

  /** From now on output is asked for and dropped, so that nothing waits for a reader. */
  discard(): void {
    if (this.#state === "open") this.#state = "discarding";
    this.#release();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#release();
  }

  /** Output that still comes is dropped. */
  #shut(): void {
    this.#state = "closed";
    this.#release();
  }

  #release(): void {
    if (!this.#waiting || !this.wanted) return;
    this.#waiting.resolve();
    this.#waiting = null;
  }
}
