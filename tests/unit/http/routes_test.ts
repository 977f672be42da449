import { describe, expect, test } from "vitest";
import { type Message, SessionInfo } from "@/shared/domain.ts";
import { decodeRecords } from "@/shared/decode_records.ts";
import { ConversationPage, MAX_FRAME } from "@/shared/protocol.ts";
import { EXIT, printed, records } from "../sessions/support.ts";
import { aBatch, aMessage, AT, ID, turnEntry } from "../store/support.ts";
import { type HttpHouse, httpHouse, SESSION } from "./support.ts";

const get = (house: HttpHouse, path: string) =>
  house.request(path, { local: true });

function post(house: HttpHouse, path: string, body?: unknown) {
  return house.request(path, {
    local: true,
    method: "POST",
    ...(body === undefined ? {} : {
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  });
}

const CONVERSATION: Message[] = [1, 2, 3].flatMap((turn) => [
  aMessage({
    id: turn * 2 - 1,
    turn,
    kind: "tool",
    tool: { name: "Bash", input: "ls", result: "a", state: "done" },
  }),
  aMessage({
    id: turn * 2,
    turn,
    kind: "permission",
    permission: { choices: [{ key: "1", label: "Yes" }], chosen: "1" },
  }),
]);

/** Adds a session that has ended, with two turns of three complete; gives its path. */
async function addConversation(house: HttpHouse): Promise<string> {
  const info = { id: "talk000000", name: "talk", endedAt: AT };
  const entries = [1, 2].map((turn) => turnEntry(turn, { turn }));
  await house.store.commit([aBatch({ info, entries, messages: CONVERSATION })]);
  return "/api/v1/sessions/talk";
}

async function errorOf(response: Response): Promise<string> {
  const { error } = await response.json();
  return `${response.status} ${error.code}: ${error.message}`;
}

describe("the routes of sessions", () => {
  test("find a session by id, by the beginning of it, and by name", async () => {
    await using house = await httpHouse();
    for (const name of [ID, ID.slice(0, 3), "build"]) {
      const response = await get(house, `/api/v1/sessions/${name}`);
      expect(SessionInfo.parse(await response.json())).toMatchObject({
        id: ID,
      });
    }
    expect(await errorOf(await get(house, "/api/v1/sessions/none")))
      .toContain('404 not_found: Cannot find session "none"');
    const list = await (await get(house, "/api/v1/sessions")).json();
    expect(list).toHaveLength(1);
  });

  test("give the output as it was printed, clean, or as records", async () => {
    await using house = await httpHouse();
    house.feed.ingest(records([{ type: "input", text: "y" }], 2));
    const raw = await get(house, `${SESSION}/output`);
    expect(await raw.text()).toBe("\u001b[1mhello\u001b[0m\n");
    const clean = await get(house, `${SESSION}/output?format=clean`);
    expect(await clean.text()).toBe("hello\n");
    expect(clean.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(clean.headers.get("content-disposition")).toContain(`${ID}.txt`);
    const all = await (await get(house, `${SESSION}/records`)).arrayBuffer();
    const types = decodeRecords(new Uint8Array(all)).records
      .map(({ event }) => event.type);
    expect(types).toEqual(["output", "input"]);
  });

  test("follow the output to the end, or until the reader has left", async () => {
    await using house = await httpHouse();
    const path = `${SESSION}/output?format=clean&follow=1`;
    const left = (await get(house, path)).body!.getReader();
    await left.read();
    await left.cancel();
    const response = await get(house, path);
    house.feed.ingest(records([printed("more\n"), EXIT], 2));
    expect(await response.text()).toBe("hello\nmore\n");
  });

  test("give the conversation", async () => {
    await using house = await httpHouse();
    await get(house, `${SESSION}/output`).then((one) => one.text());
    const response = await get(house, `${SESSION}/messages?limit=1`);
    expect(ConversationPage.parse(await response.json())).toMatchObject({
      messages: [{ id: 1, text: "hello\n" }],
      turns: [],
    });
  });

  test("give messages with tools and permissions, and the turns of a page", async () => {
    await using house = await httpHouse();
    const path = await addConversation(house);
    const page = async (query: string) => {
      const response = await get(house, `${path}/messages?${query}`);
      const { messages, turns } = ConversationPage.parse(await response.json());
      return {
        messages,
        ids: messages.map(({ id }) => id),
        turns: turns.map(({ turn }) => turn),
      };
    };
    expect(await page("limit=3")).toMatchObject({ ids: [4, 5, 6], turns: [2] });
    expect(await page("after=0&limit=2"))
      .toMatchObject({ ids: [1, 2], turns: [1] });
    expect(await page("after=3&before=6"))
      .toMatchObject({ ids: [4, 5], turns: [2] });
    const all = await page("");
    expect(all.turns).toEqual([1, 2]);
    expect(all.messages).toStrictEqual(CONVERSATION);
    expect(await page("before=1")).toMatchObject({ ids: [], turns: [] });
  });

  test("give the whole conversation, a message a line", async () => {
    await using house = await httpHouse();
    const path = await addConversation(house);
    const response = await get(house, `${path}/conversation`);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toStrictEqual(CONVERSATION);
  });

  test("follow the conversation to the end, or until the reader has left", async () => {
    await using house = await httpHouse();
    const path = `${SESSION}/conversation?follow=1`;
    const response = await get(house, path);
    const left = (await get(house, path)).body!.getReader();
    const first = left.read();
    house.feed.ingest(records([{ type: "input", text: "y\r" }], 2));
    expect(new TextDecoder().decode((await first).value)).toContain("hello");
    await left.cancel();
    house.feed.ingest(records([EXIT], 3));
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).text)).toEqual([
      "hello\n",
      "y",
    ]);
  });

  test("pass on typing, signals and the wish to stop", async () => {
    await using house = await httpHouse();
    await post(house, `${SESSION}/input`, {
      text: "yes\r",
      raw: true,
    });
    await post(house, `${SESSION}/signal`, { signal: "SIGINT" });
    await post(house, "/api/v1/sessions/build/stop");
    expect(house.orders).toEqual([
      { type: "feed.input", text: "yes\r" },
      { type: "feed.signal", signal: "SIGINT" },
      { type: "feed.stop" },
    ]);
    house.feed.ingest(records([EXIT], 2));
    expect(await errorOf(await post(house, `${SESSION}/stop`)))
      .toMatch(/^409 conflict: .* has ended$/);
  });

  test("queue a message, show it, and take it back", async () => {
    await using house = await httpHouse();
    house.feed.ingest(records([printed("busy")], 2));
    const first = await post(house, `${SESSION}/input`, {
      text: "one",
      wait: false,
    });
    expect([first.status, await first.json()]).toEqual([202, { id: "1" }]);
    const second = post(house, `${SESSION}/input`, { text: "two" });
    const queue = `${SESSION}/queue`;
    await expect.poll(async () => (await get(house, queue)).json())
      .toMatchObject([
        { id: "1", text: "one", state: "waiting" },
        { id: "2", text: "two", state: "waiting" },
      ]);
    const gone = await house.request(`${queue}/2`, {
      method: "DELETE",
      local: true,
    });
    expect(gone.status).toBe(204);
    expect(await errorOf(await second)).toMatch(/^409 .*it was taken back$/);
    expect(await (await get(house, queue)).json()).toMatchObject([{ id: "1" }]);
    expect(house.orders).toEqual([]);
  });

  test("take a message back whose sender has left or has no more time", async () => {
    await using house = await httpHouse();
    house.feed.ingest(records([printed("busy")], 2));
    const late = await post(house, `${SESSION}/input`, {
      text: "late",
      timeout: 0.01,
    });
    expect(await errorOf(late)).toMatch(/^409 .*it is working; .*taken back$/);
    const following = await post(house, `${SESSION}/input?follow=1`, {
      text: "left",
    });
    const lines = following.body!.getReader();
    const { value } = await lines.read();
    expect(new TextDecoder().decode(value)).toBe('{"id":"2"}\n');
    const queue = async () => (await get(house, `${SESSION}/queue`)).json();
    expect(await queue()).toMatchObject([{ id: "2", text: "left" }]);
    await lines.cancel();
    expect(await queue()).toEqual([]);
    expect(house.orders).toEqual([]);
  });

  test.each([
    ["/input", { text: 1 }, '"text"'],
    ["/input", "{", "JSON"],
    ["/input", { text: "y", timeout: 0 }, '"timeout"'],
    ["/input", { text: " \n" }, "no text in it"],
    ["/choose", {}, '"choice"'],
    ["/messages/x/choose", { choice: "1" }, '"message"'],
    ["/signal", { signal: "SIGSEGV" }, '"signal"'],
  ])("refuse to POST %s with %j", async (path, body, reason) => {
    await using house = await httpHouse();
    const error = await errorOf(await post(house, SESSION + path, body));
    expect(error).toMatch(/^400 bad_request/);
    expect(error).toContain(reason);
    expect(house.orders).toEqual([]);
  });

  test.each([
    "/api/v1/sessions?limit=0",
    "/api/v1/sessions?all=yes",
    `${SESSION}/messages?limit=501`,
    `${SESSION}/output?format=html`,
  ])("refuse to GET %s", async (path) => {
    await using house = await httpHouse();
    expect(await errorOf(await get(house, path))).toMatch(/^400 bad_request/);
  });

  test("take no body larger than a frame", async () => {
    await using house = await httpHouse();
    const text = "x".repeat(MAX_FRAME);
    expect(await errorOf(await post(house, `${SESSION}/input`, { text })))
      .toMatch(/^413 too_large/);
  });
});

test("every answer forbids what the page does not need", async () => {
  await using house = await httpHouse();
  for (const path of ["/", "/api/v1/health", "/none", "/api/v1/none"]) {
    const { headers } = await house.request(path);
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

test("pages are asked for anew, files with a hash in their name are kept", async () => {
  await using house = await httpHouse();
  const caching = async (path: string) =>
    (await house.request(path)).headers.get("cache-control");
  expect(await caching("/")).toBe("no-cache");
  expect(await caching("/assets/a.js")).toContain("immutable");
});

test("a socket's door says what it is to those who come without WebSocket", async () => {
  await using house = await httpHouse();
  for (const path of ["/ws", "/monitor", "/ws/dashboard", "/ws/agent"]) {
    expect(await errorOf(await get(house, path)))
      .toBe("400 bad_request: Cannot serve this without WebSocket");
  }
});

test("only this machine's own programs make tickets and end the server", async () => {
  await using house = await httpHouse();
  const { ticket } = await (await post(house, "/api/v1/tickets")).json();
  expect(await house.auth.redeem(ticket)).toBeDefined();
  await post(house, "/api/v1/shutdown");
  expect(house.clock.stops).toBe(1);
});
