/**
 * `streamer stop`: ends the command of a session.
 *
 * @module
 */
import type { Define } from "./context.ts";
import { withServer } from "./with_server.ts";

export const stop: Define = (program, context) => {
  program.command("stop")
    .description("end a session's command: SIGTERM, then SIGKILL after 5 s")
    .argument("<session>", "its id, the beginning of its id, or its name")
    .action((session: string) =>
      withServer(context, async (server) => {
        const path = `/sessions/${encodeURIComponent(session)}/stop`;
        const response = await server.request(path, { method: "POST" });
        await response.body?.cancel();
      })
    );
};
