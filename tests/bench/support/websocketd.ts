/**
 * The same through websocketd (github.com/joewalnes/websocketd), which does
 * nothing but pass a command's lines on to a WebSocket.
 *
 * @module
 */
import { findProgram } from "./program.ts";
import { Times } from "./times.ts";

/** The ages of the times that `child` prints; undefined when websocketd is not installed. */
export async function throughWebsocketd(
  child: readonly string[],
): Promise<number[] | undefined> {
  const program = findProgram("websocketd");
  if (!program) return undefined;
  const port = freePort();
  const server = new Deno.Command(program, {
    args: ["--address=127.0.0.1", `--port=${port}`, ...child],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const times = new Times();
  const socket = await connect(`ws://127.0.0.1:${port}/`);
  const closed = Promise.withResolvers<void>();
  socket.onclose = () => closed.resolve();
  // It sends each line without its end.
  socket.onmessage = ({ data }) =>
    times.read(new TextEncoder().encode(`${data}\n`));
  socket.send("go");
  await closed.promise;
  server.kill("SIGTERM");
  await server.status;
  return times.list;
}

/** Opens a socket as soon as somebody listens. */
async function connect(url: string): Promise<WebSocket> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = new WebSocket(url);
    const opened = await new Promise<boolean>((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    if (opened) return socket;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Cannot connect to ${url}`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
