import { afterEach, describe, expect, test, vi } from "vitest";
import { createClient } from "@libsql/client";
import type { Message } from "@/shared/domain.ts";
import { openStore } from "../../../server/store/open.ts";
import type { Batch, Store } from "../../../server/store/store.ts";
import { Writer, type WriterHealth } from "../../../server/store/writer.ts";
import {
  aBatch,
  AT,
  ID,
  output,
  outputs,
  seqs,
  tempFolder,
} from "./support.ts";

const everything = { after: 0, limit: 1e6, bytes: 1e9 };

/** A writer on a file, and what it says; `commits` are the batches of each transaction. */
async function house() {
  const folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  const store: Store = await openStore(path);
  const commits: Batch[][] = [];
  const acked = new Map<string, number>();
  const healths: WriterHealth[] = [];
  const writer = new Writer({
    store: {
      commit: async (batches) => {
        await store.commit(batches);
        commits.push([...batches]);
      },
    },
    onStored: (session, { fed }) => acked.set(session, fed),
    onHealth: (health) => healths.push(health),
  });
  return {
    path,
    store,
    writer,
    commits,
    acked,
    healths,
    [Symbol.asyncDispose]: async () => {
      await writer[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Locks the database the way another process would. */
async function lock(path: string) {
  const client = createClient({ url: `file:${path}` });
  const held = await client.transaction("write");
  return async () => {
    await held.rollback();
    client.close();
  };
}

function message(id: number, text: string, seq: number): Message {
  const rest = {
    kind: "answer",
    source: "lines",
    turn: 1,
    done: false,
  } as const;
  return { ...rest, id, text, at: AT, seq };
}

describe("Writer", () => {
  /** Time stands still unless it is advanced. */
  function stopTime() {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  }
  afterEach(() => void vi.useRealTimers());

  test("stores what comes within 100 ms in one transaction, the newest of each", async () => {
    await using at = await house();
    stopTime();
    const other = { id: "other00000" };
    at.writer.add(aBatch({
      fed: 1,
      info: { seq: 1 },
      entries: [output(1, 10)],
      messages: [message(1, "a", 1), message(2, "b", 1)],
    }));
    at.writer.add(aBatch({ fed: 5, info: other, entries: [output(1, 10)] }));
    at.writer.add(aBatch({
      fed: 2,
      info: { seq: 3 },
      entries: outputs(2, 2, 10),
      messages: [message(1, "ab", 3)],
    }));
    expect(at.writer.pendingBytes).toBeGreaterThan(40);
    await vi.advanceTimersByTimeAsync(95);
    expect(at.commits).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(5);
    await expect.poll(() => at.acked.size).toBe(2);
    expect(at.commits).toHaveLength(1);
    expect(at.acked).toEqual(new Map([[ID, 2], ["other00000", 5]]));
    expect(at.writer.pendingBytes).toBe(0);
    expect(seqs(await at.store.entries(ID, everything))).toEqual([1, 2, 3]);
    const texts = (await at.store.messages(ID, { limit: 9 })).map(({ text }) =>
      text
    );
    expect(texts).toEqual(["ab", "b"]);
    expect((await at.store.session(ID))?.info.seq).toBe(3);
  });

  test("does not wait with an exit, nor with a megabyte", async () => {
    await using at = await house();
    stopTime();
    at.writer.add(aBatch());
    at.writer.add(aBatch({
      fed: 1,
      info: { endedAt: AT, exit: { code: 0, signal: null } },
    }));
    await vi.advanceTimersByTimeAsync(1);
    await expect.poll(() => at.acked.get(ID)).toBe(1);
    at.writer.add(aBatch({ fed: 2, entries: [output(1, 2 ** 20)] }));
    await vi.advanceTimersByTimeAsync(1);
    await expect.poll(() => at.acked.get(ID)).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("splits between batches what is too much for one transaction", async () => {
    await using at = await house();
    for (let i = 0; i < 10; i++) {
      at.writer.add(aBatch({
        fed: i + 1,
        info: { seq: i + 1 },
        entries: [output(i + 1, 2 ** 20)],
      }));
    }
    await at.writer.flush();
    expect(at.commits.map(([batch]) => batch?.entries.length)).toEqual([
      3,
      3,
      3,
      1,
    ]);
    expect(at.commits.map(([batch]) => batch?.fed)).toEqual([3, 6, 9, 10]);
    expect(at.commits.map(([batch]) => batch?.info.seq)).toEqual([3, 6, 9, 10]);
  });

  test("flush() resolves when what was added before is stored", async () => {
    await using at = await house();
    await at.writer.flush();
    at.writer.add(aBatch({ entries: [output(1, 10)] }));
    await at.writer.flush();
    expect(seqs(await at.store.entries(ID, everything))).toEqual([1]);
  });

  test("keeps everything while the database is locked and catches up", async () => {
    await using at = await house();
    const release = await lock(at.path);
    at.writer.add(aBatch({ fed: 1, entries: [output(1, 10)] }));
    await expect.poll(() => at.writer.health.ok).toBe(false);
    expect(at.writer.health.problem).toBe(
      `Cannot use database "${at.path}": another program holds it locked; end that program or wait for it`,
    );
    at.writer.add(aBatch({ fed: 2, entries: [output(2, 10)] }));
    // Reading goes on meanwhile.
    expect(await at.store.entries(ID, everything)).toEqual([]);
    expect(at.acked.size).toBe(0);
    await release();
    await at.writer.flush();
    expect(at.acked.get(ID)).toBe(2);
    expect(seqs(await at.store.entries(ID, everything))).toEqual([1, 2]);
    expect(at.healths.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test("stores what waits when it is disposed, and takes nothing afterwards", async () => {
    await using at = await house();
    at.writer.add(aBatch({ fed: 1, entries: [output(1, 10)] }));
    await at.writer[Symbol.asyncDispose]();
    at.writer.add(aBatch({ fed: 2, entries: [output(2, 10)] }));
    await at.writer.flush();
    expect(seqs(await at.store.entries(ID, everything))).toEqual([1]);
    expect(at.acked.get(ID)).toBe(1);
  });

  test("flush() rejects when the writer is disposed while the database is locked", async () => {
    await using at = await house();
    const release = await lock(at.path);
    at.writer.add(aBatch({ fed: 1, entries: [output(1, 10)] }));
    const flushed = at.writer.flush();
    const disposed = at.writer[Symbol.asyncDispose]();
    await expect(flushed).rejects.toMatchObject({ code: "unavailable" });
    await disposed;
    await release();
    expect(at.acked.size).toBe(0);
  });
});
