import { describe, expect, test } from "vitest";
import { DiskAssets } from "@/server/assets.ts";
import { tempFolder } from "../store/support.ts";

async function dashboard() {
  const folder = await tempFolder();
  const root = `${folder.path}/dist`;
  await Deno.mkdir(`${root}/assets`, { recursive: true });
  await Deno.writeTextFile(`${root}/index.html`, "<p>hi</p>");
  await Deno.writeTextFile(`${root}/assets/main-Ab_1.js`, "1");
  await Deno.writeTextFile(`${root}/.secret.js`, "no");
  await Deno.writeTextFile(`${folder.path}/outside.js`, "no");
  return {
    assets: new DiskAssets(new URL(`file://${root}/`)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe("DiskAssets", () => {
  test.each([
    ["/index.html", "text/html; charset=utf-8", "<p>hi</p>"],
    ["/assets/main-Ab_1.js", "text/javascript; charset=utf-8", "1"],
  ])("gives %s as %s", async (path, contentType, text) => {
    await using at = await dashboard();
    const asset = await at.assets.get(path);
    expect(asset?.contentType).toBe(contentType);
    expect(new TextDecoder().decode(asset?.body)).toBe(text);
  });

  test.each([
    "/",
    "/missing.js",
    "/assets",
    "/assets/",
    "/index.html/main.js",
    "/../outside.js",
    "/assets/../../outside.js",
    "/%2e%2e/outside.js",
    "//outside.js",
    "/.secret.js",
    "/assets\\main-Ab_1.js",
    "index.html",
    "/index.exe",
    "/a\0.js",
  ])("gives nothing for %j", async (path) => {
    await using at = await dashboard();
    expect(await at.assets.get(path)).toBeUndefined();
  });
});
