import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hono } from "hono";
import { ErrorBody } from "@/shared/error_body.ts";
import { type Guarded, isKnown } from "@/server/http/guard.ts";
import {
  type HttpHouse,
  httpHouse,
  SESSION,
  signIn,
  TOKEN,
  UPGRADED,
  URL_HERE,
} from "./support.ts";

/** Method, path, body, what it answers to those who may, and who may. */
type Route = [string, string, unknown, number, "all" | "known" | "local"];

const ROUTES: Route[] = [
  ["GET", "/", undefined, 200, "all"],
  ["GET", "/sessions/abc", undefined, 200, "all"],
  ["GET", "/assets/a.js", undefined, 200, "all"],
  ["GET", "/none.js", undefined, 404, "all"],
  ["GET", "/api/v1/health", undefined, 200, "all"],
  ["POST", "/api/v1/login", { ticket: "wrong" }, 401, "all"],
  ["GET", "/api/v1/status", undefined, 200, "known"],
  ["GET", "/api/v1/sessions", undefined, 200, "known"],
  ["GET", SESSION, undefined, 200, "known"],
  ["GET", `${SESSION}/messages`, undefined, 200, "known"],
  ["GET", `${SESSION}/conversation`, undefined, 200, "known"],
  ["GET", `${SESSION}/output`, undefined, 200, "known"],
  ["GET", `${SESSION}/records`, undefined, 200, "known"],
  ["POST", `${SESSION}/input`, { text: "y", raw: true }, 204, "known"],
  ["GET", `${SESSION}/queue`, undefined, 200, "known"],
  ["DELETE", `${SESSION}/queue/1`, undefined, 404, "known"],
  ["POST", `${SESSION}/choose`, { choice: "1" }, 409, "known"],
  ["POST", `${SESSION}/messages/1/choose`, { choice: "1" }, 409, "known"],
  ["POST", `${SESSION}/signal`, { signal: "SIGINT" }, 204, "known"],
  ["POST", `${SESSION}/stop`, undefined, 204, "known"],
  ["GET", "/api/v1/none", undefined, 404, "known"],
  ["DELETE", SESSION, undefined, 404, "known"],
  ["POST", "/api/v1/tickets", undefined, 201, "local"],
  ["POST", "/api/v1/shutdown", undefined, 202, "local"],
  ["GET", "/ws", undefined, UPGRADED, "all"],
  ["GET", "/monitor", undefined, UPGRADED, "all"],
  ["GET", "/ws/dashboard", undefined, UPGRADED, "all"],
  ["GET", "/ws/agent", undefined, UPGRADED, "local"],
];

const sockets = ["/ws", "/monitor", "/ws/dashboard", "/ws/agent"];

