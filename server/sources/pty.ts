/**
 * The source `pty`: a command in a pseudo-terminal.
 *
 * @module
 */
import * as z from "zod";
import { commandShape } from "./command_spec.ts";
import { openPty } from "./open_pty.ts";
import { defineSource } from "./source.ts";

export const pty = defineSource({
  spec: z.object({
    type: z.literal("pty"),
    ...commandShape,
    inherit: z.boolean().default(false)
      .describe("Start with the settings of our own terminal"),
  }),
  open: (spec, { size }) => openPty({ ...spec, size }),
});
