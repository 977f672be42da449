/**
 * What the tests of HTTP share: all routes on a hub of their own, without
 * sockets.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";
import type { FeedReply } from "@/shared/feed.ts";
import { createApp } from "@/server/http/app.ts";
import { Auth } from "@/server/http/auth.ts";
import type { Server } from "@/server/http/ports.ts";
import { Feeds } from "@/server/sessions/feeds.ts";
import { Transcripts } from "@/server/sessions/transcript.ts";
import { AT, ID } from "../store/support.ts";
import {
  feedSession,
  HubHouse,
  printed,
  records,
} from "../sessions/support.ts";

export const TOKEN = "0123456789abcdef".repeat(4);
export const URL_HERE = "http://127.0.0.1:7433";

/** What an upgrade is answered with here, so that it can be told from a refusal. */
export const UPGRADED = 503;

/** The routes with one session that is fed, and what its feeder is told. */
export async function httpHouse() {
  const at = await HubHouse.open();
  const orders: FeedReply[] = [];
  const clock = { now: AT, stops: 0 };
  const auth = await Auth.create(TOKEN, () => clock.now);
  const feeds = new Feeds({
    hub: at.hub,
    isAlive: () => Promise.resolve(true),
    collect: () => Promise.resolve(),
  });
  const server: Server = {
    version: "1.2.3",
    host: "here",
    pid: 1,
    startedAt: AT,
    database: "file",
    url: () => URL_HERE,
    databaseBytes: () => at.store.size(),
    health: () => ({ ok: true, problems: [] }),
    onHealth: () => () => {},
    stop: () => clock.stops += 1,
  };
  const app = createApp({
    sessions: at.hub,
    transcripts: new Transcripts({
      hub: at.hub,
      store: at.store,
      stored: () => at.writer.flush(),
    }),
    feeds,
    server,
    assets: {
      get: (path) =>
        Promise.resolve(
          path === "/index.html" || path === "/assets/a.js"
            ? {
              body: new TextEncoder().encode("<p>"),
              contentType: "text/html",
            }
            : undefined,
        ),
    },
    upgrade: () => {
      throw new StreamerError("unavailable", "upgraded");
    },
  }, auth);
  const feed = await feeds.open(feedSession(), (one) => {
    if (one.type !== "feed.ack") orders.push(one);
  });
  feed.ingest(records([printed("\u001b[1mhello\u001b[0m\n")]));
  return {
    hub: at.hub,
    store: at.store,
    auth,
    clock,
    orders,
    feed,
    /** Sends a request the way a browser or program on this machine would. */
    request: (
      path: string,
      { local = false, headers = {}, ...init }: RequestInit & {
        local?: boolean;
        headers?: Record<string, string>;
      } = {},
    ) => {
      const request = new Request(`${URL_HERE}${path}`, {
        ...init,
        headers: { host: "127.0.0.1:7433", ...headers },
      });
      return Promise.resolve(app.fetch(request, { local }));
    },
    [Symbol.asyncDispose]: async () => {
      feeds[Symbol.dispose]();
      await at[Symbol.asyncDispose]();
    },
  };
}

export type HttpHouse = Awaited<ReturnType<typeof httpHouse>>;

/** Signs in with a ticket, as the page does; gives the cookie. */
export async function signIn(house: HttpHouse): Promise<string> {
  const response = await login(house, house.auth.addTicket());
  return response.headers.get("set-cookie")!.split(";")[0]!;
}

export async function login(
  house: HttpHouse,
  ticket: string,
): Promise<Response> {
  return await house.request("/api/v1/login", {
    method: "POST",
    headers: { "content-type": "application/json", origin: URL_HERE },
    body: JSON.stringify({ ticket }),
  });
}

export const SESSION = `/api/v1/sessions/${ID}`;
