/**
 * What a command's processes do: how much CPU they have used, and how many run.
 *
 * @module
 */
import type { Activity } from "@/shared/feed.ts";

/** Milliseconds of a clock tick: 100 a second on every Linux, `sysconf(_SC_CLK_TCK)`. */
const TICK = 10;

/** Ticks after a command's start in which what it starts is part of itself. */
const BEGINNING = 300;

/** What is used of `/proc/PID/stat`, proc(5); times in ticks. */
interface ProcessStat {
  pid: number;
  state: string;
  parent: number;
  /** Session id: the pid of the process that leads the terminal session. */
  session: number;
  /** Own CPU time, and that of children that have ended. */
  cpu: number;
  startedAt: number;
}

/** Process `pid` and all below it; null where the system does not tell. */
export function processActivity(
  pid: number,
  folder = "/proc",
): Activity | null {
  const all = readAll(folder);
  const root = all.find((one) => one.pid === pid);
  if (!root) return null;
  const below = descendants(root, all);
  const ticks = [root, ...below].reduce((sum, { cpu }) => sum + cpu, 0);
  const children = below.filter(({ state, startedAt }) =>
    state !== "Z" && startedAt - root.startedAt > BEGINNING
  );
  return { cpu: ticks * TICK, children: children.length };
}

/** Children and theirs, and what has left its parent but not the terminal session of `root`. */
function descendants(
  root: ProcessStat,
  all: readonly ProcessStat[],
): ProcessStat[] {
  const byParent = Map.groupBy(all, ({ parent }) => parent);
  const found = new Map<number, ProcessStat>();
  const waiting = [
    root,
    ...all.filter(({ session, pid }) =>
      session === root.pid && pid !== session
    ),
  ];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (found.has(one.pid)) continue;
    found.set(one.pid, one);
    waiting.push(...byParent.get(one.pid) ?? []);
  }
  found.delete(root.pid);
  return [...found.values()];
}

function readAll(folder: string): ProcessStat[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readStat(`${folder}/${name}/stat`) ?? []);
  } catch {
    // There is no /proc here.
    return [];
  }
}

function readStat(path: string): ProcessStat | undefined {
  let stat: string;
  try {
    stat = Deno.readTextFileSync(path);
  } catch {
    // It has ended since the folder was listed.
    return undefined;
  }
  const pid = Number.parseInt(stat);
  // The second field is a name in parentheses that may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const number = (field: number) => Number(fields[field - 3]);
  return {
    pid,
    state: fields[0] ?? "",
    parent: number(4),
    session: number(6),
    cpu: number(14) + number(15) + number(16) + number(17),
    startedAt: number(22),
  };
}
