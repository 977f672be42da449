/**
 * The memory of a process, from /proc; proc(5).
 *
 * @module
 */

/** In MB of 1,000,000 bytes. */
export interface Resident {
  /** All that is in memory, shared program code too. */
  readonly all: number;
  /** What belongs to this process alone: heap, buffers, stacks. */
  readonly anonymous: number;
  /** The largest `all` so far. */
  readonly peak: number;
}

export function resident(pid: number): Resident {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const field = (name: string) => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
    return Number(kib ?? NaN) * 1024 / 1e6;
  };
  return {
    all: field("VmRSS"),
    anonymous: field("RssAnon"),
    peak: field("VmHWM"),
  };
}
