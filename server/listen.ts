/**
 * The doors of the server: TCP on the loopback interface, and a Unix socket.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Milliseconds that connections get to end by themselves. */
const DRAIN = 1_000;

/** A door that is open. Disposing it closes it, in order if that goes quickly. */
export class Listener implements AsyncDisposable {
  readonly #server: Deno.HttpServer;
  readonly #onClosed: () => Promise<void>;

  private constructor(
    server: Deno.HttpServer,
    onClosed = () => Promise.resolve(),
  ) {
    this.#server = server;
    this.#onClosed = onClosed;
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @throws {StreamerError} `conflict` when the port is taken and `anyPort` is false
   */
  static tcp(
    { port, anyPort }: { port: number; anyPort: boolean },
    handler: Deno.ServeHandler,
  ): Listener {
    const serve = (port: number) =>
      new Listener(
        Deno.serve({ hostname: "127.0.0.1", port, onListen }, handler),
      );
    try {
      return serve(port);
    } catch (cause) {
      if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
      if (anyPort) return serve(0);
      throw new StreamerError(
        "conflict",
        `Cannot listen on 127.0.0.1:${port}: the port is in use; choose another with --port`,
        { cause },
      );
    }
  }

  /** Listens on the Unix socket at `path`; one that a killed server has left there is replaced. */
  static async unix(
    path: string,
    handler: Deno.ServeHandler,
  ): Promise<Listener> {
    await removeIfThere(path);
    const server = Deno.serve({ path, onListen }, handler);
    return new Listener(server, () => removeIfThere(path));
  }

  /** The TCP port. */
  get port(): number {
    return (this.#server.addr as Deno.NetAddr).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.race([this.#server.shutdown(), elapsed(DRAIN)]);
    await this.#onClosed();
  }
}

/** Without it Deno prints a line of its own. */
const onListen = () => {};

/** Settles after `milliseconds`, without keeping the process alive for it. */
export function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    Deno.unrefTimer(setTimeout(resolve, milliseconds) as unknown as number);
  });
}

/** Removes a file that need not be there. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
}
