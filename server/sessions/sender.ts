/**
 * Texts on their way to an agent: they wait until it is ready, one after the
 * other, and each is followed until the agent has taken it.
 *
 * @module
 */
import type { Message, QueuedText, SessionInfo } from "@/shared/domain.ts";
import { type ErrorCode, StreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";
import type { PipelineEvent } from "../pipeline/pipeline.ts";
import type { ProfileView, SendRecipe } from "../profiles/profile.ts";
import { choose } from "./choose.ts";
import { type Desk, submit } from "./submit.ts";
import { messageText, pipeRecipe } from "./typing.ts";
import { Witness } from "./witness.ts";

/** Texts that may wait. */
export const MAX_QUEUE = 100;

/** UTF-16 units of one text, and of all that wait. */
export const MAX_TEXT = 256 * 1024;
const MAX_QUEUED = 1024 * 1024;

/** UTF-16 units of a text that the list of what waits shows. */
const SHOWN = 1_000;

/** Milliseconds that an agent has to show that it is busy with one text before it gets the next. */
const TAKES_UP = 1_000;

export interface SenderOptions {
  /** Another one when an agent is started within the session. */
  readonly recipe: SendRecipe;
  /** How the program is read: one on a screen has an input box. */
  readonly view: ProfileView;
  info(): SessionInfo;
  /** The newest messages as they stand, oldest first. */
  messages(): Message[];
  message(id: number): Message | undefined;
  /** @throws {StreamerError} when nobody can type into the session now */
  check(): void;
  /** Types into the process. @throws {StreamerError} like `check` */
  type(keys: string): void;
  /** Called when what waits has changed. */
  announce(queue: QueuedText[]): void;
}

/** A text that was taken into the queue. */
export interface Sending {
  id: string;
  /**
   * Settles when the agent has taken the text; `typed` when the session ended
   * right after Enter. Rejects with `conflict` when the text was taken back, has
   * not arrived, or the session ended before.
   */
  outcome: Promise<SendOutcome>;
}

interface Waiting {
  id: string;
  text: string;
  at: number;
  state: QueuedText["state"];
  settled: PromiseWithResolvers<SendOutcome>;
}

export class Sender implements Disposable {
  readonly #options: SenderOptions;
  readonly #witness: Witness;
  readonly #desk: Desk;
  #queue: Waiting[] = [];
  #lastId = 0;
  #sending = false;
  #choosing = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#witness = new Witness(options.message);
    const piped = options.info().source === "exec";
    this.#desk = {
      witness: this.#witness,
      get recipe() {
        return piped ? pipeRecipe(options.recipe) : options.recipe;
      },
      get draws() {
        return options.view === "screen";
      },
      type: options.type,
    };
  }

  /** What waits, oldest first, and what is being typed. */
  get queue(): QueuedText[] {
    return this.#queue.map(({ id, text, at, state }) => ({
      id,
      text: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text,
      state,
      at,
    }));
  }

  /**
   * Puts `text` behind what waits. With `signal` it is taken back when that
   * aborts, unless it is being typed by then.
   *
   * @throws {StreamerError} `conflict` when the queue is full, the session has ended or takes no input; `unavailable` when its feeder is away; `bad_request` when there is nothing to send; `too_large`
   */
  send(text: string, { signal }: { signal?: AbortSignal } = {}): Sending {
    const message = messageText(text);
    this.#admit(message);
    const id = `${++this.#lastId}`;
    const settled = Promise.withResolvers<SendOutcome>();
    this.#queue.push({
      id,
      text: message,
      at: Date.now(),
      state: "waiting",
      settled,
    });
    const giveUp = () => this.#giveUp(id);
    signal?.addEventListener("abort", giveUp);
    settled.promise.catch(() => {
      // Who does not wait for the outcome sees the queue.
    }).finally(() => signal?.removeEventListener("abort", giveUp));
    this.#announce();
    void this.#work();
    return { id, outcome: settled.promise };
  }

  /**
   * Takes back a text that waits.
   *
   * @throws {StreamerError} `not_found`; `conflict` when it is being typed
   */
  cancel(id: string): void {
    const item = this.#queue.find((one) => one.id === id);
    if (!item) {
      throw new StreamerError(
        "not_found",
        `Cannot take back text ${id}: it does not wait any more`,
      );
    }
    if (item.state === "sending") {
      throw new StreamerError(
        "conflict",
        `Cannot take back text ${id}: it is being typed`,
      );
    }
    this.#drop(item, "it was taken back");
  }

  /**
   * Answers a permission question: `message`, which must be the one that is
   * open, or whichever is open. `choice` is a key, a label, the beginning of
   * one, or a place from 1.
   *
   * @throws {StreamerError} `conflict` when none is open or the answer is not taken; `bad_request` when there is no such choice
   */
  async choose(
    { message, choice }: { message?: number; choice: string },
  ): Promise<SendOutcome> {
    this.#options.check();
    if (this.#choosing) {
      throw new StreamerError(
        "conflict",
        "Cannot choose: the question is being answered already",
      );
    }
    this.#choosing = true;
    try {
      const { messages } = this.#options;
      return await choose({ message, choice }, { ...this.#desk, messages });
    } finally {
      this.#choosing = false;
    }
  }

  /** Takes in what the session tells. */
  see(event: PipelineEvent): void {
    this.#witness.see(event);
    if (event.type !== "exit") return;
    const waits = this.#queue.length > 0;
    this.#end("conflict", "the session has ended");
    if (waits) this.#announce();
  }

  /** Looks again whether the next text can be typed. */
  wake(): void {
    this.#witness.wake();
  }

  [Symbol.dispose](): void {
    this.#end("unavailable", "the server is leaving");
  }

  #admit(text: string): void {
    this.#options.check();
    if (text.trim() === "") {
      throw new StreamerError(
        "bad_request",
        "Cannot send: there is no text in it; `raw` sends keystrokes",
      );
    }
    if (text.length > MAX_TEXT) {
      throw new StreamerError(
        "too_large",
        `Cannot send a text of more than ${MAX_TEXT / 1024} Ki characters`,
      );
    }
    const queued = this.#queue.reduce((sum, one) => sum + one.text.length, 0);
    if (
      this.#queue.length >= MAX_QUEUE || queued + text.length > MAX_QUEUED
    ) {
      throw new StreamerError(
        "conflict",
        `Cannot send: ${this.#queue.length} texts wait already, and the queue is full`,
      );
    }
  }

  /** Types what waits, one text after the other, as long as there is any. */
  async #work(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const has = () => this.#queue.length > 0;
        await this.#witness.until(() => !has() || this.#obstacle() === "");
        const [next] = this.#queue;
        if (!next) return;
        await this.#deliver(next);
        await this.#witness.until(() => this.#isBusy(), TAKES_UP);
      }
    } catch {
      // The session has ended, and all that waited was told so.
    } finally {
      this.#sending = false;
    }
  }

  async #deliver(item: Waiting): Promise<void> {
    item.state = "sending";
    this.#announce();
    try {
      item.settled.resolve(await submit(item.text, this.#desk));
    } catch (cause) {
      item.settled.reject(cause);
    }
    this.#remove(item);
  }

  /** Why nothing can be typed now, in a few words; empty: it can. */
  #obstacle(): string {
    const { status, connected } = this.#options.info();
    if (!connected) return "its streamer process was not connected";
    switch (status) {
      case "needs_permission":
        return "it asks for a permission, which has to be answered first";
      case "idle":
      case "needs_input":
        break;
      case "starting":
        // Nothing is known of a program that has printed nothing, but that one which draws comes to it.
        if (!this.#desk.draws) break;
        return "it has not started yet";
      case "stuck":
        // A program that reads lines may only wait for the next.
        if (!this.#desk.draws) break;
        return "it is stuck";
      default:
        return `it is ${status}`;
    }
    const { draft, typing } = this.#witness;
    return draft && typing
      ? "somebody has begun to write in its input box"
      : "";
  }

  #isBusy(): boolean {
    const { status } = this.#options.info();
    return status !== "idle" && status !== "needs_input";
  }

  #giveUp(id: string): void {
    const item = this.#queue.find((one) => one.id === id);
    if (item?.state !== "waiting") return;
    const behind = this.#queue[0] !== item;
    const why = this.#obstacle() ||
      (behind ? "other texts were before it" : "it was not ready");
    this.#drop(item, `${why}; the text was taken back`);
  }

  #drop(item: Waiting, reason: string): void {
    item.settled.reject(
      new StreamerError(
        "conflict",
        `Cannot send to "${this.#options.info().name}": ${reason}`,
      ),
    );
    this.#remove(item);
    this.wake();
  }

  #remove(item: Waiting): void {
    if (!this.#queue.includes(item)) return;
    this.#queue = this.#queue.filter((one) => one !== item);
    this.#announce();
  }

  #announce(): void {
    this.#options.announce(this.queue);
  }

  /** Tells all who wait that nothing more is sent. */
  #end(code: ErrorCode, reason: string): void {
    const { name } = this.#options.info();
    const error = new StreamerError(
      code,
      `Cannot send to "${name}": ${reason}`,
    );
    // What is being typed finds out by itself how far it has come.
    this.#witness.end(error);
    for (const { state, settled } of this.#queue) {
      if (state === "waiting") settled.reject(error);
    }
    this.#queue = [];
  }
}
