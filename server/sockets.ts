/**
 * All open WebSockets, so that they can be told that the server leaves.
 *
 * @module
 */
import { CLOSE } from "@/shared/protocol.ts";
import type { Upgrade } from "./http/ports.ts";

export class Sockets implements Disposable {
  readonly #open = new Set<WebSocket>();

  get size(): number {
    return this.#open.size;
  }

  /** Turns `request` into a WebSocket and remembers it until it closes. */
  readonly upgrade: Upgrade = (request, options) => {
    const { socket, response } = Deno.upgradeWebSocket(request, options);
    this.#open.add(socket);
    socket.addEventListener("close", () => this.#open.delete(socket));
    return { socket, response };
  };

  [Symbol.dispose](): void {
    for (const socket of this.#open) {
      try {
        socket.close(CLOSE.going_away, "the server is leaving");
      } catch {
        // It never opened, or closes already.
      }
    }
  }
}
