/** The part of a spec that every source which starts a command shares. */
import * as z from "zod";

/** The command, where it runs and what is added to its environment. */
export const commandShape = {
  command: z.array(z.string()).min(1).describe("Program and arguments"),
  cwd: z.string().min(1).optional().describe("Folder to run in"),
  env: z.record(z.string().regex(/^[^=\0]+$/), z.string()).optional()
    .describe("Variables added to the environment"),
};
