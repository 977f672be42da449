/**
 * The chosen session: its terminal's drawing and its conversation, from a
 * snapshot on, without holes.
 *
 * @module
 */
import type { SessionInfo, Size } from "@/shared/domain.ts";
import { type StreamerError, toStreamerError } from "@/shared/errors.ts";
import type { OutputFrame } from "@/shared/output_frame.ts";
import type {
  SendOutcome,
  ServerEvent,
  SignalName,
  Snapshot,
} from "@/shared/protocol.ts";
import { olderMessages } from "./api.ts";
import { Backlog, type Screen } from "./backlog.ts";
import type { Connection } from "./connection.svelte.ts";
import { Conversation } from "./conversation.svelte.ts";
import type { Answer } from "./requests.ts";

const TYPES = [
  "pane.*",
  "message.*",
  "turn.*",
  "stream.*",
  "agent.status",
];
const OLDER = 100;

/** How long it may take until a choice has arrived, in milliseconds. */
const CHOOSING = 30_000;

export class Feed {
  readonly id: string;
  info = $state.raw<SessionInfo | null>(null);
  /** Why it cannot be shown. */
  error = $state.raw<StreamerError | null>(null);
  /** Output that was lost on the way here, in bytes. */
  lostBytes = $state(0);
  /** Output so far, in bytes; counted here between the server's reports. */
  outputBytes = $state(0);
  /** Whether this page decides the size of the terminal. */
  controlling = $state(false);
  readonly conversation = new Conversation();

  readonly #connection: Connection;
  readonly #backlog = new Backlog({
    onfull: () => this.#startOver(),
    ondrained: () => this.#drained(),
  });
  readonly #stop: () => void;
  /** The last entry shown; null until there is a snapshot. */
  #seq: number | null = null;
  #subscription: Promise<Answer> | null = null;
  #closed = false;

  constructor(id: string, connection: Connection) {
    this.id = id;
    this.#connection = connection;
    this.#stop = connection.listen({
      live: () => this.#live(),
      event: (event) => event.session === id && this.#apply(event),
      output: (frame) => frame.session === id && this.#output(frame),
    });
  }

  /** Draws the terminal on `screen` until the returned function is called. */
  attach(screen: Screen): () => void {
    return this.#backlog.attach(screen);
  }

  /** Sends keystrokes as they are. */
  async type(text: string): Promise<void> {
    await this.#connection.request({
      action: "input",
      session: this.id,
      text,
      raw: true,
    });
  }

  /** Sends `text` as one message; resolves when it was taken, which may be when the agent has time for it. */
  async send(text: string): Promise<SendOutcome> {
    const { delivery = "typed" } = await this.#connection.request(
      { action: "input", session: this.id, text, raw: false },
      { deadline: null },
    );
    return delivery;
  }

  /** Takes back the text that waits as `id`. */
  async cancel(id: string): Promise<void> {
    await this.#connection.request({ action: "cancel", session: this.id, id });
  }

  /** Answers the permission question `message` with one of its choices. */
  async choose(message: number, choice: string): Promise<void> {
    await this.#connection.request(
      { action: "choose", session: this.id, message, choice },
      { deadline: CHOOSING },
    );
  }

  async stop(): Promise<void> {
    await this.#connection.request({ action: "stop", session: this.id });
  }

  async signal(signal: SignalName): Promise<void> {
    await this.#connection.request({
      action: "signal",
      session: this.id,
      signal,
    });
  }

  /** Takes the right to decide the size, or gives it back. */
  async control(take: boolean): Promise<void> {
    await this.#connection.request({
      action: "control",
      session: this.id,
      take,
    });
    this.controlling = take;
  }

  async resize(size: Size): Promise<void> {
    await this.#connection.request({
      action: "resize",
      session: this.id,
      size,
    });
  }

  async loadOlder(): Promise<void> {
    const before = this.conversation.messages[0]?.id;
    if (before === undefined) return;
    this.conversation.following = false;
    const older = await olderMessages(this.id, { before, limit: OLDER });
    this.conversation.prepend(older.messages, older.turns);
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#unsubscribe();
  }

  #live(): void {
    this.controlling = false;
    this.#subscribe();
  }

  async #subscribe(): Promise<void> {
    const after: Record<string, number> = {};
    if (this.#seq !== null) after[this.id] = this.#seq;
    const subscription = this.#connection.request({
      action: "subscribe",
      filters: { sessions: [this.id], types: TYPES },
      after,
      encoding: "binary",
    });
    this.#subscription = subscription;
    try {
      await subscription;
      this.error = null;
    } catch (cause) {
      const error = toStreamerError(cause);
      // Without a connection there is nothing to say here: it is called again.
      if (error.code !== "unavailable") this.error = error;
    }
  }

  async #unsubscribe(): Promise<void> {
    const ending = this.#subscription;
    this.#subscription = null;
    try {
      const { subscription } = await ending ?? {};
      if (subscription === undefined) return;
      await this.#connection.request({ action: "unsubscribe", subscription });
    } catch {
      // The connection is gone, and the subscription with it.
    }
  }

  /** More has come than the terminal can draw: skips to a snapshot once it has caught up. */
  #startOver(): void {
    if (this.#subscription === null) return;
    this.#seq = null;
    this.#unsubscribe();
  }

  #drained(): void {
    if (this.#closed || this.#subscription !== null || !this.#connection.live) {
      return;
    }
    this.#subscribe();
  }

  #output({ seq, data }: OutputFrame): void {
    if (!this.#advance(seq)) return;
    this.outputBytes += data.length;
    this.#backlog.push({ type: "write", data });
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case "stream.snapshot":
        return this.#show(event.data, event.seq);
      case "session.started":
      case "session.updated":
      case "session.ended":
        return this.#update(event.data);
      case "agent.status":
        if (this.info) {
          this.info = { ...this.info, ...event.data, statusAt: event.at };
        }
        return;
      case "stream.gap":
        this.lostBytes += event.data.bytes ?? 0;
        return;
    }
    if (!this.#advance(event.seq)) return;
    switch (event.type) {
      case "pane.resize":
        return this.#resize(event.data);
      case "pane.exit":
        if (this.info) {
          this.info = {
            ...this.info,
            exit: event.data,
            endedAt: event.at,
            status: "exited",
          };
        }
        return;
      case "pane.output":
      case "pane.input":
        return;
      case "turn.completed":
        return this.conversation.complete([event.data]);
      default:
        this.conversation.apply(event.data, event.at);
    }
  }

  #show({ info, screen, messages, turns }: Snapshot, seq: number): void {
    if (this.#subscription === null) return;
    this.#seq = seq;
    this.error = null;
    this.info = info;
    this.outputBytes = info.outputBytes;
    this.#backlog.push({ type: "reset", size: info.size, screen });
    this.conversation.reset(messages, turns);
  }

  #update(info: SessionInfo): void {
    if (!this.info) return;
    this.info = { ...info, size: this.info.size };
    this.outputBytes = Math.max(this.outputBytes, info.outputBytes);
  }

  #resize(size: Size): void {
    if (this.info) this.info = { ...this.info, size };
    this.#backlog.push({ type: "resize", size });
  }

  /** Whether entry `seq` is new; it is the last one shown from now on. */
  #advance(seq: number): boolean {
    if (this.#seq === null || seq <= this.#seq) return false;
    this.#seq = seq;
    return true;
  }
}
