import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { headerText, ntfy } from "@/server/notify/ntfy.ts";
import { post } from "@/server/notify/post.ts";
import { webhook } from "@/server/notify/webhook.ts";
import { Inbox, never } from "../../support/inbox.ts";
import { anInfo } from "../store/support.ts";
import { makeNotice } from "@/server/notify/notice.ts";
import { aNotice, untilTheEnd } from "./support.ts";

const SECRET = "correct horse battery";

describe("webhook()", () => {
  test("posts the notice as JSON, and signs timestamp and body", async () => {
    await using inbox = new Inbox();
    const way = webhook({ url: `${inbox.url}/hook`, secret: SECRET }, []);
    const notice = aNotice();
    await way.deliver(notice, untilTheEnd());
    const [{ path, headers, body }] = inbox.received as [
      typeof inbox.received[0],
    ];
    expect(path).toBe("/hook");
    expect(headers.get("content-type")).toBe("application/json");
    expect(JSON.parse(body)).toEqual(notice);
    const timestamp = headers.get("x-streamer-timestamp")!;
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
    const expected = createHmac("sha256", SECRET)
      .update(`${timestamp}.${body}`).digest("hex");
    expect(headers.get("x-streamer-signature")).toBe(`v1=${expected}`);
  });

  test("sends no signature without a secret", async () => {
    await using inbox = new Inbox();
    await webhook({ url: inbox.url }, []).deliver(aNotice(), untilTheEnd());
    expect(inbox.received[0]?.headers.get("x-streamer-signature")).toBeNull();
  });

  test("is named by its host alone, and told of what its own setting says", () => {
    const url = "https://user:pass@hooks.example.org/T0/secret?key=1";
    expect(webhook({ url }, ["idle"])).toMatchObject({
      name: "webhook hooks.example.org",
      when: ["idle"],
    });
    expect(webhook({ url, when: [] }, ["idle"]).when).toEqual([]);
  });
});

describe("ntfy()", () => {
  test("posts evidence as text, and the rest as headers", async () => {
    await using inbox = new Inbox();
    const way = ntfy({ url: `${inbox.url}/topic`, token: "tk_1" }, []);
    const info = anInfo({ name: "größer\n1" });
    const notice = makeNotice(info, {
      status: "stuck",
      evidence: "kein Zeichen für 120 s",
      dashboard: "http://127.0.0.1:7433",
      at: 1,
    });
    await way.deliver(notice, untilTheEnd());
    const [{ path, headers, body }] = inbox.received as [
      typeof inbox.received[0],
    ];
    expect([path, body]).toEqual(["/topic", "kein Zeichen für 120 s"]);
    expect(Object.fromEntries(headers)).toMatchObject({
      priority: "4",
      tags: "warning",
      click: notice.url,
      authorization: "Bearer tk_1",
    });
    expect(headers.get("title")).toBe(
      `=?UTF-8?B?${btoa("gr\xc3\xb6\xc3\x9fer 1 is stuck")}?=`,
    );
  });

  test("leaves plain titles as they are", () => {
    expect(headerText("a\r\nb: c")).toBe("a b: c");
  });
});

describe("post()", () => {
  const options = () => ({ headers: {}, body: "x", signal: untilTheEnd() });

  test.each([
    [204, undefined],
    [301, {
      temporary: false,
      message: "answered 301, and redirects are not followed",
    }],
    [404, { temporary: false, message: "answered 404" }],
    [429, { temporary: true, message: "answered 429" }],
    [503, { temporary: true, message: "answered 503" }],
  ])("takes an answer of %i for %o", async (status, problem) => {
    await using inbox = new Inbox(() =>
      new Response(null, { status, headers: { location: "/elsewhere" } })
    );
    const posted = post(inbox.url, options());
    if (problem) await expect(posted).rejects.toMatchObject(problem);
    else await expect(posted).resolves.toBeUndefined();
    expect(inbox.received).toHaveLength(1);
  });

  test("gives up a server that does not answer", async () => {
    await using inbox = new Inbox((_, signal) => never(signal));
    await expect(post(inbox.url, { ...options(), timeout: 100 })).rejects
      .toMatchObject({ temporary: true, message: "no answer within 0.1 s" });
  });

  test("does not read an answer without end", async () => {
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        }),
      );
    await using inbox = new Inbox(endless);
    await expect(post(inbox.url, options())).resolves.toBeUndefined();
  });

  test("names no address when nobody is there", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    await expect(post(`http://127.0.0.1:${port}/secret`, options())).rejects
      .toMatchObject({ temporary: true, message: "cannot be reached" });
  });
});
