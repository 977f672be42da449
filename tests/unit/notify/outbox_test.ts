import { describe, expect, test } from "vitest";
import type { DeliveryEntry } from "@/server/notify/delivery_record.ts";
import { Outbox } from "@/server/notify/outbox.ts";
import { webhook } from "@/server/notify/webhook.ts";
import { Inbox, never } from "../../support/inbox.ts";
import { aNotice } from "./support.ts";

const SOON = [5, 5, 5, 5];

/** An outbox to `inbox`, and what it has recorded. */
function outbox(inbox: Inbox, options: { mostWaiting?: number } = {}) {
  const entries: DeliveryEntry[] = [];
  const box = new Outbox({
    way: webhook({ url: `${inbox.url}/a-secret-path` }, []),
    record: (entry) => entries.push(entry),
    pauses: SOON,
    ...options,
  });
  return {
    box,
    entries,
    outcomes: () => entries.map(({ outcome }) => outcome),
    [Symbol.dispose]: () => box[Symbol.dispose](),
  };
}

describe("Outbox", () => {
  test("tries again until it is taken, with the same notice", async () => {
    await using inbox = new Inbox((count) =>
      new Response(null, { status: count < 3 ? 500 : 200 })
    );
    using at = outbox(inbox);
    at.box.add(aNotice());
    await expect.poll(at.outcomes).toEqual([
      "retrying",
      "retrying",
      "delivered",
    ]);
    expect(at.entries.map(({ tries }) => tries)).toEqual([1, 2, 3]);
    expect(at.entries[0]?.reason).toBe("answered 500");
    expect(new Set(inbox.received.map(({ body }) => body)).size).toBe(1);
    expect(JSON.stringify(at.entries)).not.toContain("secret");
  });

  test("gives up after five attempts, and at once when there is no hope", async () => {
    await using inbox = new Inbox((count) =>
      new Response(null, { status: count <= 5 ? 503 : 410 })
    );
    using at = outbox(inbox);
    at.box.add(aNotice());
    await expect.poll(() => at.outcomes().at(-1)).toBe("failed");
    expect(inbox.received).toHaveLength(5);
    at.box.add(aNotice("idle"));
    await expect.poll(() => at.entries.at(-1)).toMatchObject({
      outcome: "failed",
      status: "idle",
      tries: 1,
      reason: "answered 410",
    });
  });

  test("delivers in order, and others while one waits for its next attempt", async () => {
    await using inbox = new Inbox((count) =>
      new Response(null, { status: count === 1 ? 500 : 200 })
    );
    using at = outbox(inbox);
    at.box.add(aNotice("idle", 1));
    at.box.add(aNotice("stuck", 2));
    at.box.add(aNotice("exited", 3));
    await expect.poll(() => at.outcomes().filter((one) => one === "delivered"))
      .toHaveLength(3);
    const told = inbox.received.map(({ body }) => JSON.parse(body).status);
    expect(told.slice(0, 2)).toEqual(["idle", "stuck"]);
    expect(told.toSorted()).toEqual(["exited", "idle", "idle", "stuck"]);
  });

  test("drops the oldest when too many wait, and says so", async () => {
    await using inbox = new Inbox((_, signal) => never(signal));
    using at = outbox(inbox, { mostWaiting: 2 });
    const notices = [1, 2, 3, 4].map((at) => aNotice("idle", at));
    for (const notice of notices) at.box.add(notice);
    expect(at.entries).toEqual([expect.objectContaining({
      notice: notices[1]!.id,
      outcome: "dropped",
      reason: "too many notices wait",
    })]);
  });

  test("says of what it still has that the server has ended", async () => {
    await using inbox = new Inbox((_, signal) => never(signal));
    using at = outbox(inbox);
    at.box.add(aNotice("idle", 1));
    at.box.add(aNotice("stuck", 2));
    await expect.poll(() => inbox.received).toHaveLength(1);
    at.box[Symbol.dispose]();
    await expect.poll(at.outcomes).toEqual(["dropped", "dropped"]);
    at.box.add(aNotice());
    expect(at.entries).toHaveLength(2);
  });
});
