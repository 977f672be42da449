/**
 * The other end of a page's socket, which says what a test tells it to.
 *
 * @module
 */
import type { ErrorBody } from "@/shared/error_body.ts";
import { type ClientMessage, SUBPROTOCOL } from "@/shared/protocol.ts";

export class Peer {
  readonly url: string;
  readonly #server: Deno.HttpServer;
  #socket = Promise.withResolvers<WebSocket>();
  #open: WebSocket | null = null;
  readonly #asked: ClientMessage[] = [];
  readonly #refused = new Map<string, ErrorBody>();

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#accept(request),
    );
    this.url = `ws://127.0.0.1:${(this.#server.addr as Deno.NetAddr).port}/`;
  }

  /** Resolves when a page has connected. */
  async opened(): Promise<void> {
    this.#open = await this.#socket.promise;
    this.#socket = Promise.withResolvers();
  }

  welcome(): void {
    const data = {
      version: "0",
      protocol: 1,
      host: "here",
      authenticated: true,
      health: { ok: true, problems: [] },
    };
    this.send(JSON.stringify({ v: 1, type: "server.welcome", at: 1, data }));
  }

  event(
    type: string,
    at: { session: string; seq: number },
    data: unknown,
  ): void {
    this.send(JSON.stringify({ v: 1, type, ...at, at: 1, data }));
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#open!.send(frame);
  }

  /** What was asked with `action`, oldest first. */
  asked(action: ClientMessage["action"]): ClientMessage[] {
    return this.#asked.filter((message) => message.action === action);
  }

  /** Answers `action` with `error` from now on. */
  refuse(action: ClientMessage["action"], error: ErrorBody): void {
    this.#refused.set(action, error);
  }

  drop(): void {
    this.#open!.close();
  }

  async close(): Promise<void> {
    await this.#server.shutdown();
  }

  #accept(request: Request): Response {
    const { socket, response } = Deno.upgradeWebSocket(request, {
      protocol: SUBPROTOCOL,
    });
    socket.onopen = () => this.#socket.resolve(socket);
    socket.onmessage = ({ data }) => this.#answer(socket, JSON.parse(data));
    return response;
  }

  #answer(socket: WebSocket, message: ClientMessage): void {
    this.#asked.push(message);
    const error = this.#refused.get(message.action);
    const answer = error
      ? { type: "error", ...error }
      : { type: "ok", subscription: this.#asked.length };
    socket.send(JSON.stringify({ v: 1, ref: message.ref, ...answer }));
  }
}
