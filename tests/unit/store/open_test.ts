import { describe, expect, test } from "vitest";
import { createClient } from "@libsql/client";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, ID, output, tempFolder } from "./support.ts";

describe("openStore()", () => {
  test("makes the folder and the file for their owner alone", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/a/b c/s?.db`;
    await using _store = await openStore(path);
    const mode = async (path: string) => (await Deno.stat(path)).mode! & 0o777;
    expect(await mode(`${folder.path}/a`)).toBe(0o700);
    expect(await mode(path)).toBe(0o600);
    expect(await mode(`${path}-wal`)).toBe(0o600);
  });

  test("finds again what was stored before", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.db`;
    {
      await using store = await openStore(path);
      await store.commit([aBatch({ fed: 3, entries: [output(1, 5)] })]);
    }
    await using store = await openStore(`file:${path}`);
    expect(await store.session(ID)).toMatchObject({ fed: 3 });
    expect(await store.entries(ID, { after: 0, limit: 9, bytes: 9 }))
      .toEqual([output(1, 5)]);
  });

  test("keeps the newest two keyframes of a session", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.db`;
    await using store = await openStore(path);
    for (const seq of [1, 2, 3, 4]) {
      const keyframe = { seq, at: 0, size: { cols: 9, rows: 9 }, screen: "" };
      await store.commit([aBatch({ keyframe })]);
    }
    const client = createClient({ url: `file:${path}` });
    const { rows } = await client.execute(
      "SELECT seq FROM keyframes ORDER BY seq",
    );
    expect(rows.map((row) => row[0])).toEqual([3, 4]);
    client.close();
  });

  test("opens one new file many times at once", async () => {
    await using folder = await tempFolder();
    const stores = await Promise.all(
      [1, 2, 3, 4, 5].map(() => openStore(`${folder.path}/s.db`)),
    );
    for (const store of stores) {
      await store.commit([aBatch()]);
      await store[Symbol.asyncDispose]();
    }
  });

  test("refuses a file that is no database and leaves it as it is", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.db`;
    const text = "this is no database\n".repeat(1000);
    await Deno.writeTextFile(path, text);
    await expect(openStore(path)).rejects.toMatchObject({
      code: "unavailable",
      message:
        `Cannot use database "${path}": it is damaged or not a database; move it away or put a backup in its place`,
    });
    expect(await Deno.readTextFile(path)).toBe(text);
    expect([...Deno.readDirSync(folder.path)]).toHaveLength(1);
  });

  test("refuses a database that is cut short and leaves it as it is", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.db`;
    {
      await using store = await openStore(path);
      await store.commit([aBatch({ entries: [output(1, 500_000)] })]);
    }
    await Deno.truncate(path, 9000);
    const before = await Deno.readFile(path);
    await expect(openStore(path)).rejects.toThrow("it is damaged");
    expect(await Deno.readFile(path)).toEqual(before);
  });

  test("refuses a database of a newer version", async () => {
    await using folder = await tempFolder();
    const path = `${folder.path}/s.db`;
    await (await openStore(path))[Symbol.asyncDispose]();
    const client = createClient({ url: `file:${path}` });
    await client.execute(
      "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9e15)",
    );
    client.close();
    await expect(openStore(path)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("a newer version of streamer"),
    });
  });

  test("says what is wrong with a folder that cannot be made", async () => {
    await using folder = await tempFolder();
    await Deno.writeTextFile(`${folder.path}/file`, "");
    await expect(openStore(`${folder.path}/file/s.db`)).rejects
      .toMatchObject({ code: "unavailable" });
  });

  test("says which server cannot be reached, without the token", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const opened = openStore(`http://127.0.0.1:${port}?authToken=secret`);
    await expect(opened).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(
        new RegExp(
          `^Cannot use database "http://127.0.0.1:${port}": (?!.*secret)`,
        ),
      ),
    });
  });
});
