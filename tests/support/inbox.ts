/**
 * A real HTTP server that takes notices, and answers as a test wants.
 *
 * @module
 */

/** A request as it came. */
export interface Received {
  path: string;
  headers: Headers;
  body: string;
}

type Answer = (
  count: number,
  signal: AbortSignal,
) => Response | Promise<Response>;

export class Inbox implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #ending = new AbortController();

  /** `answer` is told how many requests have come, this one too. */
  constructor(answer: Answer = () => new Response("thanks")) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const { pathname: path } = new URL(request.url);
        const body = await request.text();
        this.received.push({ path, headers: request.headers, body });
        return await answer(this.received.length, this.#ending.signal);
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#server.shutdown();
  }
}

/** An answer that does not come before the test is over. */
export function never(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(new Response()))
  );
}
