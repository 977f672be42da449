/**
 * `deno task streamer …`: makes the clone ready, then runs the server's main
 * module in this process, in the caller's folder and with the caller's
 * arguments.
 *
 * @module
 */
import { prepare } from "./prepare.ts";
import { script } from "./say.ts";

await script(prepare);
enterCallersFolder();
// Not a literal: Deno would load the graph behind it before the clone is ready.
const { main } = await import(
  new URL("../server/main.ts", import.meta.url).href
);
Deno.exit(await main(Deno.args));

/** Undoes what `deno task` changed: it moves into the project and notes the old folder in `INIT_CWD`. */
function enterCallersFolder(): void {
  const folder = Deno.env.get("INIT_CWD");
  Deno.env.delete("INIT_CWD");
  if (!folder) return;
  Deno.chdir(folder);
  Deno.env.set("PWD", folder);
}
