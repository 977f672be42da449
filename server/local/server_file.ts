/**
 * Where this machine's server is, as it has written down itself.
 *
 * @module
 */
import type { Folders } from "../folders.ts";

/** Its content. */
export interface ServerFile {
  readonly pid: number;
  /** The dashboard's address. */
  readonly url: string;
  readonly version: string;
  readonly startedAt: number;
}

/** The server's Unix socket; its folder is closed to other users. */
export function socketPath({ runtime }: Folders): string {
  return `${runtime}/streamer.sock`;
}

export function serverFilePath({ runtime }: Folders): string {
  return `${runtime}/server.json`;
}

/** What the last server wrote; it may be gone. Undefined: none has. */
export function readServerFile(folders: Folders): ServerFile | undefined {
  try {
    const text = Deno.readTextFileSync(serverFilePath(folders));
    const content: unknown = JSON.parse(text);
    return isServerFile(content) ? content : undefined;
  } catch {
    // None, or half written by one that was killed: as good as none.
    return undefined;
  }
}

export async function writeServerFile(
  folders: Folders,
  content: ServerFile,
): Promise<void> {
  const path = serverFilePath(folders);
  await Deno.writeTextFile(`${path}.new`, JSON.stringify(content), {
    mode: 0o600,
  });
  await Deno.rename(`${path}.new`, path);
}

/** Nobody but our own servers can write there, so this is all that can go wrong. */
function isServerFile(content: unknown): content is ServerFile {
  const { pid, url } = (content ?? {}) as Partial<ServerFile>;
  return Number.isInteger(pid) && typeof url === "string";
}
