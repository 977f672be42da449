/**
 * The socket to the server: kept open, opened again with growing patience.
 *
 * @module
 */
import type * as z from "zod";
import { StreamerError } from "@/shared/errors.ts";
import { decodeOutputFrame, type OutputFrame } from "@/shared/output_frame.ts";
import {
  type ClientMessage,
  CLOSE,
  type Health,
  type ServerEvent,
  ServerMessage,
  type ServerNotice,
  SUBPROTOCOL,
} from "@/shared/protocol.ts";
import { backoff } from "./backoff.ts";
import { type Answer, Requests } from "./requests.ts";

export type ConnectionState = "connecting" | "live" | "offline" | "signed-out";

/** What a client asks for, without the number that the connection adds. */
export type Action = WithoutRef<z.input<typeof ClientMessage>>;
type WithoutRef<Value> = Value extends unknown ? Omit<Value, "ref"> : never;

/** Whoever wants to hear what comes. */
export interface Listener {
  /** The connection is there (again): subscribe. */
  live?(): void;
  event?(event: ServerEvent): void;
  output?(frame: OutputFrame): void;
}

export interface ConnectionOptions {
  /** Address of the socket. */
  url: string;
  /** Whether the server refuses this browser; asked when the socket does not open. */
  refused: () => Promise<boolean>;
}

/** Silence after which the server is asked whether it is there, in milliseconds. */
const SILENCE = 25_000;

export class Connection {
  state = $state<ConnectionState>("connecting");
  /** When the state came about. */
  since = $state(Date.now());
  /** When the next try is due, while offline. */
  retryAt = $state<number | null>(null);
  health = $state.raw<Health>({ ok: true, problems: [] });
  readonly live = $derived(this.state === "live");

  readonly #options: ConnectionOptions;
  readonly #listeners = new Set<Listener>();
  readonly #requests = new Requests();
  #socket: WebSocket | null = null;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Hears everything until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.live) listener.live?.();
    return () => this.#listeners.delete(listener);
  }

  /** Opens the socket now, whatever was planned. */
  connect(): void {
    clearTimeout(this.#retry);
    this.retryAt = null;
    this.#leave();
    if (this.state !== "offline") this.#become("connecting");
    const socket = new WebSocket(this.#options.url, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#lost(code);
    this.#socket = socket;
  }

  /** Tries at once when it is offline: the network or the reader came back. */
  wake(): void {
    if (this.state === "offline") this.connect();
  }

  /**
   * Asks the server; resolves with what it adds to its agreement.
   * An answer may take `deadline` milliseconds; null: as long as it wants.
   *
   * @throws {StreamerError} what the server answered, or `unavailable`
   */
  async request(
    action: Action,
    { deadline }: { deadline?: number | null } = {},
  ): Promise<Answer> {
    if (!this.live) {
      throw new StreamerError("unavailable", "Cannot reach the server");
    }
    const { ref, answer } = this.#requests.open(deadline);
    this.#socket?.send(JSON.stringify({ ...action, ref }));
    return await answer;
  }

  #receive(data: unknown): void {
    this.#listenForSilence();
    if (data instanceof ArrayBuffer) {
      const frame = decodeOutputFrame(data);
      if (frame) this.#tell((listener) => listener.output?.(frame));
      return;
    }
    const parsed = ServerMessage.safeParse(JSON.parse(String(data)));
    // A newer server may say things that this page does not know.
    if (!parsed.success) return;
    const message = parsed.data;
    if ("session" in message) {
      this.#tell((listener) => listener.event?.(message));
    } else this.#notice(message);
  }

  #notice(notice: ServerNotice): void {
    switch (notice.type) {
      case "server.welcome":
        this.health = notice.data.health;
        return notice.data.authenticated ? this.#open() : this.#signedOut();
      case "server.health":
        this.health = notice.data;
        return;
      case "ok":
        return this.#requests.succeed(notice.ref, notice);
      case "error":
        return this.#requests.fail(
          notice.ref,
          new StreamerError(notice.code, notice.message),
        );
    }
  }

  #open(): void {
    this.#attempt = 0;
    this.#become("live");
    this.#tell((listener) => listener.live?.());
  }

  #signedOut(): void {
    this.#leave();
    this.#become("signed-out");
  }

  async #lost(code: number): Promise<void> {
    const opened = this.live;
    this.#leave();
    if (code === CLOSE.unauthorized) return this.#signedOut();
    this.#become("offline");
    this.#later();
    if (!opened && await this.#options.refused()) {
      clearTimeout(this.#retry);
      this.#signedOut();
    }
  }

  #later(): void {
    const wait = backoff(this.#attempt++);
    this.retryAt = Date.now() + wait;
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  /** Lets go of the socket. */
  #leave(): void {
    clearTimeout(this.#silence);
    this.#requests.failAll(
      new StreamerError("unavailable", "The connection was lost"),
    );
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  }

  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(async () => {
      try {
        await this.request({ action: "ping" });
      } catch {
        // No answer in time: the other end is gone without a word.
        if (this.live) this.#lost(CLOSE.going_away);
      }
    }, SILENCE);
  }

  #become(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.since = Date.now();
  }

  #tell(say: (listener: Listener) => void): void {
    for (const listener of this.#listeners) say(listener);
  }
}
