/**
 * Files that may be the log of a process.
 *
 * @module
 */
import type { AgentLogPlace, LogOwner } from "../profiles/logs/places.ts";

/** Most files that are looked at; who has more does not find a log. */
const MAX_FILES = 20_000;

/** Bytes of a log's beginning and end that are looked at to find out whose it is. */
const PART = 64 * 1024;

export interface Candidate {
  path: string;
  /** When it was made and written last, in milliseconds since the epoch. */
  born: number;
  written: number;
}

/** Files below `roots` on the way of `place` that were written since the process began. */
export function candidates(
  roots: readonly string[],
  { place, owner }: { place: AgentLogPlace; owner: LogOwner },
): Candidate[] {
  const way = place.path(owner);
  let left = MAX_FILES;
  const found: Candidate[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const name of namesIn(folder, way[depth]!)) {
      if (left-- <= 0) return;
      const path = `${folder}/${name}`;
      if (depth < way.length - 1) {
        walk(path, depth + 1);
        continue;
      }
      const times = timesOf(path);
      if (times && times.written >= owner.since) found.push({ path, ...times });
    }
  };
  for (const root of new Set(roots)) walk(root, 0);
  return found;
}

/** The first lines of the file at `path`; none when it cannot be read. */
export function headOf(path: string): string[] {
  return linesAt(path, () => 0);
}

/** The last lines of the file at `path`, without those of its head. */
export function tailOf(path: string): string[] {
  return linesAt(path, (size) => Math.max(size - PART, PART)).slice(1);
}

function linesAt(path: string, offset: (size: number) => number): string[] {
  try {
    using file = Deno.openSync(path);
    file.seekSync(offset(file.statSync().size), Deno.SeekMode.Start);
    const bytes = new Uint8Array(PART);
    const length = file.readSync(bytes) ?? 0;
    return new TextDecoder().decode(bytes.subarray(0, length)).split("\n");
  } catch {
    // It was removed just now, or is another user's.
    return [];
  }
}

/** Whether the file at `path` lies on the way of `place` below one of `roots`. */
export function isOnTheWay(
  path: string,
  roots: readonly string[],
  { place, owner }: { place: AgentLogPlace; owner: LogOwner },
): boolean {
  const way = place.path({ ...owner, resumes: true });
  return roots.some((root) => {
    if (!path.startsWith(`${root}/`)) return false;
    const names = path.slice(root.length + 1).split("/");
    return names.length === way.length &&
      names.every((name, index) => fits(name, way[index]!));
  });
}

function namesIn(folder: string, wanted: string | RegExp): string[] {
  if (typeof wanted === "string") return [wanted];
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => fits(name, wanted));
  } catch {
    // The agent has not made it yet.
    return [];
  }
}

function fits(name: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? name === wanted : wanted.test(name);
}

function timesOf(path: string): Omit<Candidate, "path"> | undefined {
  try {
    const { birthtime, mtime, isFile } = Deno.statSync(path);
    const written = mtime?.getTime() ?? 0;
    if (!isFile) return undefined;
    return { born: birthtime?.getTime() ?? written, written };
  } catch {
    // As above.
    return undefined;
  }
}
