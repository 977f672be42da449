/**
 * For commands that need the server: starts one when none answers.
 *
 * @module
 */
import type { LocalServer } from "../local/local_server.ts";
import type { Context } from "./context.ts";

export async function withServer(
  { env }: Context,
  use: (server: LocalServer) => Promise<void>,
): Promise<void> {
  const { loadConfig } = await import("../config.ts");
  const { ensureServer } = await import("../local/start_server.ts");
  using server = await ensureServer(await loadConfig(env));
  await use(server);
}
