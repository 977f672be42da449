import { describe, expect, test } from "vitest";
import type { Delivery } from "@/shared/delivery.ts";
import type { Filters } from "@/shared/protocol.ts";
import { MAX_BEHIND, Subscription } from "@/server/sessions/subscription.ts";
import { anInfo, AT, output } from "../store/support.ts";

function subscribe(filters: Filters = {}) {
  let closed = 0;
  const subscription = new Subscription(filters, () => closed += 1);
  return { subscription, closed: () => closed };
}

const MEGABYTE = 1024 * 1024;

/** Each delivery in short: `a3` is entry 3 of session a. */
function short(batch: Delivery[] | undefined): string[] | undefined {
  return batch?.map((one) => {
    switch (one.type) {
      case "entry":
        return `${one.session}${one.entry.seq}`;
      case "info":
        return `${one.change} ${one.info.name}`;
      case "lagged":
        return `${one.session} lagged after ${one.after}`;
    }
  });
}

describe("Subscription", () => {
  test("gives what has come since the last time, in order", async () => {
    const { subscription } = subscribe();
    subscription.offer("a", output(1, 1));
    subscription.announce("started", anInfo({ name: "b" }));
    subscription.offer("b", output(1, 1));
    subscription.offer("a", output(2, 1));
    expect(short(await subscription.next()))
      .toEqual(["a1", "started b", "b1", "a2"]);
    const next = subscription.next();
    subscription.offer("a", output(3, 1));
    expect(short(await next)).toEqual(["a3"]);
  });

  test("takes only the types that are wanted", async () => {
    const { subscription } = subscribe({ types: ["pane.*", "session.ended"] });
    subscription.announce("started", anInfo());
    subscription.offer("a", {
      seq: 1,
      at: AT,
      event: { type: "status", status: "idle", evidence: "" },
    });
    subscription.offer("a", output(2, 1));
    subscription.announce("ended", anInfo({ name: "x" }));
    expect(short(await subscription.next())).toEqual(["a2", "ended x"]);
    expect(subscription.wantsType("stream.snapshot")).toBe(false);
  });

  test.each<[Filters, boolean]>([
    [{}, true],
    [{ sessions: ["id"] }, true],
    [{ sessions: ["x", "name"] }, true],
    [{ sessions: ["i", "nam"] }, false],
    [{ sessions: [] }, false],
  ])("with %o wants the session: %s", (filters, wanted) => {
    const { subscription } = subscribe(filters);
    expect(subscription.wantsSession({ id: "id", name: "name" })).toBe(wanted);
    expect(subscription.named).toEqual(filters.sessions ?? []);
  });

  test("tells a reader that was too slow from where it has lost what, and keeps the news", async () => {
    const { subscription } = subscribe();
    subscription.offer("a", output(7, MEGABYTE));
    subscription.announce("updated", anInfo({ name: "b" }));
    subscription.offer("b", output(3, MEGABYTE));
    for (const seq of [8, 9]) subscription.offer("a", output(seq, MEGABYTE));
    // Too late: what is lost is lost until the reader knows of it.
    subscription.offer("a", output(10, 1));
    subscription.offer("c", output(1, 1));
    expect(short(await subscription.next())).toEqual([
      "a lagged after 6",
      "b lagged after 2",
      "updated b",
      "c1",
    ]);
    subscription.offer("a", output(11, 1));
    expect(short(await subscription.next())).toEqual(["a11"]);
  });

  test("never holds more than its bound", async () => {
    const { subscription } = subscribe();
    for (let i = 0; i < 20_000; i++) {
      subscription.announce("updated", anInfo({ name: `${i}` }));
      subscription.offer("a", output(i + 1, 1000));
    }
    const batch = await subscription.next();
    expect(batch!.length * 1024).toBeLessThanOrEqual(MAX_BEHIND + 2048);
    expect(short(batch)).toContain("updated 19999");
    expect(short(batch)?.[0]).toBe("a lagged after 0");
  });

  test("ends for whoever waits, and takes nothing more", async () => {
    const { subscription, closed } = subscribe();
    const next = subscription.next();
    subscription[Symbol.dispose]();
    subscription[Symbol.dispose]();
    expect(await next).toBeUndefined();
    subscription.offer("a", output(1, 1));
    subscription.announce("ended", anInfo());
    expect(await subscription.next()).toBeUndefined();
    expect(closed()).toBe(1);
  });
});