/** One for all: whoever is refused changes nothing, and that is looked at. */
let house: HttpHouse;
beforeAll(async () => {
  house = await httpHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** What has been carried out so far. */
const done = () => [...house.orders, house.clock.stops];

function send(
  [method, path, body]: Route,
  headers: Record<string, string>,
  local = false,
): Promise<Response> {
  return house.request(path, {
    method,
    local,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(sockets.includes(path) ? { upgrade: "websocket" } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const named = ROUTES.map((route) =>
  [`${route[0]} ${route[1]}`, route] as const
);

async function refused(response: Response, code: string): Promise<void> {
  const { error } = await response.json();
  expect(ErrorBody.parse(error)).toMatchObject({ code });
}

describe.each(named)("%s", (_name, route) => {
  const [method, path, , answer, who] = route;

  test.each<[string, Record<string, string>]>([
    ["without a token", {}],
    ["with a wrong token", { authorization: `Bearer ${TOKEN.slice(1)}` }],
    ["with no token after Bearer", { authorization: "Bearer " }],
    ["with the token as a password", { authorization: `Basic ${TOKEN}` }],
    ["with a cookie of its own making", {
      cookie: `streamer_7433=9999999999999.${"0".repeat(16)}.${"0".repeat(64)}`,
      origin: URL_HERE,
    }],
  ])("%s is for those who need none", async (_name, headers) => {
    const before = done();
    const response = await send(route, headers);
    if (who === "all") return expect(response.status).toBe(answer);
    // The socket's door says first that it is not open to the network.
    const agent = path === "/ws/agent";
    expect(response.status).toBe(agent ? 403 : 401);
    await refused(response, agent ? "forbidden" : "unauthorized");
    expect(done()).toEqual(before);
  });

  test("is open to the token, and only on this machine where that is not enough", async () => {
    const authorization = `Bearer ${TOKEN}`;
    const remote = await send(route, { authorization });
    expect(remote.status).toBe(who === "local" ? 403 : answer);
    const local = await send(route, {}, true);
    expect(local.status).toBe(answer);
  });

  test("is open to the page's cookie, with its origin where something changes", async () => {
    const cookie = await signIn(house);
    const page = await send(route, { cookie, origin: URL_HERE });
    expect(page.status).toBe(who === "local" ? 403 : answer);
    const bare = await send(route, { cookie });
    if (who !== "all" && method !== "GET") {
      expect(bare.status).toBe(401);
    } else expect(bare.status).toBe(page.status);
  });

  test.each<[string, Record<string, string>]>([
    ["host", { host: "evil.example:7433" }],
    ["host's port", { host: "127.0.0.1:80" }],
    ["host that only begins right", { host: "127.0.0.1:7433.evil.example" }],
    ["origin", { origin: "http://evil.example" }],
    ["origin's port", { origin: "http://127.0.0.1:1" }],
    ["origin's scheme", { origin: "https://127.0.0.1:7433" }],
    ["opaque origin", { origin: "null" }],
    ["site's page", { "sec-fetch-site": "cross-site" }],
    ["port's page", { "sec-fetch-site": "same-site" }],
  ])("refuses another %s, whoever sends it", async (_name, headers) => {
    const before = done();
    const authorization = `Bearer ${TOKEN}`;
    const response = await send(route, { authorization, ...headers });
    expect(response.status).toBe(403);
    await refused(response, "forbidden");
    expect(done()).toEqual(before);
  });
});

test.each(["127.0.0.1:7433", "localhost:7433", "LOCALHOST:7433", "[::1]:7433"])(
  "guard() knows the server as %s",
  async (host) => {
    const headers = { host, origin: `http://${host.toLowerCase()}` };
    const response = await house.request("/api/v1/health", { headers });
    expect(response.status).toBe(200);
  },
);

test("guard() lets a link on another site lead here, but not its scripts", async () => {
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect((await house.request("/", { headers: link })).status).toBe(200);
  const script = { ...link, "sec-fetch-mode": "no-cors" };
  expect((await house.request("/", { headers: script })).status).toBe(403);
  const form = await house.request("/api/v1/login", {
    method: "POST",
    headers: link,
  });
  expect(form.status).toBe(403);
});

test("isKnown() does not take a cookie alone for a page that opens a socket", async () => {
  const { auth } = house;
  const app = new Hono<Guarded>().get(
    "/ws",
    async (c) => c.json(await isKnown(c, { auth, url: URL_HERE })),
  );
  const knows = async (headers: Record<string, string>, local = false) => {
    const request = new Request(`${URL_HERE}/ws`, { headers });
    return await (await app.fetch(request, { local })).json();
  };
  const cookie = await signIn(house);
  const upgrade = "websocket";
  expect(await knows({ upgrade, cookie })).toBe(false);
  expect(await knows({ upgrade, cookie, origin: URL_HERE })).toBe(true);
  expect(await knows({ upgrade, authorization: `bearer ${TOKEN}` })).toBe(true);
  expect(await knows({ upgrade, cookie, authorization: "Bearer x" })).toBe(
    false,
  );
  // Cookies are shared between ports: another server's has another name.
  expect(await knows({ cookie: cookie.replace("7433", "7434") })).toBe(false);
  expect(await knows({}, true)).toBe(true);
});
