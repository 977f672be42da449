/**
 * Every setting as one schema. Defaults and precedence are in `config.ts`.
 *
 * @module
 */
import * as z from "zod";

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
});
export type Settings = z.infer<typeof Settings>;
