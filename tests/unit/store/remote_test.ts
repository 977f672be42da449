import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { expect, test } from "vitest";
import { checkStore } from "../../../server/store/check.ts";
import { openStore } from "../../../server/store/open.ts";
import { aBatch, AT, ID, output } from "./support.ts";

type Value = { type: string; value?: string | number; base64?: string };
type Stmt = { sql?: string; "sql_id"?: number; args?: Value[] };
type Condition = {
  type: string;
  step?: number;
  cond?: Condition;
  conds?: Condition[];
};
// deno-lint-ignore no-explicit-any -- requests of the protocol
type Request = any;

/**
 * As much of a libSQL server as the client needs: "Hrana over HTTP", version 2
 * (github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md).
 */
function libsqlServer() {
  const db = new DatabaseSync(":memory:");
  const sqls = new Map<number, string>();
  const tokens = new Set<string | null>();
  const execute = (stmt: Stmt) => {
    const prepared = db.prepare(stmt.sql ?? sqls.get(stmt.sql_id!)!);
    const cols = prepared.columns().map(({ name }) => ({ name }));
    const rows = prepared.all(...(stmt.args ?? []).map(fromWire));
    return {
      cols,
      rows: rows.map((row) => Object.values(row).map(toWire)),
      affected_row_count: 0,
      last_insert_rowid: null,
    };
  };
  const batch = (steps: { stmt: Stmt; condition?: Condition }[]) => {
    const results: unknown[] = [], errors: unknown[] = [];
    const holds = (one?: Condition): boolean => {
      switch (one?.type) {
        case "ok":
          return results[one.step!] !== null;
        case "not":
          return !holds(one.cond);
        case "and":
          return one.conds!.every(holds);
        case "is_autocommit":
          return !db.isTransaction;
        default:
          return true;
      }
    };
    for (const { stmt, condition } of steps) {
      let [result, error]: unknown[] = [null, null];
      try {
        if (holds(condition)) result = execute(stmt);
      } catch (cause) {
        error = { message: String(cause), code: "SQLITE_ERROR" };
      }
      results.push(result);
      errors.push(error);
    }
    return { step_results: results, step_errors: errors };
  };
  const answer = (request: Request) => {
    if (request.type === "store_sql") sqls.set(request.sql_id, request.sql);
    const result = request.type === "execute"
      ? execute(request.stmt)
      : request.type === "batch"
      ? batch(request.batch.steps)
      : undefined;
    return { type: "ok", response: { type: request.type, result } };
  };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      tokens.add(request.headers.get("authorization"));
      if (!request.url.endsWith("/v2/pipeline")) {
        return new Response(null, { status: 404 });
      }
      const { requests } = await request.json();
      return Response.json({ baton: null, results: requests.map(answer) });
    },
  );
  return { url: `http://127.0.0.1:${server.addr.port}`, server, tokens };
}

function fromWire({ type, value, base64 }: Value): SQLInputValue {
  if (type === "integer") return Number(value);
  if (type === "blob") {
    return Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0));
  }
  return value ?? null;
}

function toWire(value: unknown): Value {
  if (value === null) return { type: "null" };
  if (typeof value === "number") return { type: "integer", value: `${value}` };
  if (typeof value === "string") return { type: "text", value };
  const bytes = value as Uint8Array;
  return { type: "blob", base64: btoa(String.fromCharCode(...bytes)) };
}

test("the store on a libSQL server gives back what it took", async () => {
  const { url, server, tokens } = libsqlServer();
  await using _server = server;
  {
    await using store = await openStore(`${url}?authToken=abc`);
    const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
    const keyframe = {
      seq: 1,
      at: AT,
      size: { cols: 2, rows: 3 },
      screen: "s",
    };
    const batch = aBatch({ fed: 1, entries: [output(1, everyByte)], keyframe });
    await store.commit([batch]);
    await store.commit([batch]);
    expect(await store.entries(ID, { after: 0, limit: 9, bytes: 1e6 }))
      .toStrictEqual(batch.entries);
    expect(await store.tail(ID, { after: 0, bytes: 1e6 })).toHaveLength(1);
    expect(await store.keyframe(ID)).toStrictEqual(keyframe);
    expect(await store.session(ID)).toMatchObject({ fed: 1, info: batch.info });
    expect(await store.size()).toBeNull();
  }
  await using again = await openStore(`${url}?authToken=abc`);
  expect(await again.unfinished()).toHaveLength(1);
  const checks = await checkStore(`${url}?authToken=abc`);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(JSON.stringify(checks)).not.toContain("abc");
  expect([...tokens]).toContain("Bearer abc");
});
