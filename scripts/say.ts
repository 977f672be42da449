/**
 * What scripts print: results on stdout, remarks on stderr.
 *
 * @module
 */

/** Writes one line to stdout. */
export function say(line: string): void {
  write(Deno.stdout, line);
}

/** Writes one line to stderr. */
export function note(line: string): void {
  write(Deno.stderr, line);
}

/** Runs a script's `main`; when it fails, says why in one line and exits with 1. */
export async function script(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (cause) {
    note(`streamer: ${cause instanceof Error ? cause.message : cause}`);
    Deno.exit(1);
  }
}

function write(to: { writeSync(data: Uint8Array): number }, line: string) {
  let rest = new TextEncoder().encode(`${line}\n`);
  while (rest.length > 0) rest = rest.subarray(to.writeSync(rest));
}
