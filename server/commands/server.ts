/**
 * `streamer server status` and `streamer server stop`.
 *
 * @module
 */
import type { Health } from "@/shared/protocol.ts";
import type { Context, Define } from "./context.ts";

interface Status {
  version: string;
  url: string;
  pid: number;
  startedAt: number;
  database: string;
  databaseBytes: number | null;
  health: Health;
}

export const server: Define = (program, context) => {
  const group = program.command("server")
    .description("look after the server in the background");
  group.command("status")
    .description("say where it is, with a fresh link to sign in")
    .option("--json", "as JSON")
    .action((flags: { json?: boolean }) =>
      status(context, flags.json ?? false)
    );
  group.command("stop")
    .description(
      "end it; running commands go on, and catch up with the next one",
    )
    .action(() => stop(context));
};

async function status(context: Context, json: boolean): Promise<void> {
  const local = await connect(context);
  using server = local.server;
  if (!await server.answers()) {
    if (json) await context.print('{"running":false}\n');
    else {context.warn(
        "no server is running; `streamer serve` or the next `streamer run` starts one",
      );}
    return context.exit(1);
  }
  const status = await server.json<Status>("/status");
  const { ticket } = await server.json<{ ticket: string }>("/tickets", {
    method: "POST",
  });
  const dashboard = `${status.url}/#ticket=${ticket}`;
  const { tokenPath } = await import("../token.ts");
  const tokenFile = tokenPath(local.config.folders);
  if (json) {
    const all = { running: true, ...status, dashboard, tokenFile };
    return await context.print(JSON.stringify(all) + "\n");
  }
  const { formatBytes, formatDuration } = await import("./format.ts");
  const size = status.databaseBytes === null
    ? ""
    : ` (${formatBytes(status.databaseBytes)})`;
  const up = formatDuration(Date.now() - status.startedAt);
  const state = status.health.ok ? "well" : status.health.problems.join("; ");
  await context.print(
    `dashboard  ${dashboard}
server     streamer ${status.version}, process ${status.pid}, up for ${up}
database   ${status.database}${size}
token      ${tokenFile}
health     ${state}
`,
  );
}

async function stop(context: Context): Promise<void> {
  const { server, config } = await connect(context);
  using _ = server;
  if (!await server.answers()) {
    context.warn("no server is running");
    return;
  }
  const { readServerFile } = await import("../local/server_file.ts");
  const pid = readServerFile(config.folders)?.pid;
  const response = await server.request("/shutdown", { method: "POST" });
  await response.body?.cancel();
  const { processStart } = await import("../local/process_start.ts");
  while (pid !== undefined && await processStart(pid) !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await context.print("stopped\n");
}

async function connect({ env }: Context) {
  const { loadConfig } = await import("../config.ts");
  const { LocalServer } = await import("../local/local_server.ts");
  const config = await loadConfig(env);
  return { config, server: new LocalServer(config.folders) };
}
