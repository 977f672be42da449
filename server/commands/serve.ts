/**
 * `streamer serve`: the server in the foreground, and what others start in the
 * background.
 *
 * @module
 */
import { Option } from "commander";
import type { Define } from "./context.ts";

interface Flags {
  port?: string;
  db?: string;
  idleMinutes?: string;
  background?: boolean;
}

export const serve: Define = (program, { env, print }) => {
  program.command("serve")
    .description("run the server in the foreground, until Ctrl-C")
    .option(
      "-p, --port <port>",
      "TCP port on 127.0.0.1; 0 takes a free one (default: 7433)",
    )
    .option("--db <url>", "the database: a path or any libSQL URL")
    .addOption(new Option("--idle-minutes <minutes>").hideHelp())
    .addOption(new Option("--background").hideHelp())
    .action(async ({ idleMinutes, background, ...flags }: Flags) => {
      const { loadConfig } = await import("../config.ts");
      const { serveBackground, serveForeground } = await import("../serve.ts");
      const config = await loadConfig(env, {
        ...flags,
        idle_minutes: idleMinutes,
      });
      if (background) await serveBackground(config);
      else await serveForeground(config, print);
    });
};
