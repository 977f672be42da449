import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "@/scripts/project.ts";
import {
  formatCoverage,
  percent,
  readCoverage,
  sum,
} from "@/scripts/test/coverage.ts";

const PATH = "shared/glob.ts";

describe("readCoverage()", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await Deno.makeTempDir();
    const lines = (await Deno.readTextFile(`${ROOT}/${PATH}`)).split("\n");
    const first = lines.findIndex((line) =>
      line.startsWith("export function")
    ) + 1;
    const statements = [first, first + 1].map((line) => ({ start: { line } }));
    await Deno.writeTextFile(
      `${folder}/vitest.json`,
      JSON.stringify({
        [`${ROOT}/${PATH}`]: {
          statementMap: { ...statements },
          s: { 0: 0, 1: 0 },
        },
      }),
    );
  });

  afterEach(() => Deno.remove(folder, { recursive: true }));

  const read = () =>
    readCoverage({
      vitest: `${folder}/vitest.json`,
      children: `${folder}/children`,
    });

  test("counts a line once, whatever ran it", async () => {
    expect(await read()).toEqual([{ path: PATH, lines: 2, covered: 0 }]);
  });

  test("adds what ran in a child process that ended by itself", async () => {
    const script = `
      const exports = await import("${new URL(
      `../../../../${PATH}`,
      import.meta.url,
    )}");
      for (const each of Object.values(exports)) if (typeof each === "function") each("a*", "ab");
      Deno.exit(0);`;
    await Deno.writeTextFile(`${folder}/child.ts`, script);
    await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-q",
        "-A",
        "--config",
        `${ROOT}/deno.json`,
        `${folder}/child.ts`,
      ],
      env: { DENO_COVERAGE_DIR: `${folder}/children` },
    }).output();
    // What a process leaves that is killed while it writes.
    await Deno.writeTextFile(`${folder}/children/empty.json`, "");
    await Deno.writeTextFile(`${folder}/children/cut.json`, '{"url": "file');
    expect(await read()).toEqual([{ path: PATH, lines: 2, covered: 2 }]);
  });
});

describe("formatCoverage()", () => {
  const files = [
    { path: "server/a.ts", lines: 10, covered: 9 },
    { path: "server/b.ts", lines: 10, covered: 1 },
    { path: "server/http/c.ts", lines: 4, covered: 4 },
  ];

  test("shows folders, and files that are below what is wanted", () => {
    expect(
      formatCoverage(files, 80).map((line) =>
        line.trim().split(/\s+/).slice(0, 2)
      ),
    ).toEqual([
      ["server/", "50.0"],
      ["server/b.ts", "10.0"],
      ["server/http/", "100.0"],
    ]);
  });

  test("percent() of the sum() weighs by lines", () => {
    expect(percent(sum("", files))).toBeCloseTo(100 * 14 / 24);
    expect(percent(sum("", []))).toBe(100);
  });
});
