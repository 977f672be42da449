/**
 * A client of the WebSocket that remembers everything it was told.
 *
 * @module
 */
import { decodeOutputFrame, type OutputFrame } from "@/shared/output_frame.ts";
import { ServerMessage } from "@/shared/protocol.ts";

/** Deno's own addition to WebSocket, which other runtimes' types hide. */
const DenoWebSocket = WebSocket as unknown as new (
  url: string,
  options: { headers?: Record<string, string>; protocols?: string[] },
) => WebSocket;

/** Milliseconds in which something that a test waits for must come. */
const PATIENCE = 10_000;

export type Told = ServerMessage | ({ type: "frame" } & OutputFrame);

export interface WireOptions {
  path?: string;
  headers?: Record<string, string>;
  protocols?: string[];
}

export class WireClient implements Disposable {
  /** Everything in the order in which it came. */
  readonly told: Told[] = [];
  readonly socket: WebSocket;
  readonly #closed = Promise.withResolvers<{ code: number; reason: string }>();
  #news = Promise.withResolvers<void>();
  #ref = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      this.told.push(read(data));
      this.#wake();
    };
    socket.onclose = ({ code, reason }) => {
      this.#closed.resolve({ code, reason });
      this.#wake();
    };
    socket.onerror = (event) => event.preventDefault();
  }

  /** Opens one; rejects when the server refuses it. */
  static async open(url: string, options: WireOptions = {}) {
    const { path = "/ws", headers = {}, protocols = [] } = options;
    const client = new WireClient(
      new DenoWebSocket(url.replace("http", "ws") + path, {
        headers,
        protocols,
      }),
    );
    const opened = new Promise<boolean>((resolve) => {
      client.socket.onopen = () => resolve(true);
      client.#closed.promise.then(() => resolve(false));
    });
    if (!await opened) throw new Error("the server refused the socket");
    return client;
  }

  /** Opens one that has shown the token. */
  static signedIn(url: string, token: string): Promise<WireClient> {
    return WireClient.open(url, {
      headers: { Authorization: `Bearer ${token}` },
    });
  }

  /** Settles with code and reason when the socket has closed. */
  get closed(): Promise<{ code: number; reason: string }> {
    return this.#closed.promise;
  }

  send(message: unknown): void {
    this.socket.send(
      typeof message === "string" ? message : JSON.stringify(message),
    );
  }

  /** Sends an action and gives its answer, `ok` or `error`. */
  async ask(action: Record<string, unknown>) {
    const ref = `r${++this.#ref}`;
    this.send({ ...action, ref });
    return await this.until((one) =>
      (one.type === "ok" || one.type === "error") && one.ref === ref
        ? one
        : undefined
    );
  }

  /** The first thing told, now or later, for which `pick` gives something. */
  async until<Value>(
    pick: (one: Told, index: number) => Value | undefined | false,
  ): Promise<Value> {
    const deadline = AbortSignal.timeout(PATIENCE);
    const late = new Promise<void>((resolve) =>
      deadline.addEventListener("abort", () => resolve())
    );
    for (let i = 0;;) {
      for (; i < this.told.length; i++) {
        const found = pick(this.told[i]!, i);
        if (found !== undefined && found !== false) return found;
      }
      if (deadline.aborted || this.socket.readyState === WebSocket.CLOSED) {
        throw new Error(`It has not come; last: ${describe(this.told)}`);
      }
      await Promise.race([this.#news.promise, late]);
    }
  }

  /** The first message of `type`. */
  async first<Type extends Told["type"]>(type: Type) {
    return await this.until((one) =>
      one.type === type && one as Extract<Told, { type: Type }>
    );
  }

  /** Every message of `type` so far. */
  all<Type extends Told["type"]>(type: Type): Extract<Told, { type: Type }>[] {
    return this.told.filter((one): one is Extract<Told, { type: Type }> =>
      one.type === type
    );
  }

  [Symbol.dispose](): void {
    this.socket.close();
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}

/** Checks each text against the protocol. */
function read(data: string | ArrayBuffer): Told {
  if (typeof data === "string") return ServerMessage.parse(JSON.parse(data));
  const frame = decodeOutputFrame(data);
  if (!frame) throw new Error("Cannot read a binary frame");
  return { type: "frame", ...frame };
}

function describe(told: readonly Told[]): string {
  return JSON.stringify(told.slice(-3)).slice(0, 500);
}
