/**
 * Every setting as one schema. Defaults and precedence are in `config.ts`.
 *
 * @module
 */
import * as z from "zod";
import { AgentSettings } from "@/shared/agent_settings.ts";
import { NotifySettings } from "./notify_settings.ts";

/** The settings, as they stand in `config.toml` and, in capitals with `STREAMER_` before, in the environment. */
export const Settings = z.strictObject({
  /** TCP port of the dashboard on 127.0.0.1. When it is taken, a server in the background uses a free one. */
  port: z.coerce.number().int().min(0).max(65535),
  /** The database: a path or any libSQL URL. Empty: a file in the data folder. */
  db: z.string(),
  /** Minutes without sessions and clients after which a background server leaves. */
  idle_minutes: z.coerce.number().positive().max(100_000),
  /** Most MiB that one command's output may wait on disk while no server takes it. */
  spool_mb: z.coerce.number().int().min(1).max(1_000_000),
  /** Seconds without output, use of the CPU and children after which an open turn is stuck. */
  stuck_after: z.coerce.number().min(1).max(1_000_000),
  /** Whether an interactive bash, zsh or fish marks its prompts, so that each command is known with its output and exit code. */
  shell_integration: z.union([z.boolean(), z.stringbool()]),
  /** Whether the session logs that agents write themselves are read, so that their conversation is known exactly. */
  agent_logs: z.union([z.boolean(), z.stringbool()]),
  /** Whom to tell when a session needs somebody. Only in the file. */
  notify: NotifySettings,
  /** Agents of one's own, by name. Only in the file. */
  agents: z.record(z.string().regex(/^[\w-]{1,50}$/), AgentSettings),
});
export type Settings = z.infer<typeof Settings>;
