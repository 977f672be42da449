/**
 * Where the dashboard is, said before a server need be there.
 *
 * @module
 */
import { randomHex } from "@/shared/random.ts";
import type { Config } from "../config.ts";
import { readServerFile } from "../local/server_file.ts";

/**
 * The dashboard's address with a sign-in ticket. The ticket is made here and
 * reaches the server with the feed, so that nobody waits for the server.
 */
export class Address {
  readonly ticket: string;
  readonly #config: Config;
  readonly #url: string;
  #session = "";

  private constructor(config: Config, url: string, ticket: string) {
    this.#config = config;
    this.#url = url;
    this.ticket = ticket;
  }

  /**
   * The running server's address, or the one that a new server shall take; with
   * `ticket` when the server has made one.
   */
  static find(config: Config, ticket = randomHex(16)): Address {
    const file = readServerFile(config.folders);
    const url = file && isRunning(file.pid)
      ? file.url
      : `http://127.0.0.1:${freePort(config.port)}`;
    return new Address(config, url, ticket);
  }

  /** The port of this address, for a server that is started now. */
  get port(): number {
    return Number(new URL(this.#url).port || 80);
  }

  /** One line that says where session `id` can be watched. */
  line(id: string): string {
    this.#session = id;
    return this.#sentence(this.#url);
  }

  /** The line again if the server has turned out to be elsewhere. */
  correction(): string | undefined {
    const url = readServerFile(this.#config.folders)?.url;
    return url && url !== this.#url ? this.#sentence(url) : undefined;
  }

  #sentence(url: string): string {
    return `watch at ${url}/sessions/${this.#session}#ticket=${this.ticket}`;
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks; kill(2).
    Deno.kill(pid, 0 as unknown as Deno.Signal);
    return true;
  } catch {
    // Gone, or not ours, and then it is no server of ours.
    return false;
  }
}

/** `port` if it is free, else any that is. */
function freePort(port: number): number {
  try {
    using listener = Deno.listen({ hostname: "127.0.0.1", port });
    return listener.addr.port;
  } catch {
    // In use, or not allowed.
    return port === 0 ? 0 : freePort(0);
  }
}
