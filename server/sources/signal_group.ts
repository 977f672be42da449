/**
 * Signals to process groups. They throw a StreamerError `forbidden` when the
 * processes belong to someone else, as under sudo.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Signals every process of `group`. Returns false when there is none. */
export function signalGroup(group: number, name: Deno.Signal): boolean {
  return kill(-group, name);
}

/**
 * Signals the group that `pid` leads, or `pid` alone while it leads none: a
 * command has no group of its own until it has begun its session.
 */
export function signalLeader(pid: number, name: Deno.Signal): void {
  if (!signalGroup(pid, name)) kill(pid, name);
}

function kill(target: number, name: Deno.Signal): boolean {
  try {
    Deno.kill(target, name);
    return true;
  } catch (error) {
    // Whoever it was for has left.
    if (error instanceof Deno.errors.NotFound) return false;
    throw new StreamerError("forbidden", `Cannot send ${name} to the command`, {
      cause: error,
    });
  }
}
