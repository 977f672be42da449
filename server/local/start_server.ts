/**
 * Starts a server in the background when none answers.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { Config } from "../config.ts";
import { selfCommand } from "../own_process.ts";
import { LocalServer } from "./local_server.ts";

/** Milliseconds in which a server must answer after it was started. */
const START_TIMEOUT = 15_000;

/**
 * Spawns a server that outlives this process and its terminal. When two are
 * spawned at once, one takes the lock and the other leaves.
 */
export function spawnServer(config: Config): void {
  const { program, args } = selfCommand();
  const settings = [
    `--port=${config.port}`,
    `--db=${config.db}`,
    `--idle-minutes=${config.idle_minutes}`,
  ];
  const child = new Deno.Command(program, {
    args: [...args, "serve", "--background", ...settings],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
}

/** A connection to a server that answers, started if need be. */
export async function ensureServer(config: Config): Promise<LocalServer> {
  const server = new LocalServer(config.folders);
  if (await server.answers()) return server;
  spawnServer(config);
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    if (await server.answers()) return server;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server[Symbol.dispose]();
  throw new StreamerError(
    "unavailable",
    `Cannot start the server: it does not answer; see "${config.folders.state}/server.log"`,
  );
}
