import { describe, expect, test } from "vitest";
import { openSource } from "../../../server/sources/registry.ts";

const size = { cols: 80, rows: 24 };

describe("openSource()", () => {
  test.for(
    [
      [
        { type: "teletype" },
        'Cannot open source "teletype": known are exec, pty',
      ],
      [{ type: "exec", command: [] }, /^Cannot open source "exec": command: /],
      [
        { type: "pty", command: ["ls"], cwd: 7 },
        /^Cannot open source "pty": cwd: /,
      ],
      [
        { type: "exec", command: ["ls"], stdin: "tape" },
        /^Cannot open source "exec": stdin: /,
      ],
    ] as const,
  )("refuses %o", async ([spec, message]) => {
    const opened = openSource({ ...spec }, { size });
    await expect(opened).rejects.toThrow(message);
    await expect(opened).rejects.toMatchObject({ code: "bad_request" });
  });

  test.for(["inherit", "null"])(
    "is not writable with standard input %s",
    async (stdin) => {
      await using channel = await openSource({
        type: "exec",
        command: ["true"],
        stdin,
      }, { size });
      expect(channel.writable).toBe(false);
      await expect(channel.write(new Uint8Array(1))).rejects.toMatchObject({
        code: "conflict",
      });
    },
  );
});
