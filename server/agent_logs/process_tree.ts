/**
 * What /proc tells of a command's processes, proc(5). Where there is none, it
 * tells nothing.
 *
 * @module
 */

/** Ticks of the clock in a second: 100 on every Linux, `sysconf(_SC_CLK_TCK)`. */
const TICKS = 100;

/** `root` and all that it has started, in no order. */
export function processTree(root: number): number[] {
  const found = [root];
  for (let at = 0; at < found.length && found.length < 1_000; at++) {
    found.push(...childrenOf(found[at]!));
  }
  return found;
}

function childrenOf(pid: number): number[] {
  return names(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(" ")
      .filter((child) => child !== "").map(Number)
  );
}

/** The folder that `pid` is in. */
export function folderOf(pid: number): string | undefined {
  return link(`/proc/${pid}/cwd`);
}

/** Those of the named variables that `pid` was started with. */
export function variablesOf(
  pid: number,
  variables: readonly string[],
): Record<string, string> {
  const pairs = read(`/proc/${pid}/environ`).split("\0")
    .map((pair) => [pair.split("=", 1)[0]!, pair] as const)
    .filter(([name]) => variables.includes(name));
  return Object.fromEntries(
    pairs.map(([name, pair]) => [name, pair.slice(name.length + 1)]),
  );
}

/** Paths of the files that `pid` has open. */
export function openFilesOf(pid: number): string[] {
  return names(`/proc/${pid}/fd`)
    .flatMap((fd) => link(`/proc/${pid}/fd/${fd}`) ?? [])
    .filter((path) => path.startsWith("/"));
}

/** What `pid` was started as. */
export function commandOf(pid: number): string[] {
  return read(`/proc/${pid}/cmdline`).split("\0").slice(0, -1);
}

/** When `pid` was started, in milliseconds since the epoch. */
export function startOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const uptime = Number.parseFloat(read("/proc/uptime"));
  // The second field is a name in parentheses that may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const start = Number(fields[19]) / TICKS;
  if (!Number.isFinite(start) || !Number.isFinite(uptime)) return undefined;
  return Date.now() - (uptime - start) * 1_000;
}

/** Every process of the machine that is visible. */
export function allProcesses(): number[] {
  return names("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    // It has ended, or belongs to somebody else.
    return [];
  }
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // As above.
    return "";
  }
}

function link(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    // As above.
    return undefined;
  }
}
