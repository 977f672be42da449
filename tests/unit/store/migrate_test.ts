import { expect, test } from "vitest";
import { createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate as drizzleMigrate } from "drizzle-orm/libsql/migrator";
import { openStore } from "../../../server/store/open.ts";
import { tempFolder } from "./support.ts";

const root = new URL("../../..", import.meta.url).pathname;
const migrationsFolder = `${root}server/store/migrations`;

async function rows(path: string) {
  const client = createClient({ url: `file:${path}` });
  const found = await client.batch([
    "SELECT hash, created_at FROM __drizzle_migrations ORDER BY created_at",
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
  ]);
  client.close();
  return found.map(({ rows }) => rows);
}

test("migrate() leaves the same database as drizzle's migrator", async () => {
  await using folder = await tempFolder();
  const [ours, theirs] = [`${folder.path}/ours.db`, `${folder.path}/theirs.db`];
  await (await openStore(ours))[Symbol.asyncDispose]();
  const client = createClient({ url: `file:${theirs}` });
  await drizzleMigrate(drizzle(client), { migrationsFolder });
  client.close();
  const normal = (text: string) => text.replaceAll(/[\s"`]+/g, " ");
  expect(normal(JSON.stringify(await rows(ours))))
    .toEqual(normal(JSON.stringify(await rows(theirs))));
});

test("drizzle's migrator and migrate() find nothing to do after each other", async () => {
  await using folder = await tempFolder();
  const [first, second] = [`${folder.path}/1.db`, `${folder.path}/2.db`];
  const byDrizzle = async (path: string) => {
    const client = createClient({ url: `file:${path}` });
    await drizzleMigrate(drizzle(client), { migrationsFolder });
    client.close();
  };
  const byUs = async (path: string) =>
    await (await openStore(path))[Symbol.asyncDispose]();
  await byUs(first);
  const before = await rows(first);
  await byDrizzle(first);
  expect(await rows(first)).toEqual(before);
  await byDrizzle(second);
  const theirs = await rows(second);
  await byUs(second);
  expect(await rows(second)).toEqual(theirs);
});

test("schema, SQL and embedded migrations say the same", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "scripts/migrations.ts", "--check"],
    cwd: root,
  }).output();
  expect(new TextDecoder().decode(stderr)).toBe("");
  expect(code).toBe(0);
});
