/**
 * One client on the WebSocket: its actions in, its subscriptions out.
 *
 * @module
 */
import type { Size } from "@/shared/domain.ts";
import { StreamerError, toStreamerError } from "@/shared/errors.ts";
import {
  ClientMessage,
  CLOSE,
  MAX_FRAME,
  PROTOCOL_VERSION,
  type SendOutcome,
  type ServerNotice,
} from "@/shared/protocol.ts";
import type { Auth } from "./auth.ts";
import type { Frame, Frames } from "./frames.ts";
import type { Ports, Reader } from "./ports.ts";
import { stream } from "./stream.ts";

/** Subscriptions of one client at a time. */
const MAX_SUBSCRIPTIONS = 100;

/** Bytes that may wait in the socket before its streams pause. */
const MAX_BUFFERED = 1024 * 1024;

/** Milliseconds a client may stay without saying who it is. */
const AUTH_TIMEOUT = 10_000;

export interface ClientOptions {
  ports: Ports;
  auth: Auth;
  frames: Frames;
  /** Whether the request that opened the socket was signed in. */
  known: boolean;
}

/** What an action is answered with. */
interface Answer {
  subscription?: number;
  /** Answered when it has settled. */
  outcome?: Promise<SendOutcome>;
}
type Ref = string | number | undefined;

/** Serves `socket` until it closes. */
export function serveClient(socket: WebSocket, options: ClientOptions): void {
  const client = new ClientSocket(socket, options);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => client.open();
  socket.onmessage = ({ data }) => client.receive(data);
  socket.onclose = () => client[Symbol.dispose]();
  // A close always follows an error.
  socket.onerror = () => {};
}

class ClientSocket implements Disposable {
  readonly #socket: WebSocket;
  readonly #ports: Ports;
  readonly #auth: Auth;
  readonly #frames: Frames;
  readonly #readers = new Map<number, Reader>();
  /** Sessions whose size this client has taken control of. */
  readonly #controlled = new Set<string>();
  #known: boolean;
  #closed = false;
  #subscriptions = 0;
  #authTimer: ReturnType<typeof setTimeout> | undefined;
  #stopHealth: (() => void) | undefined;
  /** Actions are carried out one after the other, in the order they came. */
  #queue: Promise<void> = Promise.resolve();

  constructor(
    socket: WebSocket,
    { ports, auth, frames, known }: ClientOptions,
  ) {
    this.#socket = socket;
    this.#ports = ports;
    this.#auth = auth;
    this.#frames = frames;
    this.#known = known;
  }

  open(): void {
    if (this.#known) this.#welcome();
    else {
      this.#welcomeNotice(false);
      this.#authTimer = setTimeout(
        () => this.#socket.close(CLOSE.unauthorized, "no token came"),
        AUTH_TIMEOUT,
      );
    }
  }

  receive(data: unknown): void {
    if (typeof data !== "string" || data.length > MAX_FRAME) {
      this.#socket.close(
        CLOSE.too_large,
        "frames are JSON text of at most 1 MiB",
      );
      return;
    }
    this.#queue = this.#queue.then(() => this.#act(data));
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#authTimer);
    this.#stopHealth?.();
    for (const reader of this.#readers.values()) reader[Symbol.dispose]();
    this.#readers.clear();
    for (const id of this.#controlled) this.#release(id);
  }

  async #act(data: string): Promise<void> {
    // Nobody would ever end what a client begins that has left.
    if (this.#closed) return;
    let ref: string | number | undefined;
    try {
      const message = parse(data);
      ref = message.ref;
      const { outcome, ...extra } = await this.#carryOut(message) ?? {};
      if (outcome) void this.#follow(outcome, ref);
      else if (ref !== undefined || extra.subscription !== undefined) {
        this.#notify({ v: PROTOCOL_VERSION, type: "ok", ref, ...extra });
      }
    } catch (cause) {
      this.#refuse(cause, ref ?? refOf(data));
    }
  }

  /** Answers when a text or a choice has arrived. Other actions do not wait for it. */
  async #follow(outcome: Promise<SendOutcome>, ref: Ref): Promise<void> {
    try {
      const delivery = await outcome;
      if (ref === undefined) return;
      this.#notify({ v: PROTOCOL_VERSION, type: "ok", ref, delivery });
    } catch (cause) {
      this.#refuse(cause, ref);
    }
  }

