/**
 * Writes bytes to a stream that its reader may leave.
 *
 * @module
 */

/** False when the reader has left: then there is nothing more to do. */
export async function writeAll(
  file: typeof Deno.stdout,
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) return false;
    throw cause;
  }
}
