/**
 * Develops: a server that starts again when its sources change, and Vite,
 * which serves the dashboard and passes the rest on to that server. Both end
 * together. Arguments go to `streamer serve`.
 *
 * @module
 */
import { prepareDependencies } from "./prepare.ts";
import { program, ROOT } from "./project.ts";
import { script } from "./say.ts";

await script(async () => {
  await prepareDependencies();
  const config = `${ROOT}/deno.json`;
  const watch = [
    "run",
    "-A",
    "--watch=server,shared",
    "--no-clear-screen",
    "--config",
    config,
  ];
  const children = [
    start([...watch, `${ROOT}/server/main.ts`, "serve", ...Deno.args]),
    start([...program("vite"), "dev", "web"]),
  ];
  const stop = () => children.forEach(kill);
  Deno.addSignalListener("SIGINT", stop);
  Deno.addSignalListener("SIGTERM", stop);
  const first = await Promise.race(children.map((child) => child.status));
  stop();
  await Promise.all(children.map((child) => child.status));
  Deno.exit(first.code);
});

function start(args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args, cwd: ROOT, stdin: "null" })
    .spawn();
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended already.
  }
}
