import { describe, expect, test } from "vitest";
import { type Block, Spool } from "@/server/feed/spool.ts";
import { concat } from "@/server/feed/batcher.ts";
import { decodeRecords } from "@/shared/decode_records.ts";
import { encodeRecord } from "@/shared/feed_record.ts";
import { pick, seeded } from "../../support/seeded.ts";
import { feedSession, printed } from "../sessions/support.ts";
import { ID, tempFolder } from "../store/support.ts";

function block(last: number, text = `${last}`): Block {
  const record = { index: last, at: last, event: printed(text) };
  return { last, bytes: encodeRecord(record) };
}

async function house(limit = 1e6) {
  const at = await tempFolder();
  const folder = `${at.path}/spool`;
  const spool = new Spool({ folder, session: feedSession(), limit });
  return {
    folder,
    spool,
    names: () => Array.from(Deno.readDirSync(folder), ({ name }) => name),
    takeAll: () => {
      const taken: number[] = [];
      for (let one = spool.take(); one; one = spool.take()) {
        taken.push(
          ...decodeRecords(one.bytes).records.map(({ index }) => index),
        );
      }
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      spool[Symbol.dispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

describe("Spool", () => {
  test("keeps what is not acknowledged and gives it again after a rewind", async () => {
    await using at = await house();
    for (const last of [1, 2, 3]) at.spool.add(block(last), false);
    expect(at.takeAll()).toEqual([1, 2, 3]);
    at.spool.ack(1);
    at.spool.add(block(4), false);
    expect(at.takeAll()).toEqual([4]);
    at.spool.rewind();
    expect(at.takeAll()).toEqual([2, 3, 4]);
    at.spool.ack(4);
    expect(at.spool.empty).toBe(true);
    expect(at.spool.memory).toBe(0);
  });

  test("puts on disk what shall not be in memory, and cleans up behind itself", async () => {
    await using at = await house();
    at.spool.add(block(1), false);
    at.spool.add(block(2), true);
    // Behind what is on disk, or the order would be lost.
    at.spool.add(block(3), false);
    expect(at.spool.spilled).toBe(true);
    expect(at.spool.memory).toBe(block(1).bytes.length);
    expect(at.names()).toEqual([`${ID}.live`]);
    const { mode } = Deno.statSync(`${at.folder}/${ID}.live`);
    expect(mode! & 0o777).toBe(0o600);
    expect(at.takeAll()).toEqual([1, 2, 3]);
    expect(at.names()).toEqual([]);
    expect(at.spool.spilled).toBe(false);
    expect(at.spool.empty).toBe(false);
    at.spool.ack(3);
    expect(at.spool.empty).toBe(true);
  });

  test("takes no more than its limit on disk, but keeps what must not be lost", async () => {
    await using at = await house(2000);
    let last = 0;
    while (at.spool.add(block(last + 1, "x".repeat(100)), true)) last += 1;
    expect(last).toBeGreaterThan(5);
    expect(at.spool.crowded).toBe(true);
    expect(at.spool.add(block(last + 1), false)).toBe(true);
    while (at.spool.add(block(last + 2), false)) last += 1;
    at.spool.keep(block(last + 2));
    at.spool.keep(block(last + 3));
    const all = Array.from({ length: last + 3 }, (_, i) => i + 1);
    expect(at.takeAll()).toEqual(all);
    at.spool.ack(last + 3);
    expect(at.spool.empty).toBe(true);
  });

  test("hands over everything that is not acknowledged in one file", async () => {
    await using at = await house(2000);
    for (const last of [1, 2, 3]) at.spool.add(block(last), false);
    at.spool.take();
    at.spool.ack(1);
    for (const last of [4, 5, 6]) at.spool.add(block(last), true);
    at.spool.handOver();
    expect(at.names()).toEqual([`${ID}.spool`]);
    const bytes = Deno.readFileSync(`${at.folder}/${ID}.spool`);
    const end = bytes.indexOf(10);
    const head = new TextDecoder().decode(bytes.subarray(0, end));
    expect(JSON.parse(head)).toEqual(feedSession());
    const { records, rest } = decodeRecords(bytes.subarray(end + 1));
    expect(records.map(({ index }) => index)).toEqual([2, 3, 4, 5, 6]);
    expect(rest).toBe(0);
  });

  test("does not take what the disk has no room for, nor waits for it", async () => {
    await using at = await house();
    Deno.mkdirSync(at.folder);
    const full = () => {
      Deno.symlinkSync("/dev/full", `${at.folder}/${ID}.live`);
      Deno.symlinkSync("/dev/full", `${at.folder}/${ID}.part`);
    };
    full();
    expect(at.spool.add(block(1), true)).toBe(false);
    expect(at.names()).toEqual([`${ID}.part`]);
    expect(at.spool.spilled).toBe(false);
    // Its own attempt before must not be in the way.
    expect(at.spool.add(block(1), true)).toBe(true);
    expect(() => at.spool.handOver()).toThrow();
    expect(at.takeAll()).toEqual([1]);
  });

  test("gives back every byte in order, whatever is added, taken and acknowledged when", async () => {
    for (let seed = 1; seed <= 30; seed++) {
      await using at = await house();
      const random = seeded(seed);
      const { spool } = at;
      const given: Uint8Array[] = [];
      let [added, taken, acked] = [0, 0, 0];
      while (acked < 60) {
        const choice = random();
        if (choice < 0.4 && added < 60) {
          spool.add(block(++added), random() < 0.3);
        } else if (choice < 0.7) {
          const one = spool.take();
          if (!one) continue;
          expect(one.last).toBe(++taken);
          given[one.last] = one.bytes;
        } else if (choice < 0.95) {
          acked += pick(random, taken - acked + 1);
          spool.ack(acked);
        } else {
          spool.rewind();
          taken = acked;
        }
      }
      expect(spool.empty).toBe(true);
      expect(decodeRecords(concat(given.slice(1))).records).toHaveLength(60);
    }
  });
});
