/**
 * What /proc tells of processes.
 *
 * @module
 */

/** Whether there is such a process and it has not ended. */
export function isRunning(pid: number): boolean {
  const state = stateOf(pid);
  return state !== undefined && state !== "Z";
}

/** The letter of a process's state, proc(5); undefined when there is none. */
export function stateOf(pid: number): string | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2)[0];
  } catch {
    // It is gone.
    return undefined;
  }
}

/** How many descriptors a process has open. */
export function descriptorsOf(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

/**
 * Running processes whose environment holds `name=value`, such as all of one
 * house. None where there is no /proc.
 */
export function processesWith(name: string, value: string): number[] {
  if (Deno.build.os !== "linux") return [];
  const wanted = `${name}=${value}`;
  return Array.from(Deno.readDirSync("/proc"), (entry) => Number(entry.name))
    .filter((pid) => pid > 0 && environOf(pid).includes(wanted));
}

function environOf(pid: number): string[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
  } catch {
    // It is gone, or belongs to somebody else.
    return [];
  }
}
