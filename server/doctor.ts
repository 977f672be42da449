/**
 * The checks of `streamer doctor`.
 *
 * @module
 */
import { toStreamerError } from "@/shared/errors.ts";
import type { Health } from "@/shared/protocol.ts";
import type { Config } from "./config.ts";
import { makePrivate } from "./folders.ts";
import { LocalServer } from "./local/local_server.ts";
import { openSource } from "./sources/registry.ts";
import { checkStore } from "./store/check.ts";
import { tokenPath } from "./token.ts";
import { VERSION } from "./version.ts";

/** One thing that was looked at. */
export interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** Looks at everything; nothing is changed but missing folders, which are made. */
export async function examine(config: Config): Promise<Check[]> {
  const { data, state, runtime } = config.folders;
  return [
    {
      name: "streamer",
      ok: true,
      detail: `${VERSION}, Deno ${Deno.version.deno}, ${Deno.build.target}`,
    },
    ...await Promise.all([
      check("data folder", () => folder(data)),
      check("state folder", () => folder(state)),
      check("runtime folder", () => folder(runtime)),
      check("token", () => token(config)),
      check("pseudo-terminal", pseudoTerminal),
      check("server", () => server(config)),
      check("spool", () => spool(config)),
    ]),
    ...(await checkStore(config.db)).map((one) => ({
      ...one,
      name: `database ${one.name}`,
    })),
  ];
}

async function check(
  name: string,
  look: () => Promise<string>,
): Promise<Check> {
  try {
    return { name, ok: true, detail: await look() };
  } catch (cause) {
    return { name, ok: false, detail: toStreamerError(cause).message };
  }
}

async function folder(path: string): Promise<string> {
  await makePrivate(path);
  const probe = await Deno.makeTempFile({ dir: path });
  await Deno.remove(probe);
  return path;
}

async function token({ folders }: Config): Promise<string> {
  const path = tokenPath(folders);
  const mode = await Deno.stat(path).then(({ mode }) => mode, () => undefined);
  if (mode === undefined) return "none yet; the first server makes one";
  if (mode === null || (mode & 0o077) === 0) return path;
  throw new Error(`"${path}" can be read by others: chmod 600 it`);
}

async function pseudoTerminal(): Promise<string> {
  const size = { cols: 80, rows: 24 };
  const spec = {
    type: "pty",
    command: [Deno.build.os === "windows" ? "cmd" : "tty"],
  };
  await using channel = await openSource(spec, { size });
  let name = "";
  for await (const event of channel.events) {
    if (event.type === "output") name += new TextDecoder().decode(event.data);
  }
  return name.trim();
}

async function server({ folders }: Config): Promise<string> {
  using server = new LocalServer(folders);
  if (!await server.answers()) return "not running";
  const { url, version, pid, health } = await server.json<
    { url: string; version: string; pid: number; health: Health }
  >("/status");
  if (!health.ok) throw new Error(health.problems.join("; "));
  return `${url}, version ${version}, process ${pid}`;
}

async function spool({ folders }: Config): Promise<string> {
  let bytes = 0;
  let files = 0;
  const path = `${folders.state}/spool`;
  try {
    for await (const { name } of Deno.readDir(path)) {
      bytes += (await Deno.stat(`${path}/${name}`)).size;
      files += 1;
    }
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
  return files === 0
    ? "empty"
    : `${bytes} bytes of ${files} commands wait for the server`;
}
