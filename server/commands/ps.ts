/**
 * `streamer ps`: the sessions and what they are doing.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import type { Define } from "./context.ts";
import { withServer } from "./with_server.ts";

interface Flags {
  all?: boolean;
  json?: boolean;
}

export const ps: Define = (program, context) => {
  program.command("ps")
    .description("list sessions and what they are doing")
    .option("-a, --all", "ended ones too, the newest 200")
    .option("--json", "an array of session objects")
    .action(({ all, json }: Flags) =>
      withServer(context, async (server) => {
        const infos = await server.json<SessionInfo[]>(
          `/sessions?all=${all ? 1 : 0}`,
        );
        if (json) return await context.print(JSON.stringify(infos) + "\n");
        if (infos.length === 0) {
          context.warn(
            all
              ? "no sessions yet; `streamer run <command>` makes one"
              : "nothing is running; --all lists what has ended",
          );
          return;
        }
        await context.print(await table(infos));
      })
    );
};

async function table(infos: SessionInfo[]): Promise<string> {
  const { formatDuration, formatTable } = await import("./format.ts");
  const now = Date.now();
  const rows = infos.map((info) => [
    info.id,
    describe(info),
    formatDuration((info.endedAt ?? now) - info.startedAt),
    info.agent,
    `${info.pid ?? ""}`,
    info.name,
  ]);
  const head = ["ID", "STATUS", "FOR", "AGENT", "PID", "NAME"];
  const width = Deno.stdout.isTerminal()
    ? Deno.consoleSize().columns
    : undefined;
  return formatTable([head, ...rows], width);
}

function describe({ status, exit, connected }: SessionInfo): string {
  if (exit === null) return connected ? status : `${status}?`;
  if (exit.signal !== null) return `exited ${exit.signal}`;
  return exit.code === null ? "exited ?" : `exited ${exit.code}`;
}
