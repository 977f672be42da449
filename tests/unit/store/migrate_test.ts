import { expect, test } from "vitest";
import { createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate as drizzleMigrate } from "drizzle-orm/libsql/migrator";
import type { ToolCall } from "@/shared/domain.ts";
import { type Migration, MIGRATIONS } from "../../../server/store/migrate.ts";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, aMessage, AT, ID, tempFolder, turnEntry } from "./support.ts";

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

test("a database of the first version keeps its messages and takes what is new", async () => {
  await using folder = await tempFolder();
  const path = `${folder.path}/old.db`;
  await makeFirstVersion(path);
  await using store = await openStore(path);
  const old = aMessage({ source: "lines", text: "from before" });
  expect(await store.messages(ID, { limit: 9 })).toStrictEqual([old]);
  expect(await store.turns(ID, { limit: 9 })).toEqual([]);
  const call = { name: "Bash", input: "ls", result: "" };
  const tool: ToolCall = { ...call, state: "running" };
  const messages = [aMessage({ id: 2, tool })];
  const turn = { turn: 1, duration: 5 };
  await store.commit([aBatch({ messages, entries: [turnEntry(1, turn)] })]);
  expect(await store.messages(ID, { limit: 9 }))
    .toStrictEqual([old, ...messages]);
  expect(await store.turns(ID, { limit: 9 })).toStrictEqual([turn]);
});

/** A database as version 0.1.0 began it, with one message. */
async function makeFirstVersion(path: string): Promise<void> {
  const [{ statements, hash, when }] = MIGRATIONS as [Migration];
  const client = createClient({ url: `file:${path}` });
  await client.batch([
    ...statements,
    "CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)",
    {
      sql: "INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)",
      args: [hash, when],
    },
    {
      sql:
        "INSERT INTO messages (session, id, kind, source, turn, text, done, at, seq) VALUES (?, 1, 'answer', 'lines', 1, 'from before', 1, ?, 1)",
      args: [ID, AT],
    },
  ], "write");
  client.close();
}
