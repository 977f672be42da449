/**
 * The routes, as one chain so that Hono's client can infer them.
 *
 * @module
 */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import * as z from "zod";
import { ERRORS, StreamerError, toStreamerError } from "@/shared/errors.ts";
import { MAX_FRAME, SUBPROTOCOL } from "@/shared/protocol.ts";
import { type Auth, COOKIE_LIFE } from "./auth.ts";
import { serveClient } from "./client_socket.ts";
import { serveFeed } from "./feed_socket.ts";
import { Frames } from "./frames.ts";
import {
  cookieName,
  guard,
  type Guarded,
  isKnown,
  known,
  localOnly,
} from "./guard.ts";
import { pageRoutes } from "./pages.ts";
import type { Ports } from "./ports.ts";
import { sessionRoutes } from "./sessions.ts";
import { validate } from "./validate.ts";

/** Seconds after which a socket whose peer no longer answers is closed. */
const IDLE_TIMEOUT = 60;

const Ticket = z.object({ ticket: z.string().max(200) });

export function createApp(ports: Ports, auth: Auth) {
  const { server } = ports;
  const url = () => server.url();
  const frames = new Frames();
  const sockets = new Hono<Guarded>();
  for (const path of ["/ws", "/monitor", "/ws/dashboard"]) {
    sockets.get(path, async (c) => {
      const welcome = await isKnown(c, { auth, url: url() });
      const { socket, response } = upgrade(c.req.raw, ports);
      serveClient(socket, { ports, auth, frames, known: welcome });
      return response;
    });
  }
  sockets.get("/ws/agent", localOnly, (c) => {
    const { socket, response } = upgrade(c.req.raw, ports);
    serveFeed(socket, { feeds: ports.feeds, auth });
    return response;
  });
  const app = new Hono<Guarded>()
    .use(guard(url))
    // Before the headers: the answer to an upgrade cannot be changed.
    .route("/", sockets)
    .use(headers())
    .on(
      ["POST", "PUT", "PATCH"],
      "*",
      bodyLimit({
        maxSize: MAX_FRAME,
        onError: () => {
          throw new StreamerError(
            "too_large",
            `Cannot take more than ${MAX_FRAME} bytes in one request`,
          );
        },
      }),
    )
    .route("/api/v1", apiRoutes(ports, auth))
    .route("/", pageRoutes(ports.assets));
  app.onError((cause, c) => {
    const error = errorOf(cause);
    return c.json({ error: error.toJSON() }, ERRORS[error.code].status);
  });
  return app;
}

export type App = ReturnType<typeof createApp>;

function apiRoutes(ports: Ports, auth: Auth) {
  const { server } = ports;
  const url = () => server.url();
  return new Hono<Guarded>()
    .get("/health", (c) => c.json({ ok: server.health().ok }, 200))
    .post("/login", validate("json", Ticket), async (c) => {
      const cookie = await auth.redeem(c.req.valid("json").ticket);
      if (cookie === undefined) {
        throw new StreamerError(
          "unauthorized",
          "Cannot use this link: it was used before or has expired",
        );
      }
      setCookie(c, cookieName(url()), cookie, {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: COOKIE_LIFE / 1000,
      });
      return c.body(null, 204);
    })
    .use(known({ auth, url }))
    .get("/status", async (c) => {
      const { version, host, pid, startedAt, database } = server;
      return c.json({
        version,
        host,
        pid,
        startedAt,
        database,
        url: url(),
        databaseBytes: await server.databaseBytes(),
        health: server.health(),
      }, 200);
    })
    .route("/sessions", sessionRoutes(ports))
    .post(
      "/tickets",
      localOnly,
      (c) => c.json({ ticket: auth.addTicket() }, 201),
    )
    .post("/shutdown", localOnly, (c) => {
      server.stop();
      return c.body(null, 202);
    })
    .all("*", (c) => {
      throw new StreamerError("not_found", `Cannot find "${c.req.path}"`);
    });
}

/** What Hono itself refuses is the sender's mistake, such as a body that is no JSON. */
function errorOf(cause: Error): StreamerError {
  if (!(cause instanceof HTTPException)) return toStreamerError(cause);
  const { message } = cause;
  return new StreamerError("bad_request", `Cannot read request: ${message}`, {
    cause,
  });
}

function upgrade(request: Request, ports: Ports) {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new StreamerError(
      "bad_request",
      "Cannot serve this without WebSocket",
    );
  }
  const offered = request.headers.get("sec-websocket-protocol") ?? "";
  const speaks = offered.split(",").some((one) => one.trim() === SUBPROTOCOL);
  return ports.upgrade(request, {
    ...(speaks ? { protocol: SUBPROTOCOL } : {}),
    idleTimeout: IDLE_TIMEOUT,
  });
}

/** No scripts but our own files, no frames, nothing remembered by caches. */
function headers() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // xterm.js positions its cells by style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: "DENY",
    referrerPolicy: "no-referrer",
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    strictTransportSecurity: false,
  });
}
