/**
 * Stores output as fast as it can and prints the entry up to which it is safe,
 * until it is killed. Argument: the database.
 *
 * @module
 */
import { openStore } from "../../../server/store/open.ts";
import { Writer } from "../../../server/store/writer.ts";
import { aBatch, outputs } from "./support.ts";

const store = await openStore(Deno.args[0]!);
const known = await store.unfinished();
let seq = known[0]?.info.seq ?? 0;
const writer = new Writer({
  store,
  onStored: (_, { seq }) =>
    Deno.stdout.writeSync(new TextEncoder().encode(`${seq}\n`)),
});
for (;;) {
  const size = seq % 3 ? 100 : 20_000;
  const entries = outputs(seq + 1, 20, size);
  seq += entries.length;
  writer.add(aBatch({ fed: seq, info: { seq }, entries }));
  if (writer.pendingBytes > 500_000) await writer.flush();
}
