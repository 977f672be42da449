/**
 * `streamer run --detach`: a background process of its own runs the command.
 *
 * @module
 */
import { toStreamerError } from "@/shared/errors.ts";
import { newSessionId } from "@/shared/session_id.ts";
import type { LocalServer } from "../local/local_server.ts";
import { ensureServer } from "../local/start_server.ts";
import { selfCommand } from "../own_process.ts";
import { requireCommand } from "../sources/command.ts";
import { Address } from "./address.ts";
import { type RunContext, type RunSettings, variables } from "./settings.ts";

/** Runs the command in a background process of its own; prints the session's id. */
export async function detach(
  command: string[],
  parts: RunContext,
): Promise<number> {
  const { settings, config, io } = parts;
  const { cwd } = settings;
  const env = variables(settings.variables);
  requireCommand({ command, env, ...(cwd ? { cwd } : {}) });
  using server = await ensureServer(config);
  const id = newSessionId();
  const { program, args } = selfCommand();
  const child = new Deno.Command(program, {
    args: [...args, "run", ...backgroundFlags(settings, id), "--", ...command],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
  await appears(id, server);
  await io.print(`${id}\n`);
  if (!settings.quiet) {
    const { ticket } = await server.json<{ ticket: string }>("/tickets", {
      method: "POST",
    });
    io.warn(Address.find(config, ticket).line(id));
  }
  return 0;
}

function backgroundFlags(settings: RunSettings, id: string): string[] {
  const { name, tags, agent, notify, pty, cwd, variables } = settings;
  return [
    `--headless=${id}`,
    ...(name ? [`--name=${name}`] : []),
    ...tags.map((tag) => `--tag=${tag}`),
    ...(agent ? [`--agent=${agent}`] : []),
    ...(notify ? [`--notify=${notify}`] : []),
    ...(pty === undefined ? [] : [pty ? "--pty" : "--no-pty"]),
    ...(cwd ? [`--cwd=${cwd}`] : []),
    ...variables.map((one) => `--env=${one}`),
  ];
}

/** Waits until the server knows session `id`. */
async function appears(id: string, server: LocalServer): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await server.json(`/sessions/${id}`);
    } catch (cause) {
      const waits = toStreamerError(cause).code === "not_found";
      if (!waits || Date.now() > deadline) throw cause;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
