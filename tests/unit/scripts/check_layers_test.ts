import { describe, expect, test } from "vitest";
import { readModule } from "@/scripts/layers/read_module.ts";
import { violations } from "@/scripts/layers/rules.ts";

const check = (path: string, text: string) =>
  violations(readModule(path, text));

describe("violations()", () => {
  test.each([
    ["shared/a.ts", `import * as z from "zod";`],
    [
      "server/config.ts",
      `import config from "../deno.json" with { type: "json" };`,
    ],
    [
      "server/pipeline/a.ts",
      `import type { Profile } from "../profiles/profile.ts";`,
    ],
    [
      "server/pipeline/a.ts",
      `import { type Profile } from "../profiles/profile.ts";`,
    ],
    [
      "server/sessions/a.ts",
      `import { Pipeline } from "../pipeline/pipeline.ts";`,
    ],
    [
      "server/store/a.ts",
      `const { createClient } = await import("@libsql/client");`,
    ],
    [
      "server/http/a.ts",
      `import { secureHeaders } from "hono/secure-headers";`,
    ],
    ["server/http/a.ts", `export type Info = Deno.ServeHandlerInfo;`],
    [
      "server/main.ts",
      `import { run } from "./commands/run.ts"; Deno.exit(1);`,
    ],
    ["web/src/a.ts", `import type { App } from "@/server/http/app.ts";`],
    [
      "web/src/A.svelte",
      `<script lang="ts">import { x } from "@/shared/x.ts";</script>`,
    ],
  ])("allows in %s: %s", (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test.each([
    ["shared/a.ts", `import "hono";`, "shared must not import hono"],
    ["shared/a.ts", `Deno.cwd();`, "shared must not use Deno.cwd"],
    [
      "shared/a.ts",
      `import "../server/config.ts";`,
      "shared must not import server/config.ts",
    ],
    [
      "server/pipeline/a.ts",
      `import { pick } from "../profiles/registry.ts";`,
      "pipeline must not import server/profiles/registry.ts",
    ],
    [
      "server/profiles/a.ts",
      `import type { Pipeline } from "../pipeline/pipeline.ts";`,
      "profiles must not import types of server/pipeline/pipeline.ts",
    ],
    [
      "server/store/a.ts",
      `export * from "@/server/http/ports.ts";`,
      "store must not import server/http/ports.ts",
    ],
    [
      "server/http/a.ts",
      `await Deno.stat("/");`,
      "http must not use Deno.stat",
    ],
    ["server/http/a.ts", `import "node:fs";`, "http must not import node:fs"],
    [
      "server/http/a.ts",
      `type Hub = import("../sessions/hub.ts").Hub;`,
      "http must not import types of server/sessions/hub.ts",
    ],
    [
      "server/feed/a.ts",
      `await import("../commands/run.ts");`,
      "feed must not import server/commands/run.ts",
    ],
    ["server/feed/a.ts", `Deno.exit(1);`, "feed must not use Deno.exit"],
    [
      "web/src/a.ts",
      `import { app } from "@/server/http/app.ts";`,
      "web must not import server/http/app.ts",
    ],
    [
      "web/src/a.ts",
      `import type { Hub } from "@/server/sessions/hub.ts";`,
      "web must not import types of server/sessions/hub.ts",
    ],
  ])("refuses in %s: %s", (path, text, message) => {
    expect(check(path, text)).toEqual([`${path}:1: ${message}`]);
  });

  test("names the line within a Svelte component", () => {
    const text =
      `<h1>Title</h1>\n<script lang="ts">\n  import "commander";\n</script>\n`;
    expect(check("web/src/A.svelte", text)).toEqual([
      "web/src/A.svelte:3: web must not import commander",
    ]);
  });

  test("ignores what looks like an import in a text", () => {
    expect(check("shared/a.ts", `const text = 'import "hono"';`)).toEqual([]);
  });
});
