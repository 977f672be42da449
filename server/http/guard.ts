/**
 * What every request over TCP must pass before anything else looks at it: the
 * Host and Origin checks that keep other web pages out, and who sent it.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { StreamerError } from "@/shared/errors.ts";
import type { Auth } from "./auth.ts";
import type { Connection } from "./ports.ts";

export interface Guarded {
  Bindings: Connection;
}

/** The names under which the loopback server may be addressed. */
const HOST_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** The cookie's name; cookies are shared between ports, so it tells them apart. */
export function cookieName(url: string): string {
  return `streamer_${new URL(url).port || "80"}`;
}

/**
 * Refuses a Host that is not ours (DNS rebinding), an Origin that is not this
 * very server, and requests that another site's page has made.
 */
export function guard(url: () => string): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    if (!c.env.local) check(c, new URL(url()).port || "80");
    await next();
  };
}

function check(c: Context<Guarded>, port: string): void {
  const hosts = HOST_NAMES.map((name) =>
    port === "80" ? name : `${name}:${port}`
  );
  const host = c.req.header("host") ?? "";
  if (!hosts.includes(host.toLowerCase())) {
    throw new StreamerError("forbidden", `Cannot serve host "${host}"`);
  }
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
    throw new StreamerError("forbidden", `Cannot serve origin "${origin}"`);
  }
  const site = c.req.header("sec-fetch-site") ?? "none";
  const navigates = c.req.method === "GET" &&
    c.req.header("sec-fetch-mode") === "navigate";
  if (site !== "same-origin" && site !== "none" && !navigates) {
    throw new StreamerError("forbidden", "Cannot serve another site's page");
  }
}

/**
 * Whether the request's sender is known: by the Unix socket it came through,
 * by the token, or by the cookie. A cookie alone does not do for what changes
 * something or opens a socket: there the page's Origin must be shown too.
 */
export async function isKnown(
  c: Context<Guarded>,
  { auth, url }: { auth: Auth; url: string },
): Promise<boolean> {
  if (c.env.local) return true;
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "");
  if (bearer) return await auth.isToken(bearer[1]!);
  const cookie = getCookie(c, cookieName(url));
  if (cookie === undefined) return false;
  const reads = c.req.method === "GET" && c.req.header("upgrade") === undefined;
  if (!reads && c.req.header("origin") === undefined) return false;
  return await auth.isCookie(cookie);
}

/** Lets only known senders pass. */
export function known(
  options: { auth: Auth; url: () => string },
): MiddlewareHandler<Guarded> {
  return async (c, next) => {
    const { auth, url } = options;
    if (!await isKnown(c, { auth, url: url() })) {
      throw new StreamerError(
        "unauthorized",
        "Cannot tell who you are: sign in with a link from `streamer server status`, or send the token",
      );
    }
    await next();
  };
}

/** Lets only requests through the Unix socket pass. */
export const localOnly: MiddlewareHandler<Guarded> = async (c, next) => {
  if (!c.env.local) {
    throw new StreamerError(
      "forbidden",
      "Cannot do this over the network: use the command line on this machine",
    );
  }
  await next();
};
