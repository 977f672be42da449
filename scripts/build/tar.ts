/**
 * Writes and reads tar archives of plain files, in the ustar format of POSIX
 * pax(1): a header of 512 bytes, then the content padded to 512 bytes.
 *
 * Times and owners are zero, so the same files give the same archive.
 *
 * @module
 */

const BLOCK = 512;

/** A file in an archive. */
export interface TarFile {
  readonly path: string;
  readonly mode: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The archive of `files` in their order. Throws on a path that ustar cannot hold. */
export async function writeTar(
  files: readonly TarFile[],
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const file of files) {
    const padding = -file.data.length & (BLOCK - 1);
    parts.push(header(file), file.data, new Uint8Array(padding));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return await new Blob(parts).bytes();
}

/** The files of an archive that {@linkcode writeTar} made. */
export function* readTar(tar: Uint8Array<ArrayBuffer>): Generator<TarFile> {
  for (let at = 0; tar[at]; at += BLOCK) {
    const text = (from: number, length: number) =>
      new TextDecoder().decode(tar.subarray(at + from, at + from + length))
        .split("\0")[0]!;
    const [name, prefix] = [text(0, 100), text(345, 155)];
    const size = parseInt(text(124, 12), 8);
    const start = at + BLOCK;
    yield {
      path: prefix ? `${prefix}/${name}` : name,
      mode: parseInt(text(100, 8), 8),
      data: tar.subarray(start, start + size),
    };
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}

function header({ path, mode, data }: TarFile): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number) =>
    block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, at: number, width: number) =>
    put(value.toString(8).padStart(width - 1, "0"), at);
  const { prefix, name } = split(path);
  put(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(data.length, 124, 12);
  octal(0, 136, 12);
  put("        ", 148); // The checksum counts its own field as spaces.
  put("0", 156);
  put("ustar\x0000", 257);
  put(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** Cuts at a slash so that the name has at most 100 bytes and the prefix 155. */
function split(path: string): { prefix: string; name: string } {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  for (let cut = 0; cut >= 0; cut = path.indexOf("/", cut + 1)) {
    const [prefix, name] = cut
      ? [path.slice(0, cut), path.slice(cut + 1)]
      : ["", path];
    if (bytes(name) <= 100 && bytes(prefix) <= 155) return { prefix, name };
  }
  throw new Error(
    `Cannot put "${path}" into a tar archive: the path is too long`,
  );
}
