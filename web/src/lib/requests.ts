/**
 * Questions that wait for their answer.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { ServerNotice } from "@/shared/protocol.ts";

/** What the server adds when it agrees. */
export type Answer = Pick<
  Extract<ServerNotice, { type: "ok" }>,
  "subscription" | "delivery"
>;

/** How long an answer may take unless it is said, in milliseconds. */
const DEADLINE = 10_000;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: StreamerError): void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

type Ref = string | number | undefined;

export class Requests {
  readonly #waiting = new Map<Ref, Waiting>();
  #last = 0;

  /** A new question's number, and its answer to come; with `deadline` null it may take for ever. */
  open(
    deadline: number | null = DEADLINE,
  ): { ref: number; answer: Promise<Answer> } {
    const ref = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const late = new StreamerError(
      "unavailable",
      "The server did not answer in time",
    );
    const timer = deadline === null
      ? undefined
      : setTimeout(() => this.fail(ref, late), deadline);
    this.#waiting.set(ref, { resolve, reject, timer });
    return { ref, answer: promise };
  }

  succeed(ref: Ref, answer: Answer): void {
    this.#take(ref)?.resolve(answer);
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
