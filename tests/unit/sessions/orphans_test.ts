import { describe, expect, test } from "vitest";
import { encodeRecord, type FeedEvent } from "@/shared/feed_record.ts";
import { concat } from "@/server/feed/batcher.ts";
import { Spool } from "@/server/feed/spool.ts";
import { Orphans } from "@/server/sessions/orphans.ts";
import { ID } from "../store/support.ts";
import {
  EXIT,
  feedSession,
  HubHouse,
  printed,
  records,
  textOf,
} from "./support.ts";

async function house() {
  const at = await HubHouse.open();
  const folder = `${at.path}/spool`;
  await Deno.mkdir(folder);
  const told = {
    tickets: [] as string[],
    problems: [] as string[],
    unended: [] as string[],
  };
  const orphans = new Orphans({
    folder,
    hub: at.hub,
    stored: () => at.writer.flush(),
    onTicket: (ticket) => told.tickets.push(ticket),
    onUnended: ({ info }) => told.unended.push(info.id),
    onProblem: (message) => told.problems.push(message),
  });
  return {
    ...told,
    hub: at.hub,
    folder,
    orphans,
    text: async () => {
      const range = { after: 0, limit: 1e6, bytes: 1e9 };
      return textOf(await at.store.entries(ID, range));
    },
    names: () => Array.from(Deno.readDirSync(folder), ({ name }) => name),
    /** A spool that a feeder has left. */
    leave: async (extension: string, events: FeedEvent[], first = 1) => {
      const session = feedSession({ ticket: "0".repeat(32) });
      const head = new TextEncoder().encode(JSON.stringify(session) + "\n");
      const all = records(events, first).map(encodeRecord);
      const path = `${folder}/${ID}.${extension}`;
      await Deno.writeFile(path, concat([head, ...all]));
      return path;
    },
    [Symbol.asyncDispose]: async () => {
      orphans[Symbol.dispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

describe("Orphans", () => {
  test("takes in what a feeder's own spool has handed over", async () => {
    await using at = await house();
    const session = feedSession();
    using spool = new Spool({ folder: at.folder, session, limit: 1e9 });
    const all = records([printed("a"), printed("b"), printed("c"), EXIT]);
    for (const record of all) {
      const block = { last: record.index, bytes: encodeRecord(record) };
      spool.add(block, record.index > 2);
    }
    spool.handOver();
    await at.orphans.start();
    await at.orphans.collect();
    expect(await at.text()).toBe("abc");
    expect((await at.hub.info(ID)).exit).toEqual({ code: 0, signal: null });
    expect(at.names()).toEqual([]);
    expect(at.problems).toEqual([]);
    expect(at.unended).toEqual([]);
  });

  test("takes in what appears later", async () => {
    await using at = await house();
    await at.orphans.start();
    await at.orphans.collect();
    const path = await at.leave("part", [printed("late"), EXIT]);
    await Deno.rename(path, path.replace("part", "spool"));
    await expect.poll(at.names).toEqual([]);
    expect(await at.text()).toBe("late");
    expect(at.tickets).toEqual(["0".repeat(32)]);
  });

  test("takes the files of a session in their order, and nothing twice", async () => {
    await using at = await house();
    await at.leave("spool", [printed("b"), printed("c"), EXIT], 2);
    await at.leave("live", [printed("a"), printed("b")]);
    await at.orphans.start();
    await at.orphans.collect();
    expect(await at.text()).toBe("abc");
    expect((await at.hub.info(ID)).exit).toEqual({ code: 0, signal: null });
  });

  test("notes what died with its feeder, and leaves the end to who knows", async () => {
    await using at = await house();
    const session = await at.hub.open(feedSession());
    session.ingest(records([printed("a")]));
    await at.leave("live", [printed("d")], 4);
    await at.orphans.start();
    await at.orphans.collect();
    expect(await at.text()).toBe("ad");
    const entries = await at.hub.since(ID, 0);
    expect(entries!.entries.map(({ event }) => event.type)).toContain("gap");
    expect(session.ended).toBe(false);
    expect(at.unended).toEqual([ID]);
  });

  test("leaves what a feeder that lives still holds", async () => {
    await using at = await house();
    const path = await at.leave("live", [printed("a")]);
    using file = await Deno.open(path, { read: true, write: true });
    await file.lock(true);
    await at.orphans.start();
    await at.orphans.collect();
    expect(at.names()).toEqual([`${ID}.live`]);
    await expect(at.hub.info(ID)).rejects.toThrow();
    await file.unlock();
    await at.orphans.collect("b".repeat(10));
    expect(at.names()).toEqual([`${ID}.live`]);
    await at.orphans.collect(ID);
    expect(at.names()).toEqual([]);
  });

  test("takes what is whole of a file that was cut short, at any byte", async () => {
    await using at = await house();
    const path = await at.leave("live", [printed("first"), printed("second")]);
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length - 3));
    await at.orphans.start();
    await at.orphans.collect();
    expect(await at.text()).toBe("first");
  });

  test("reads files of many megabytes", async () => {
    await using at = await house();
    const event = printed("x".repeat(900_000));
    await at.leave("spool", [event, event, event, EXIT]);
    await at.orphans.start();
    await at.orphans.collect();
    expect((await at.hub.info(ID)).outputBytes).toBe(2_700_000);
  });

  test.each([
    ["nothing at all", ""],
    ["no session", "{}\n"],
    ["no line", "{"],
    ["no records", `${JSON.stringify(feedSession())}\n${"\xff".repeat(30)}`],
  ])(
    "says that there is %s in a file, keeps it and goes on",
    async (_, text) => {
      await using at = await house();
      await Deno.writeTextFile(`${at.folder}/aaaaaaaaaa.spool`, text);
      await Deno.writeTextFile(`${at.folder}/something.else`, "not ours");
      await at.leave("spool", [printed("fine"), EXIT]);
      await at.orphans.start();
      await at.orphans.collect();
      expect(at.problems).toEqual([
        expect.stringMatching(
          /^Cannot take in ".*aaaaaaaaaa.spool": Cannot read/,
        ),
      ]);
      expect(at.names().sort()).toEqual(["aaaaaaaaaa.spool", "something.else"]);
      expect((await at.hub.info(ID)).endedAt).not.toBeNull();
    },
  );

  test("outlives the folder", async () => {
    await using at = await house();
    await at.orphans.start();
    await at.orphans.collect();
    await Deno.remove(at.folder, { recursive: true });
    await at.orphans.collect();
    expect(at.problems).toHaveLength(1);
    await Deno.mkdir(at.folder);
    await at.leave("spool", [printed("again"), EXIT]);
    await at.orphans.collect();
    expect(await at.text()).toBe("again");
  });
});
