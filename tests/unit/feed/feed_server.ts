/**
 * A server's feed door for tests: keeps what it is fed, and loses connections,
 * its memory or its life when it is told to.
 *
 * @module
 */
import { decodeRecords } from "@/shared/decode_records.ts";
import type { FeedReply } from "@/shared/feed.ts";
import type { FeedEvent, FeedRecord } from "@/shared/feed_record.ts";

export class FeedServer implements AsyncDisposable {
  /** What is stored: it outlives restarts. */
  readonly stored: FeedRecord[] = [];
  /** Whether to store and acknowledge at once, or only in {@linkcode store}. */
  prompt = true;
  /** Answers the feeder's first message; absent: takes the feed. */
  refusal: FeedReply | undefined;
  /** Called for each frame of records. */
  onFrame: () => void = () => {};
  connections = 0;
  #taken: FeedRecord[] = [];
  #server: Deno.HttpServer<Deno.NetAddr> | undefined;
  #port = 0;
  #socket: WebSocket | undefined;

  static async open(): Promise<FeedServer> {
    const server = new FeedServer();
    await server.start();
    return server;
  }

  /** Records that are here, stored or not. */
  get received(): number {
    return this.stored.length + this.#taken.length;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  async start(): Promise<void> {
    const listening = Promise.withResolvers<void>();
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port: this.#port,
      onListen: () => listening.resolve(),
    }, (request) => this.#upgrade(request));
    await listening.promise;
    this.#port = this.#server.addr.port;
  }

  /** Ends as a crash does: what is not stored is gone. */
  async crash(): Promise<void> {
    this.#socket?.close();
    this.#taken = [];
    await this.#server?.shutdown();
    this.#server = undefined;
  }

  /** Breaks the connection; what was taken is kept. */
  drop(): void {
    this.#socket?.close();
  }

  /** Stores what was taken and says so. */
  store(): void {
    this.stored.push(...this.#taken);
    this.#taken = [];
    this.send({ type: "feed.ack", acked: this.stored.length });
  }

  send(reply: FeedReply): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify(reply));
  }

  readonly connect = (): Promise<WebSocket> => {
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error("no server"));
    return promise;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
  }

  #upgrade(request: Request): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.#welcome(socket);
      else if (socket === this.#socket) this.#take(new Uint8Array(data));
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.#socket = undefined;
    };
    return response;
  }

  #welcome(socket: WebSocket): void {
    this.connections += 1;
    this.#socket = socket;
    this.send(
      this.refusal ??
        { type: "feed.ready", acked: this.stored.length },
    );
  }

  #take(bytes: Uint8Array): void {
    for (const record of decodeRecords(bytes).records) {
      if (record.index <= this.received) continue;
      if (record.index !== this.received + 1) {
        throw new Error(`${record.index} came after ${this.received}`);
      }
      this.#taken.push(record);
    }
    if (this.prompt) this.store();
    this.onFrame();
  }
}

/** Everything that the records print, in one. */
export function outputOf(records: readonly { event: FeedEvent }[]): Uint8Array {
  const parts = records.flatMap(({ event }) =>
    event.type === "output" ? [event.data] : []
  );
  const whole = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
