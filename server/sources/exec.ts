/**
 * The source `exec`: a command in pipes.
 *
 * @module
 */
import * as z from "zod";
import { commandShape } from "./command_spec.ts";
import { openExec } from "./exec_channel.ts";
import { defineSource } from "./source.ts";

export const exec = defineSource({
  spec: z.object({
    type: z.literal("exec"),
    ...commandShape,
    stdin: z.enum(["inherit", "piped", "null"]).default("piped")
      .describe("Standard input: ours, written by streamer, or none"),
  }),
  open: (spec) => openExec(spec),
});
