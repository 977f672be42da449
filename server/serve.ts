/**
 * Runs the server until it is told to stop.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import { type AppOptions, startApp } from "./app.ts";
import type { Config } from "./config.ts";
import { makePrivate } from "./folders.ts";
import { LocalServer } from "./local/local_server.ts";

/** In a terminal or under a service manager: says where it is, leaves on a signal. */
export async function serveForeground(
  config: Config,
  print: (text: string) => Promise<void>,
): Promise<void> {
  using leave = leaveOnSignal();
  await using app = await startApp(config, {
    log: (message) => void print(`${message}\n`),
  });
  using server = new LocalServer(config.folders);
  const { ticket } = await server.json<{ ticket: string }>("/tickets", {
    method: "POST",
  });
  await print(`Dashboard: ${app.server.url()}/#ticket=${ticket}\n`);
  await Promise.race([app.stopped, leave.asked]);
}

/**
 * Without a terminal, started by `streamer run`: writes to a log, takes any
 * port, and leaves when it has been idle. Another server that is quicker wins.
 */
export async function serveBackground(config: Config): Promise<void> {
  const log = await openLog(config);
  // It must not hold a folder that somebody wants to unmount.
  if (Deno.build.os !== "windows") Deno.chdir("/");
  // One broken connection must not take the others with it, nor go unheard.
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log(`Unexpected: ${event.reason?.stack ?? event.reason}`);
  });
  const options: AppOptions = {
    anyPort: true,
    idleMinutes: config.idle_minutes,
    log,
  };
  using leave = leaveOnSignal();
  try {
    await using app = await startApp(config, options);
    await Promise.race([app.stopped, leave.asked]);
    log("Leaving");
  } catch (cause) {
    const quicker = cause instanceof StreamerError && cause.code === "conflict";
    if (quicker) return;
    log(cause instanceof Error ? cause.stack ?? cause.message : String(cause));
    throw cause;
  }
}

/** Listens from now on, so that even a start that is cut short ends in order. */
function leaveOnSignal(): { asked: Promise<void> } & Disposable {
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = () => resolve();
  for (const signal of signals) Deno.addSignalListener(signal, listener);
  return {
    asked: promise,
    [Symbol.dispose]() {
      for (const signal of signals) Deno.removeSignalListener(signal, listener);
    },
  };
}

/** The log starts anew when it has grown beyond this, in bytes. */
const LOG_LIMIT = 1024 * 1024;

async function openLog(
  { folders }: Config,
): Promise<(message: string) => void> {
  await makePrivate(folders.state);
  const path = `${folders.state}/server.log`;
  const size = await Deno.stat(path).then(({ size }) => size, () => 0);
  if (size > LOG_LIMIT) await Deno.rename(path, `${path}.old`);
  return (message) => {
    const line = `${new Date().toISOString()} ${Deno.pid} ${message}\n`;
    try {
      Deno.writeTextFileSync(path, line, { append: true, mode: 0o600 });
    } catch {
      // A full disk must not end the server; its health is told elsewhere.
    }
  };
}
