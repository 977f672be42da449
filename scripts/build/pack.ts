/**
 * Packs a staged tree and Deno into one self-extracting file: a shell script
 * of a fixed length, then a gzipped tar archive with `deno` and `app/**`.
 *
 * @module
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { V8_FLAGS } from "../../server/own_process.ts";
import { type Hashes, listFiles, sha256 } from "./files.ts";
import { readTar, type TarFile, writeTar } from "./tar.ts";

const STUB_BYTES = 4096;

/** Writes the executable `output` from `folder`; replaces an old one at once. */
export async function pack(folder: string, output: string): Promise<void> {
  const tar = await writeTar(await filesOf(folder));
  const stub = await stubFor(tar);
  const temporary = `${output}.new`;
  await Deno.writeFile(
    temporary,
    await new Blob([stub, new Uint8Array(gzipSync(tar))]).bytes(),
  );
  await Deno.chmod(temporary, 0o755);
  await Deno.rename(temporary, output);
}

/** Hashes of the files of the program within the packed `file`. Throws when its Deno is not this one. */
export async function hashPacked(file: string): Promise<Hashes> {
  const packed = await Deno.readFile(file);
  const tar = new Uint8Array(gunzipSync(packed.subarray(STUB_BYTES)));
  const hashes = new Map<string, string>();
  for (const { path, data } of readTar(tar)) {
    hashes.set(path, await sha256(data));
  }
  const deno = await sha256(await Deno.readFile(Deno.execPath()));
  if (hashes.get("deno") !== deno) {
    throw new Error(`Cannot accept "${file}": its Deno differs`);
  }
  hashes.delete("deno");
  return new Map(
    [...hashes].map(([path, hash]) => [path.replace(/^app\//, ""), hash]),
  );
}

async function filesOf(folder: string): Promise<TarFile[]> {
  const deno = {
    path: "deno",
    mode: 0o755,
    data: await Deno.readFile(Deno.execPath()),
  };
  const app = listFiles(folder).map(async (path) => ({
    path: `app/${path}`,
    mode: path.endsWith(".node") ? 0o755 : 0o644,
    data: await Deno.readFile(`${folder}/${path}`),
  }));
  return [deno, ...await Promise.all(app)];
}

async function stubFor(tar: Uint8Array<ArrayBuffer>): Promise<string> {
  const template = await Deno.readTextFile(
    new URL("./stub.sh", import.meta.url),
  );
  const script = template
    .replaceAll("@V8_FLAGS@", V8_FLAGS)
    .replaceAll("@HASH@", (await sha256(tar)).slice(0, 32))
    .replaceAll("@OFFSET@", String(STUB_BYTES + 1));
  // The shell stops at the final exit and never reads the padding.
  const room = STUB_BYTES - new TextEncoder().encode(script).length - 1;
  if (room < 0) {
    throw new Error(`Cannot pack: the stub is ${-room} bytes too long`);
  }
  return `${script}${"#".repeat(room)}\n`;
}
