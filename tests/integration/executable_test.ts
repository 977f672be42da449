import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "@/scripts/build/compile.ts";
import { hashEmbedded } from "@/scripts/build/embedded.ts";
import { hashFolder } from "@/scripts/build/files.ts";
import { hashPacked, pack } from "@/scripts/build/pack.ts";
import { findTarget } from "@/scripts/build/target.ts";

const MAIN = `
  const { text } = await import("./chunk.js");
  const input = await new Response(Deno.stdin.readable).text();
  const env = Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => /^(STREAMER_|NODE_OPT)/.test(name)),
  );
  console.log(JSON.stringify({ args: Deno.args, cwd: Deno.cwd(), input, env, text }));
  Deno.exit(7);
`;

describe.skipIf(Deno.build.os !== "linux")(
  "an executable made from a staged tree",
  () => {
    let root: string;

    beforeAll(async () => {
      root = await Deno.makeTempDir();
      for (const folder of ["stage/server", "stage/web/dist", "home", "work"]) {
        await Deno.mkdir(`${root}/${folder}`, { recursive: true });
      }
      await Deno.writeTextFile(`${root}/stage/server/main.js`, MAIN);
      await Deno.writeTextFile(
        `${root}/stage/server/chunk.js`,
        "export const text = 'lazy';",
      );
      await Deno.writeTextFile(
        `${root}/stage/web/dist/index.html`,
        "<!doctype html>",
      );
      await Deno.mkdir(`${root}/stage/node_modules/one`, { recursive: true });
      await Deno.writeTextFile(
        `${root}/stage/node_modules/one/package.json`,
        "{}",
      );
      await pack(`${root}/stage`, `${root}/packed`);
    });

    afterAll(() => Deno.remove(root, { recursive: true }));

    async function start(...args: string[]) {
      const child = new Deno.Command(`${root}/packed`, {
        args,
        cwd: `${root}/work`,
        clearEnv: true,
        env: {
          PATH: "/usr/bin:/bin",
          HOME: `${root}/home`,
          NODE_OPTIONS: "--no-warnings",
        },
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      await new Blob(["typed"]).stream().pipeTo(child.stdin);
      const { code, stdout } = await child.output();
      return { code, ...JSON.parse(new TextDecoder().decode(stdout)) };
    }

    test("runs, also when first starts race, and passes on what it was given", async () => {
      const runs = await Promise.all(
        [1, 2, 3].map(() => start("a b", "--", "$HOME", "")),
      );
      for (const run of runs) {
        expect(run).toMatchObject({
          code: 7,
          args: ["a b", "--", "$HOME", ""],
          cwd: `${root}/work`,
          input: "typed",
          text: "lazy",
          env: {
            STREAMER_SELF: `${root}/packed`,
            STREAMER_ENV_NODE_OPTIONS: "=--no-warnings",
            STREAMER_ENV_DENO_DIR: "",
          },
        });
        expect(run.env).not.toHaveProperty("NODE_OPTIONS");
      }
      const unpacked = [...Deno.readDirSync(`${root}/home/.cache/streamer`)];
      expect(unpacked).toHaveLength(1);
    });

    test("a first start removes versions that have not run for a month", async () => {
      const cache = `${root}/home/.cache/streamer`;
      const day = 24 * 60 * 60 * 1000;
      for (const [name, age] of [["old", 40 * day], ["recent", 20 * day]]) {
        await Deno.mkdir(`${cache}/${name}`, { recursive: true });
        await Deno.writeTextFile(`${cache}/${name}/.ok`, "");
        const at = new Date(Date.now() - Number(age));
        await Deno.utime(`${cache}/${name}/.ok`, at, at);
      }
      const [current] = [...Deno.readDirSync(cache)]
        .map(({ name }) => name).filter((name) => name.length === 32);
      await Deno.remove(`${cache}/${current}`, { recursive: true });
      expect(await start()).toMatchObject({ code: 7 });
      const left = [...Deno.readDirSync(cache)].map(({ name }) => name);
      expect(left.sort()).toEqual([current, "recent"].sort());
    });

    test("hashPacked() finds what was staged", async () => {
      expect(await hashPacked(`${root}/packed`)).toEqual(
        await hashFolder(`${root}/stage`),
      );
    });

    test("hashEmbedded() finds what was staged", async () => {
      // Any program can stand in for the base binary as long as nobody runs the result.
      Deno.env.set("DENORT_BIN", Deno.execPath());
      try {
        const output = `${root}/compiled`;
        const job = { target: findTarget(), folder: `${root}/stage`, output };
        expect(await compile(job)).toBe(null);
        expect(await hashEmbedded(output)).toEqual(
          await hashFolder(`${root}/stage`),
        );
      } finally {
        Deno.env.delete("DENORT_BIN");
      }
    });

    test("compile() says why there is no base binary", async () => {
      Deno.env.set("DENORT_BIN", `${root}/nothing`);
      try {
        const job = {
          target: findTarget(),
          folder: `${root}/stage`,
          output: `${root}/x`,
        };
        expect(await compile(job)).toContain(`${root}/nothing`);
      } finally {
        Deno.env.delete("DENORT_BIN");
      }
    });
  },
);
