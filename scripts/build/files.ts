/**
 * Lists of files with their hashes, to compare what was staged with what an
 * executable holds.
 *
 * @module
 */

/** Path within the tree, with `/`, to the SHA-256 of the content. */
export type Hashes = ReadonlyMap<string, string>;

/** Paths of all files below `folder`, relative, sorted. */
export function listFiles(folder: string): string[] {
  const walk = (below: string): string[] =>
    [...Deno.readDirSync(`${folder}/${below}`)].flatMap((
      { name, isDirectory },
    ) => isDirectory ? walk(`${below}${name}/`) : [`${below}${name}`]);
  return walk("").sort();
}

/** Hashes of all files below `folder`. */
export async function hashFolder(folder: string): Promise<Hashes> {
  const hashes = new Map<string, string>();
  for (const path of listFiles(folder)) {
    hashes.set(path, await sha256(await Deno.readFile(`${folder}/${path}`)));
  }
  return hashes;
}

/** SHA-256 in hexadecimal. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data)).toHex();
}

/** One line for each file that is missing, differs or should not be there. */
export function differences(expected: Hashes, found: Hashes): string[] {
  const lines = [];
  for (const [path, hash] of expected) {
    if (!found.has(path)) lines.push(`missing: ${path}`);
    else if (found.get(path) !== hash) lines.push(`differs: ${path}`);
  }
  for (const path of found.keys()) {
    if (!expected.has(path)) lines.push(`not staged: ${path}`);
  }
  return lines;
}
