import { describe, expect, test } from "vitest";
import { folders } from "@/server/folders.ts";
import { ServerLock } from "@/server/local/server_lock.ts";
import { tempFolder } from "../store/support.ts";

async function places() {
  const folder = await tempFolder();
  const all = folders({ STREAMER_HOME: folder.path });
  return {
    folders: all,
    file: `${all.runtime}/server.lock`,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

describe("ServerLock", () => {
  test("is taken by one and by nobody else until it lets go", async () => {
    await using at = await places();
    const lock = await ServerLock.take(at.folders);
    expect(await ServerLock.take(at.folders)).toBeUndefined();
    lock?.[Symbol.dispose]();
    expect(await exists(at.file)).toBe(false);
    using again = await ServerLock.take(at.folders);
    expect(again).toBeInstanceOf(ServerLock);
  });

  test("is taken by exactly one of many that try at once", async () => {
    await using at = await places();
    for (let round = 0; round < 20; round++) {
      const all = await Promise.all(
        Array.from({ length: 8 }, () => ServerLock.take(at.folders)),
      );
      const locks = all.filter((lock) => lock !== undefined);
      expect(locks).toHaveLength(1);
      locks[0]![Symbol.dispose]();
    }
  });

  test("goes from hand to hand without ever being in two", async () => {
    await using at = await places();
    let holders = 0;
    let taken = 0;
    const work = async () => {
      while (taken < 50) {
        const lock = await ServerLock.take(at.folders);
        if (!lock) continue;
        taken += 1;
        holders += 1;
        await new Promise((resolve) => setTimeout(resolve));
        expect(holders).toBe(1);
        holders -= 1;
        lock[Symbol.dispose]();
      }
    };
    await Promise.all([work(), work(), work()]);
  });

  test("can be let go of when somebody has tidied its file away", async () => {
    await using at = await places();
    const lock = await ServerLock.take(at.folders);
    await Deno.remove(at.file);
    lock?.[Symbol.dispose]();
    using again = await ServerLock.take(at.folders);
    expect(again).toBeInstanceOf(ServerLock);
  });

  test("is free again when its holder was killed", async () => {
    await using at = await places();
    const module = new URL(
      "../../../server/local/server_lock.ts",
      import.meta.url,
    );
    const config = new URL("../../../deno.json", import.meta.url);
    const script = `
      import { ServerLock } from "${module}";
      const lock = await ServerLock.take(${JSON.stringify(at.folders)});
      console.log(lock ? "taken" : "refused");
      await new Promise((resolve) => setTimeout(resolve, 60_000));`;
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["run", "-qA", "--no-check", `--config=${config.pathname}`, "-"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const input = holder.stdin.getWriter();
    await input.write(new TextEncoder().encode(script));
    await input.close();
    const reader = holder.stdout.getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe("taken\n");
    expect(await ServerLock.take(at.folders)).toBeUndefined();
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    using lock = await ServerLock.take(at.folders);
    expect(lock).toBeInstanceOf(ServerLock);
  });
});
