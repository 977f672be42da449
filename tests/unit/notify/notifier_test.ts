import { afterEach, describe, expect, test, vi } from "vitest";
import type { NoticeStatus } from "@/shared/notice_status.ts";
import { DeliveryRecord } from "@/server/notify/delivery_record.ts";
import { Notifier, type Reached } from "@/server/notify/notifier.ts";
import { webhook } from "@/server/notify/webhook.ts";
import { Inbox } from "../../support/inbox.ts";
import { anInfo, tempFolder } from "../store/support.ts";

/** A notifier with one webhook that is told of `when`. */
async function house(when: NoticeStatus[]) {
  const folder = await tempFolder();
  const inbox = new Inbox();
  const notifier = new Notifier({
    ways: [webhook({ url: inbox.url }, when)],
    record: new DeliveryRecord(folder.path),
    dashboard: () => "http://127.0.0.1:1",
  });
  return {
    notifier,
    told: () => inbox.received.map(({ body }) => JSON.parse(body).status),
    inbox,
    async [Symbol.asyncDispose]() {
      notifier[Symbol.dispose]();
      await inbox[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function reached(status: Reached["status"], reached = true): Reached {
  return { status, evidence: "it shows", reached };
}

afterEach(() => void vi.useRealTimers());

describe("Notifier", () => {
  test("tells of what the settings or the session ask for, and of nothing else", async () => {
    await using at = await house(["stuck"]);
    const info = anInfo();
    at.notifier.tell(info, reached("working"), ["idle"]);
    at.notifier.tell(info, reached("needs_input"), ["idle"]);
    at.notifier.tell(info, reached("idle", false), ["idle"]);
    at.notifier.tell(info, reached("idle"), []);
    at.notifier.tell(info, reached("stuck"), []);
    at.notifier.tell(info, reached("idle"), ["idle"]);
    await expect.poll(at.told).toEqual(["stuck", "idle"]);
    expect(JSON.parse(at.inbox.received[1]!.body)).toMatchObject({
      v: 1,
      session: { id: info.id, name: info.name },
      evidence: "it shows",
      title: `${info.name} is done`,
      url: `http://127.0.0.1:1/sessions/${info.id}`,
    });
  });

  test("tells a status of a session once in ten seconds", async () => {
    await using at = await house(["idle", "stuck"]);
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = Date.now();
    const [one, other] = [anInfo(), anInfo({ id: "other" })];
    at.notifier.tell(one, reached("idle"), []);
    at.notifier.tell(one, reached("idle"), []);
    at.notifier.tell(one, reached("stuck"), []);
    at.notifier.tell(other, reached("idle"), []);
    await expect.poll(at.told).toEqual(["idle", "stuck", "idle"]);
    vi.setSystemTime(start + 9_999);
    at.notifier.tell(one, reached("idle"), []);
    vi.setSystemTime(start + 10_000);
    at.notifier.tell(one, reached("stuck"), []);
    await expect.poll(at.told).toEqual(["idle", "stuck", "idle", "stuck"]);
  });
});
