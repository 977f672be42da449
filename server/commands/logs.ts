/**
 * `streamer logs`: what a session has printed.
 *
 * @module
 */
import type { LocalServer } from "../local/local_server.ts";
import type { Define } from "./context.ts";
import { withServer } from "./with_server.ts";

interface Flags {
  follow?: boolean;
  raw?: boolean;
  clean?: boolean;
}

export const logs: Define = (program, context) => {
  program.command("logs")
    .description("print what a session has printed")
    .argument("<session>", "its id, the beginning of its id, or its name")
    .option("-f, --follow", "go on until it ends")
    .option("--clean", "text without escape codes (default)")
    .option("--raw", "every byte as it came, standard error on standard error")
    .action((session: string, { follow, raw, clean }: Flags, command) => {
      if (raw && clean) {
        command.error("error: --raw and --clean exclude each other");
      }
      return withServer(context, async (server) => {
        const id = encodeURIComponent(session);
        const flag = `follow=${follow ? 1 : 0}`;
        if (raw) await printRaw(server, `/sessions/${id}/records?${flag}`);
        else {
          await printText(
            server,
            `/sessions/${id}/output?format=clean&${flag}`,
          );
        }
      });
    });
};

async function printText(server: LocalServer, path: string): Promise<void> {
  const { body } = await server.request(path);
  for await (const bytes of body ?? []) {
    if (!await write(Deno.stdout, bytes)) return;
  }
}

async function printRaw(server: LocalServer, path: string): Promise<void> {
  const { decodeRecords } = await import("@/shared/decode_records.ts");
  const { body } = await server.request(path);
  let rest = new Uint8Array();
  for await (const bytes of body ?? []) {
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    const decoded = decodeRecords(joined);
    rest = joined.slice(joined.length - decoded.rest);
    for (const { event } of decoded.records) {
      if (event.type !== "output") continue;
      const file = event.stream === 1 ? Deno.stdout : Deno.stderr;
      if (!await write(file, event.data)) return;
    }
  }
}

/** False when the reader has left: then there is nothing more to do. */
async function write(
  file: typeof Deno.stdout,
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) return false;
    throw cause;
  }
}
