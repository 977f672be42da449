/**
 * Tells whether something that was made from files is older than they are.
 *
 * @module
 */

const SKIPPED = new Set(["node_modules", "dist"]);

/**
 * A hash over path, size and time of every file at or below `paths`, without
 * `node_modules` and `dist`. Paths that do not exist count as empty.
 */
export async function fingerprint(paths: readonly string[]): Promise<string> {
  const lines = paths.flatMap(describe).sort();
  const bytes = new TextEncoder().encode(
    [Deno.version.deno, ...lines].join("\n"),
  );
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

/** The fingerprint kept in `file`; empty when there is none. */
export function readStamp(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return ""; // Never made, or not readable: both mean that it must be made.
  }
}

function describe(path: string): string[] {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch {
    return []; // A path that is gone differs from one that was there.
  }
  if (!info.isDirectory) {
    return [`${path} ${info.size} ${info.mtime?.getTime()}`];
  }
  return [...Deno.readDirSync(path)]
    .filter(({ name }) => !SKIPPED.has(name) && !name.startsWith("."))
    .flatMap(({ name }) => describe(`${path}/${name}`));
}
