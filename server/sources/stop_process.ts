/** How long a process may take to leave by itself, in milliseconds. */
const GRACE_MS = 2000;

/**
 * Ends a process: asks with `request`, and kills it when it has not left in
 * two seconds. A stopped process is woken, or it would not hear the request.
 */
export async function stopProcess(
  target: { exited: Promise<unknown>; signal(name: Deno.Signal): void },
  request: Deno.Signal,
): Promise<void> {
  target.signal(request);
  if (Deno.build.os !== "windows") target.signal("SIGCONT");
  const timer = setTimeout(() => target.signal("SIGKILL"), GRACE_MS);
  try {
    await target.exited;
  } finally {
    clearTimeout(timer);
  }
}
