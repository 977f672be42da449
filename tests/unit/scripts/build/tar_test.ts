import { describe, expect, test } from "vitest";
import { readTar, type TarFile, writeTar } from "@/scripts/build/tar.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("writeTar()", () => {
  const files: TarFile[] = [
    { path: "deno", mode: 0o755, data: bytes("x".repeat(512)) },
    { path: "empty", mode: 0o644, data: bytes("") },
    { path: "app/ünï.txt", mode: 0o644, data: bytes("one") },
    {
      path: `app/${"d".repeat(90)}/${"f".repeat(90)}.js`,
      mode: 0o644,
      data: bytes("two"),
    },
  ];

  test("makes what readTar() reads", async () => {
    expect([...readTar(await writeTar(files))]).toEqual(files);
  });

  test("makes what tar(1) unpacks, with modes", async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeFile(`${folder}/a.tar`, await writeTar(files));
      const { success } = await new Deno.Command("tar", {
        args: ["-xf", "a.tar"],
        cwd: folder,
      }).output();
      expect(success).toBe(true);
      for (const { path, mode, data } of files) {
        expect(await Deno.readFile(`${folder}/${path}`)).toEqual(data);
        expect((await Deno.stat(`${folder}/${path}`)).mode! & 0o777).toBe(mode);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

  test("refuses a path that the format cannot hold", async () => {
    const path = "n".repeat(101);
    await expect(writeTar([{ path, mode: 0o644, data: bytes("") }])).rejects
      .toThrow("the path is too long");
  });
});
