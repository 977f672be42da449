// Runes are global names.
/// <reference types="svelte" />
import { expect, test } from "vitest";
import type { QueuedText } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { SendOutcome } from "@/shared/protocol.ts";
import { Outbox, Outboxes } from "@/web/src/lib/outbox.svelte.ts";

const queued = (
  id: string,
  text: string,
  state: QueuedText["state"] = "waiting",
): QueuedText => ({ id, text, state, at: 1 });

/** An outbox with `text` on its way. */
function sending(text: string) {
  const outbox = new Outbox();
  const { promise, resolve, reject } = Promise.withResolvers<SendOutcome>();
  const sent = outbox.send(text, () => promise);
  const refuse = async (message: string) => {
    reject(new StreamerError("conflict", message));
    await sent;
  };
  const arrive = async () => {
    resolve("confirmed");
    await sent;
  };
  return { outbox, refuse, arrive };
}

test("a text stands there until it has arrived", async () => {
  const { outbox, arrive } = sending("hello");
  expect(outbox.parcels([])).toMatchObject([
    { text: "hello", state: "leaving", queued: null },
  ]);
  await arrive();
  expect(outbox.parcels([])).toEqual([]);
  expect(outbox.outcome).toBe("confirmed");
});

test("a text that the server queues stays one, and keeps its key", () => {
  const { outbox } = sending("hello\n");
  const [before] = outbox.parcels([]);
  const after = outbox.parcels([
    queued("7", "from elsewhere"),
    queued("8", "hello", "sending"),
  ]);
  expect(after).toMatchObject([
    { key: "7", text: "from elsewhere", state: "waiting", queued: "7" },
    { key: before!.key, text: "hello", state: "sending", queued: "8" },
  ]);
});

test("a long text is known by its beginning", () => {
  const { outbox } = sending("long ".repeat(500));
  const shown = `${"long ".repeat(500).slice(0, 1000)}…`;
  expect(outbox.parcels([queued("1", shown)])).toHaveLength(1);
});

test("the same text twice stands there twice", () => {
  const { outbox } = sending("again");
  outbox.send("again", () => new Promise(() => {}));
  expect(outbox.parcels([queued("1", "again")])).toMatchObject([
    { queued: "1", state: "waiting" },
    { queued: null, state: "leaving" },
  ]);
});

test("a text that failed stays with the reason until it is dropped", async () => {
  const { outbox, refuse } = sending("hello");
  await refuse("Cannot send: it is away");
  const [parcel] = outbox.parcels([]);
  expect(parcel).toMatchObject({
    state: "failed",
    problem: "Cannot send: it is away",
  });
  expect(outbox.empty).toBe(false);
  outbox.drop(parcel!.key);
  expect(outbox.empty).toBe(true);
});

test("a text that was taken back is no failure", async () => {
  const { outbox, refuse } = sending("hello");
  const [parcel] = outbox.parcels([queued("3", "hello")]);
  const cancelled: string[] = [];
  await outbox.take(parcel!, async (id) => {
    cancelled.push(id);
    await refuse("Cannot send: it was taken back");
  });
  expect(cancelled).toEqual(["3"]);
  expect(outbox.parcels([])).toEqual([]);
});

test("a text that cannot be taken back any more may still fail", async () => {
  const { outbox, refuse } = sending("hello");
  const [parcel] = outbox.parcels([queued("3", "hello")]);
  const taking = outbox.take(
    parcel!,
    () => Promise.reject(new StreamerError("conflict", "it is being typed")),
  );
  await expect(taking).rejects.toThrow("it is being typed");
  await refuse("Cannot confirm it");
  expect(outbox.parcels([])).toMatchObject([{ state: "failed" }]);
});

test("each session has an outbox, as long as there is something in it", () => {
  const outboxes = new Outboxes();
  outboxes.of("a").draft = "half a sen";
  const empty = outboxes.of("b");
  expect(outboxes.of("a").draft).toBe("half a sen");
  expect(outboxes.of("b")).not.toBe(empty);
});
