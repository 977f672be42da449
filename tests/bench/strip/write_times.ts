/**
 * Files of a size.
 *
 * @module
 */

/** Makes `file` of `block`, again and again. */
export async function writeTimes(
  file: string,
  block: Uint8Array,
  times: number,
): Promise<void> {
  using out = await Deno.create(file);
  for (let i = 0; i < times; i++) {
    for (let at = 0; at < block.length;) {
      at += await out.write(block.subarray(at));
    }
  }
}
