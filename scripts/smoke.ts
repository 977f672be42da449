/**
 * Tries the built executable, `dist/streamer` or the one given, as a user
 * would on a new machine: runs a command through it, reads its lines in the
 * dashboard and in the database, and stops the server.
 *
 * @module
 */
import { createClient } from "@libsql/client";
import { processStart } from "../server/local/process_start.ts";
import { ROOT } from "./project.ts";
import { note, say, script } from "./say.ts";
import { readTerminal } from "./smoke/page.ts";
import { Program } from "./smoke/program.ts";

const COMMAND = [
  "sh",
  "-c",
  `echo hello smoke; printf '\\033[31mred\\033[0m\\n'`,
];
const OUTPUT = "hello smoke\n\x1b[31mred\x1b[0m\n";
const LINES = ["hello smoke", "red"];

interface Session {
  id: string;
  name: string;
  exit: { code: number | null } | null;
}

await script(async () => {
  const path = Deno.realPathSync(Deno.args[0] ?? `${ROOT}/dist/streamer`);
  const home = await Deno.makeTempDir({ prefix: "streamer-smoke-" });
  const program = new Program(path, { home, port: freePort() });
  try {
    const { stdout } = await program.call("--version");
    note(`smoke: ${path} ${stdout.trim()}`);
    await tryOut(program);
    say("smoke: ok");
  } finally {
    await program.call("server", "stop").catch(note);
    await Deno.remove(home, { recursive: true });
  }
});

async function tryOut(program: Program): Promise<void> {
  const run = await program.call("run", "--name", "smoke", "--", ...COMMAND);
  same("the output of run", run.stdout, OUTPUT);
  const [url] =
    /http:\/\/127\.0\.0\.1:\d+\/\S*#ticket=[0-9a-f]+/.exec(run.stderr) ?? [];
  if (!url) {
    throw new Error(`Cannot find the dashboard's address in:\n${run.stderr}`);
  }

  const { id } = await ended(program);
  note("smoke: reading the page");
  same("the terminal in the page", await readTerminal(url, "red"), LINES);
  same("logs --raw", (await program.call("logs", id, "--raw")).stdout, OUTPUT);

  const status = await program.json<{ pid: number; database: string }>(
    "server",
    "status",
  );
  await program.call("server", "stop");
  if (await processStart(status.pid) !== undefined) {
    throw new Error(`Cannot stop the server: ${status.pid} still runs`);
  }
  same("the database", await readDatabase(status.database, id), OUTPUT);
}

/** The session once the server knows that it has ended. */
async function ended(program: Program): Promise<Session> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const sessions = await program.json<Session[]>("ps", "--all");
    const session = sessions.find(({ name }) => name === "smoke");
    if (session?.exit?.code === 0) return session;
  }
  throw new Error("Cannot find the session among those that ended");
}

async function readDatabase(path: string, session: string): Promise<string> {
  using client = disposable(createClient({ url: `file:${path}` }));
  const { rows } = await client.execute({
    sql:
      "select data from entries where session = ? and type = 'output' order by seq",
    args: [session],
  });
  const parts = rows.map((row) => row["data"] as ArrayBuffer);
  return await new Blob(parts).text();
}

function disposable<T extends { close(): void }>(value: T): T & Disposable {
  return Object.assign(value, { [Symbol.dispose]: () => value.close() });
}

function same(what: string, found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`Cannot accept ${what}: it is ${a}, not ${b}`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
