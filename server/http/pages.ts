/**
 * The dashboard's files. They hold no secrets: everything behind the page asks
 * for a sign-in.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { StreamerError } from "@/shared/errors.ts";
import type { Guarded } from "./guard.ts";
import type { Asset, Assets } from "./ports.ts";

export function pageRoutes(assets: Assets) {
  const page = async (c: Context<Guarded>) => {
    const index = await assets.get("/index.html");
    if (index) return send(c, index, "no-cache");
    throw new StreamerError(
      "unavailable",
      "Cannot show the dashboard: it has not been built",
    );
  };
  return new Hono<Guarded>()
    .get("/", page)
    .get("/sessions/:id", page)
    .get("*", async (c) => {
      const asset = await assets.get(c.req.path);
      if (!asset) {
        throw new StreamerError("not_found", `Cannot find "${c.req.path}"`);
      }
      // Vite puts a hash of the contents into the names below /assets.
      const hashed = c.req.path.startsWith("/assets/");
      return send(
        c,
        asset,
        hashed ? "public, max-age=31536000, immutable" : "no-cache",
      );
    });
}

function send(c: Context<Guarded>, asset: Asset, caching: string) {
  return c.body(asset.body, 200, {
    "Content-Type": asset.contentType,
    "Cache-Control": caching,
  });
}
