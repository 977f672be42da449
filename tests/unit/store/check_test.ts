import { expect, test } from "vitest";
import { createClient } from "@libsql/client";
import { checkStore } from "../../../server/store/check.ts";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, output, tempFolder } from "./support.ts";

async function verdicts(url: string) {
  const checks = await checkStore(url);
  return Object.fromEntries(checks.map(({ name, ok }) => [name, ok]));
}

test("checkStore() finds nothing wrong with a database in use", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  await using store = await openStore(path);
  await store.commit([aBatch({ entries: [output(1, 50_000)] })]);
  expect(await verdicts(path)).toMatchObject({
    database: true,
    integrity: true,
    migrations: true,
    writable: true,
    size: true,
  });
  await store.commit([aBatch({ entries: [output(2, 50_000)] })]);
});

test("checkStore() makes no database", async () => {
  await using folder = await tempFolder();
  expect(await verdicts(`${folder.path}/s.db`)).toEqual({ database: true });
  expect([...Deno.readDirSync(folder.path)]).toEqual([]);
});

test("checkStore() finds damage inside", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  {
    await using store = await openStore(path);
    const rows = Array.from({ length: 2000 }, (_, i) => output(i + 1, 200));
    await store.commit([aBatch({ entries: rows })]);
  }
  const file = await Deno.open(path, { write: true });
  await file.seek(200_000, Deno.SeekMode.Start);
  await file.write(new Uint8Array(50_000).fill(0x5a));
  file.close();
  expect(await verdicts(path)).toMatchObject({
    database: true,
    integrity: false,
  });
});

test("checkStore() says that a file is no database", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  await Deno.writeTextFile(path, "no database ".repeat(100));
  expect(await verdicts(path)).toMatchObject({ database: false });
});

test("checkStore() says that another program holds the database", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/s.db`;
  await using _store = await openStore(path);
  const client = createClient({ url: `file:${path}` });
  const held = await client.transaction("write");
  expect(await verdicts(path)).toMatchObject({
    integrity: true,
    writable: false,
  });
  await held.rollback();
  expect(await verdicts(path)).toMatchObject({ writable: true });
  client.close();
});
