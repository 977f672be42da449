import { expect, test } from "vitest";
import { openStore } from "../../../server/store/open.ts";
import { Writer } from "../../../server/store/writer.ts";
import { aBatch, ID, output, tempFolder } from "./support.ts";

/** A file system of 2 MiB, or undefined where that is not allowed. */
async function smallDisk() {
  const folder = await tempFolder();
  const run = async (command: string, ...args: string[]) => {
    const { success } = await new Deno.Command(command, { args }).output();
    return success;
  };
  const mounted = Deno.build.os === "linux" && Deno.uid() === 0 &&
    await run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path);
  if (!mounted) {
    await folder[Symbol.asyncDispose]();
    return undefined;
  }
  return {
    path: folder.path,
    [Symbol.asyncDispose]: async () => {
      // Lazily: SQLite's files stay open until their connection is collected.
      await run("umount", "-l", folder.path);
      await folder[Symbol.asyncDispose]();
    },
  };
}

const probe = await smallDisk();
await probe?.[Symbol.asyncDispose]();

test.skipIf(!probe)(
  "Writer keeps everything while the disk is full and catches up (needs root, to mount a small disk)",
  async () => {
    await using disk = (await smallDisk())!;
    const ballast = `${disk.path}/ballast`;
    await using store = await openStore(`${disk.path}/s.db`);
    const acked: number[] = [];
    await using writer = new Writer({
      store,
      onStored: (_, { fed }) => acked.push(fed),
    });
    writer.add(aBatch({ fed: 1, entries: [output(1, 10)] }));
    await writer.flush();
    await expect(Deno.writeFile(ballast, new Uint8Array(2 ** 21))).rejects
      .toThrow();
    writer.add(aBatch({ fed: 2, entries: [output(2, 600_000)] }));
    await expect.poll(() => writer.health.ok).toBe(false);
    expect(writer.health.problem).toContain("the disk");
    expect(acked).toEqual([1]);
    await Deno.remove(ballast);
    await writer.flush();
    expect(acked).toEqual([1, 2]);
    const all = await store.entries(ID, { after: 0, limit: 9, bytes: 1e9 });
    expect(all).toEqual([output(1, 10), output(2, 600_000)]);
    expect(writer.health).toEqual({ ok: true });
  },
);
