import { describe, expect, test } from "vitest";
import {
  type DeliveryEntry,
  DeliveryRecord,
} from "@/server/notify/delivery_record.ts";
import { tempFolder } from "../store/support.ts";

function entry(at: number): DeliveryEntry {
  return {
    at,
    notice: "n",
    session: "s",
    name: "build",
    status: "idle",
    way: "webhook example.org",
    outcome: "delivered",
    tries: 1,
  };
}

describe("DeliveryRecord", () => {
  test("is empty before the first notice", async () => {
    await using folder = await tempFolder();
    expect(await new DeliveryRecord(folder.path).list()).toEqual([]);
  });

  test("keeps the newest entries in files that do not grow, closed to others", async () => {
    await using folder = await tempFolder();
    const record = new DeliveryRecord(folder.path, { limit: 1000 });
    for (let at = 1; at <= 100; at++) record.add(entry(at));
    const files = Array.from(
      Deno.readDirSync(folder.path),
      ({ name }) => `${folder.path}/${name}`,
    );
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(Deno.statSync(file).size).toBeLessThan(1200);
      expect(Deno.statSync(file).mode! & 0o777).toBe(0o600);
    }
    expect((await record.list(5)).map(({ at }) => at)).toEqual([
      96,
      97,
      98,
      99,
      100,
    ]);
  });

  test("passes over a line that was cut short", async () => {
    await using folder = await tempFolder();
    const record = new DeliveryRecord(folder.path);
    await Deno.writeTextFile(`${folder.path}/notices.jsonl`, '{"at":1,\n');
    record.add(entry(2));
    expect((await record.list()).map(({ at }) => at)).toEqual([2]);
  });
});
