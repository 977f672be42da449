/**
 * Questions that wait for their answer.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** How long an answer may take, in milliseconds. */
const PATIENCE = 10_000;

interface Waiting {
  resolve(value: number | undefined): void;
  reject(error: StreamerError): void;
  timer: ReturnType<typeof setTimeout>;
}

type Ref = string | number | undefined;

export class Requests {
  readonly #waiting = new Map<Ref, Waiting>();
  #last = 0;

  /** A new question's number, and its answer to come. */
  open(): { ref: number; answer: Promise<number | undefined> } {
    const ref = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<
      number | undefined
    >();
    const late = new StreamerError(
      "unavailable",
      "The server did not answer in time",
    );
    const timer = setTimeout(() => this.fail(ref, late), PATIENCE);
    this.#waiting.set(ref, { resolve, reject, timer });
    return { ref, answer: promise };
  }

  succeed(ref: Ref, value: number | undefined): void {
    this.#take(ref)?.resolve(value);
  }

  fail(ref: Ref, error: StreamerError): void {
    this.#take(ref)?.reject(error);
  }

  failAll(error: StreamerError): void {
    for (const ref of [...this.#waiting.keys()]) this.fail(ref, error);
  }

  #take(ref: Ref): Waiting | undefined {
    const waiting = this.#waiting.get(ref);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(ref);
    return waiting;
  }
}
