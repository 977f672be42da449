/**
 * The server of this machine, as the command line reaches it.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { Folders } from "../folders.ts";
import { socketPath } from "./server_file.ts";

/** Deno's own addition to WebSocket, which other runtimes' types hide. */
const DenoWebSocket = WebSocket as unknown as new (
  url: string,
  options: { client: Deno.HttpClient },
) => WebSocket;

/** Talks to the server over its Unix socket. */
export class LocalServer implements Disposable {
  readonly #client: Deno.HttpClient;

  constructor(folders: Folders) {
    const path = socketPath(folders);
    this.#client = Deno.createHttpClient({
      proxy: { transport: "unix", path },
    });
  }

  /** Whether a server answers. */
  async answers(): Promise<boolean> {
    try {
      const response = await this.#fetch("/health");
      await response.body?.cancel();
      return response.ok;
    } catch {
      // No socket, or nobody behind it.
      return false;
    }
  }

  /** The JSON that `path` below `/api/v1` gives. @throws {StreamerError} */
  async json<Value>(path: string, init?: RequestInit): Promise<Value> {
    const response = await this.request(path, init);
    return await response.json();
  }

  /**
   * Sends a request to `path` below `/api/v1`.
   *
   * @throws {StreamerError} `unavailable` when no server answers, else what it says
   */
  async request(path: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(path, init);
    } catch (cause) {
      throw new StreamerError(
        "unavailable",
        "Cannot reach the server: none is running; `streamer serve` starts one",
        { cause },
      );
    }
    if (response.ok) return response;
    throw await errorIn(response);
  }

  /** An open WebSocket to `path`. Rejects when no server answers. */
  socket(path: string): Promise<WebSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    const socket = new DenoWebSocket(`ws://localhost${path}`, {
      client: this.#client,
    });
    socket.binaryType = "arraybuffer";
    socket.onopen = () => resolve(socket);
    socket.onerror = (event) => reject(event);
    return promise;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://localhost/api/v1${path}`, {
      ...init,
      client: this.#client,
    });
  }
}

/** The error that a response tells of. */
async function errorIn(response: Response): Promise<StreamerError> {
  const { ErrorBody } = await import("@/shared/error_body.ts");
  const body = await response.json().catch(() => undefined);
  const { success, data } = ErrorBody.safeParse(body?.error);
  return success
    ? new StreamerError(data.code, data.message)
    : new StreamerError(
      "internal",
      `Cannot use the server's answer: ${response.status}`,
    );
}
