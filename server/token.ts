/**
 * The token that lets its owner in from other programs: made on first start.
 *
 * @module
 */
import { randomHex } from "@/shared/random.ts";
import { type Folders, makePrivate } from "./folders.ts";

export function tokenPath({ data }: Folders): string {
  return `${data}/token`;
}

/** Characters below which a token is none: its file was cut short by a full disk. */
const SHORTEST = 32;

/** The token; only its owner can read the file. */
export async function readToken(folders: Folders): Promise<string> {
  await makePrivate(folders.data);
  const path = tokenPath(folders);
  try {
    const token = (await Deno.readTextFile(path)).trim();
    if (token.length >= SHORTEST) return token;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
  const token = randomHex(32);
  await Deno.writeTextFile(`${path}.new`, token + "\n", { mode: 0o600 });
  await Deno.rename(`${path}.new`, path);
  return token;
}
