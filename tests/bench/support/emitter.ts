/**
 * The child of the latency benchmark: waits for a line on its input, then
 * writes the time again and again, each on a line of its own.
 *
 * Arguments: how many times, and the milliseconds between them.
 *
 * @module
 */
import { makeClock } from "./clock.ts";

const [count = 0, pause = 0] = Deno.args.map(Number);
const clock = makeClock();
await Deno.stdin.read(new Uint8Array(100));
for (let i = 0; i < count; i++) {
  await new Promise((resolve) => setTimeout(resolve, pause));
  Deno.stdout.writeSync(new TextEncoder().encode(`@${clock().toFixed(3)}\n`));
}
// A line that a pseudo-terminal's reader will surely see.
await new Promise((resolve) => setTimeout(resolve, 300));