  #refuse(cause: unknown, ref: Ref): void {
    const error = toStreamerError(cause).toJSON();
    this.#notify({ v: PROTOCOL_VERSION, type: "error", ref, ...error });
  }

  async #carryOut(
    message: ClientMessage,
  ): Promise<Answer | undefined> {
    if (message.action === "auth") {
      await this.#signIn(message.token);
      return undefined;
    }
    if (!this.#known) {
      throw new StreamerError(
        "unauthorized",
        `Cannot carry out "${message.action}": send {"action":"auth"} first`,
      );
    }
    switch (message.action) {
      case "subscribe":
        return { subscription: this.#subscribe(message) };
      case "unsubscribe":
        this.#unsubscribe(message.subscription);
        return undefined;
      case "ping":
        return undefined;
      case "control":
      case "resize":
      case "input":
      case "cancel":
      case "choose":
      case "signal":
      case "stop":
        return await this.#steer(message);
    }
  }

  async #steer(
    message: Extract<ClientMessage, { session: string }>,
  ): Promise<Answer | undefined> {
    const { sessions } = this.#ports;
    const id = await sessions.resolve(message.session);
    const session = sessions.session(id);
    if (message.action === "control" && this.#closed) return;
    switch (message.action) {
      case "input":
        if (!message.raw) return session.sender.send(message.text);
        session.send({ type: "feed.input", text: message.text });
        break;
      case "cancel":
        session.sender.cancel(message.id);
        break;
      case "choose":
        return { outcome: session.sender.choose(message) };
      case "control":
        this.#control(id, message.take);
        break;
      case "resize":
        this.#resize(id, message.size);
        break;
      case "signal":
        session.send({ type: "feed.signal", signal: message.signal });
        break;
      case "stop":
        session.send({ type: "feed.stop" });
    }
    return undefined;
  }

  #control(id: string, take: boolean): void {
    if (take) this.#controlled.add(id);
    else if (this.#controlled.delete(id)) {
      const session = this.#ports.sessions.session(id);
      session.send({ type: "feed.resize", size: null });
    }
  }

  #resize(id: string, size: Size): void {
    if (!this.#controlled.has(id)) {
      throw new StreamerError(
        "forbidden",
        `Cannot resize session "${id}": take control first`,
      );
    }
    this.#ports.sessions.session(id).send({ type: "feed.resize", size });
  }

  /** Gives a session its own size back, which nobody here controls any more. */
  #release(id: string): void {
    try {
      const session = this.#ports.sessions.session(id);
      session.send({ type: "feed.resize", size: null });
    } catch {
      // It has ended, or its feeder is away: then there is nothing to size.
    }
  }

  async #signIn(token: string): Promise<void> {
    if (!await this.#auth.isToken(token)) {
      this.#socket.close(CLOSE.unauthorized, "wrong token");
      throw new StreamerError("unauthorized", "Cannot sign in: wrong token");
    }
    if (this.#known || this.#closed) return;
    this.#known = true;
    clearTimeout(this.#authTimer);
    this.#welcome();
  }

  #subscribe(
    { filters, after, encoding }: Extract<
      ClientMessage,
      { action: "subscribe" }
    >,
  ): number {
    if (this.#readers.size >= MAX_SUBSCRIPTIONS) {
      throw new StreamerError(
        "conflict",
        `Cannot subscribe: ${MAX_SUBSCRIPTIONS} subscriptions are open`,
      );
    }
    const number = ++this.#subscriptions;
    const reader = this.#ports.sessions.subscribe(filters);
    this.#readers.set(number, reader);
    stream({
      sessions: this.#ports.sessions,
      reader,
      frames: this.#frames,
      encoding,
      after,
      send: (frame) => this.#send(frame),
    }).catch((cause) => {
      const error = toStreamerError(cause).toJSON();
      this.#notify({ v: PROTOCOL_VERSION, type: "error", ...error });
      this.#unsubscribe(number);
    });
    return number;
  }

  #unsubscribe(number: number): void {
    this.#readers.get(number)?.[Symbol.dispose]();
    this.#readers.delete(number);
  }

  #welcome(): void {
    this.#welcomeNotice(true);
    this.#stopHealth = this.#ports.server.onHealth((data) =>
      this.#notify({
        v: PROTOCOL_VERSION,
        type: "server.health",
        at: Date.now(),
        data,
      })
    );
  }

  #welcomeNotice(authenticated: boolean): void {
    const { version, host } = this.#ports.server;
    this.#notify({
      v: PROTOCOL_VERSION,
      type: "server.welcome",
      at: Date.now(),
      data: {
        version: authenticated ? version : "",
        protocol: PROTOCOL_VERSION,
        host: authenticated ? host : "",
        authenticated,
        health: authenticated
          ? this.#ports.server.health()
          : { ok: true, problems: [] },
      },
    });
  }

  #notify(notice: ServerNotice): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify(notice));
  }

  #send(frame: Frame): void | Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(frame);
    if (this.#socket.bufferedAmount > MAX_BUFFERED) return this.#drained();
  }

  /** WebSocket has no event for this, so a full socket is looked at again. */
  async #drained(): Promise<void> {
    while (
      this.#socket.readyState === WebSocket.OPEN &&
      this.#socket.bufferedAmount > MAX_BUFFERED / 2
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

function parse(data: string): ClientMessage {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new StreamerError("bad_request", "Cannot read message: not JSON", {
      cause,
    });
  }
  const result = ClientMessage.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StreamerError(
    "bad_request",
    `Cannot use message: ${issue?.path.join(".") || "message"}: ${
      issue?.message ?? "it is not valid"
    }`,
  );
}

/** The `ref` of a message that is otherwise no good, so that it can be answered. */
function refOf(data: string): string | number | undefined {
  try {
    const { ref } = JSON.parse(data);
    return typeof ref === "string" || typeof ref === "number" ? ref : undefined;
  } catch {
    // Not JSON, or not an object: then there is no ref.
    return undefined;
  }
}
