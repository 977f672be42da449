/**
 * Reads back what a program made by `deno compile` holds, without running it.
 *
 * The layout is that of Deno 2.9 (cli/lib/standalone/binary.rs): a magic word,
 * then blocks with their length as 64 bits before them (metadata, npm
 * snapshot), tables of specifiers, redirects and remote modules, the virtual
 * file system as JSON, the contents of its files, and the magic word again.
 * Numbers are little-endian.
 *
 * @module
 */
import { type Hashes, sha256 } from "./files.ts";

const MAGIC = new TextEncoder().encode("d3n0l4nd");

/** A node of the virtual file system, as its JSON names the fields; `o` is offset and length. */
type Node =
  | { Dir: { n: string; e: Node[] } }
  | { File: { n: string; o: [number, number] } }
  | { Symlink: { n: string } };

/** Hashes of the files embedded in the compiled `file`. Throws when it holds none that can be read. */
export async function hashEmbedded(file: string): Promise<Hashes> {
  const { tree, contents } = readSection(await Deno.readFile(file));
  const hashes = new Map<string, string>();
  for (const [path, [offset, length]] of walk(tree, "")) {
    hashes.set(path, await sha256(contents.slice(offset, offset + length)));
  }
  return hashes;
}

function readSection(bytes: Uint8Array<ArrayBuffer>) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = findSection(bytes, view) + MAGIC.length;
  const u32 = () => view.getUint32((at += 4) - 4, true);
  const block = () => {
    const length = Number(view.getBigUint64(at, true));
    at += 8 + length;
    return bytes.subarray(at - length, at);
  };
  block(); // Metadata.
  block(); // The snapshot of npm packages.
  for (let left = u32(); left > 0; left--) {
    const length = u32();
    at += length + 4; // A specifier and its number.
  }
  if (u32() + u32() > 0) {
    throw new Error("Cannot verify: the program holds remote modules");
  }
  const tree: Node[] = JSON.parse(new TextDecoder().decode(block()));
  const contents = block();
  if (!startsWithMagic(bytes, at)) {
    throw new Error("Cannot verify: the program is cut off");
  }
  return { tree, contents };
}

/** The magic word also stands in Deno's own code; only here JSON follows the length. */
function findSection(bytes: Uint8Array, view: DataView): number {
  const first = MAGIC[0]!;
  for (
    let at = bytes.indexOf(first);
    at >= 0;
    at = bytes.indexOf(first, at + 1)
  ) {
    if (startsWithMagic(bytes, at) && bytes[at + 16] === 0x7b) {
      if (view.getBigUint64(at + 8, true) < 1n << 24n) return at;
    }
  }
  throw new Error("Cannot verify: nothing is embedded");
}

function startsWithMagic(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, i) => bytes[at + i] === byte);
}

function* walk(
  nodes: readonly Node[],
  below: string,
): Generator<[string, [number, number]]> {
  for (const node of nodes) {
    if ("Dir" in node) yield* walk(node.Dir.e, `${below}${node.Dir.n}/`);
    else if ("File" in node) yield [`${below}${node.File.n}`, node.File.o];
    else {throw new Error(
        `Cannot verify: "${below}${node.Symlink.n}" is a link`,
      );}
  }
}
