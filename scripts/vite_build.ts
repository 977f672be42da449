/**
 * Builds the dashboard into the folder that is its argument.
 *
 * @module
 */
import { build } from "vite";
import { ROOT } from "./project.ts";

const [outDir] = Deno.args;
if (outDir === undefined) throw new Error("Cannot build: no folder given");

await build({
  root: `${ROOT}/web`,
  logLevel: "warn",
  build: { outDir, emptyOutDir: true },
});
