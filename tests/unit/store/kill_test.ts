import { expect, test } from "vitest";
import { createClient } from "@libsql/client";
import { openStore } from "../../../server/store/open.ts";
import { ID, outputs, tempFolder } from "./support.ts";

const ROUNDS = 6;

/** Lets a child store into `path` and kills it soon after its `lines`-th report; gives the last one. */
async function storeAndKill(path: string, lines: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("./kill_child.ts", import.meta.url).pathname,
      path,
    ],
    stdout: "piped",
  }).spawn();
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.split("\n").length <= lines) continue;
    try {
      child.kill("SIGKILL");
    } catch {
      // Killed already; these are its last words.
    }
  }
  await child.status;
  return Number(text.split("\n").at(-2));
}

test(`nothing that was reported as stored is lost by ${ROUNDS} kills -9`, async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  for (let round = 1; round <= ROUNDS; round++) {
    const safe = await storeAndKill(path, round);
    const client = createClient({ url: `file:${path}` });
    const { rows: [found] } = await client.execute("PRAGMA quick_check");
    const { rows: [count] } = await client.execute(
      "SELECT count(*), max(seq) FROM entries",
    );
    client.close();
    expect(found?.[0]).toBe("ok");
    await using store = await openStore(path);
    const stored = await store.session(ID);
    // Entries, the counter and the feed's record are of one transaction.
    expect(stored!.info.seq).toBeGreaterThanOrEqual(safe);
    expect(stored!.fed).toBe(stored!.info.seq);
    expect(count?.[0]).toBe(stored!.info.seq);
    expect(count?.[1]).toBe(stored!.info.seq);
    const [last] = await store.tail(ID, { after: 0, bytes: 1 });
    const [same] = outputs(last!.seq, 1, 1);
    expect(last!.at).toBe(same!.at);
  }
});
