import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fingerprint, readStamp } from "@/scripts/fingerprint.ts";

describe("fingerprint()", () => {
  let folder: string;
  const print = () => fingerprint([`${folder}/src`, `${folder}/missing`]);

  beforeEach(async () => {
    folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/src/dist`, { recursive: true });
    await Deno.writeTextFile(`${folder}/src/a.ts`, "one");
  });

  afterEach(() => Deno.remove(folder, { recursive: true }));

  test.each<[string, () => Promise<unknown>]>([
    ["a file changes", () => Deno.writeTextFile(`${folder}/src/a.ts`, "three")],
    ["a file is touched", () => Deno.utime(`${folder}/src/a.ts`, 1, 1)],
    ["a file comes", () => Deno.writeTextFile(`${folder}/src/b.ts`, "two")],
    ["a file goes", () => Deno.remove(`${folder}/src/a.ts`)],
    [
      "a missing path appears",
      () => Deno.writeTextFile(`${folder}/missing`, ""),
    ],
  ])("differs when %s", async (_name, change) => {
    const before = await print();
    await change();
    expect(await print()).not.toBe(before);
  });

  test("stays when only what was made from the files changes", async () => {
    const before = await print();
    await Deno.writeTextFile(`${folder}/src/dist/out.js`, "made");
    expect(await print()).toBe(before);
  });

  test("readStamp() of nothing is empty", () => {
    expect(readStamp(`${folder}/none`)).toBe("");
  });
});
