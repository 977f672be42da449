import { describe, expect, test } from "vitest";
import { Emulator } from "@/server/pipeline/emulator.ts";
import { drawn } from "../sessions/support.ts";

const SIZE = { cols: 20, rows: 5 };

const TEXT = [
  "plain \u001b[1;38;5;196mred\u001b[0m\r\n",
  "\u001b]0;a title\u0007\u001b]2;another\u001b\\",
  '\u001bP$q"p\u001b\\\u001b(0lqk\u001b(B\u001b[3;4Hthere\u001b7\u001b[5;1H',
  "\u001b[?25l\u001b[2 qend\u001b8!\u001b[?25h",
].join("");

/** A snapshot after `bytes`, which come in pieces of `size`. */
async function snapshotAfter(bytes: Uint8Array, size: number) {
  using emulator = await Emulator.open(SIZE, { convertEol: false });
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(bytes.subarray(at, at + size));
  }
  await emulator.write(pieces);
  return emulator.snapshot();
}

describe("Emulator.snapshot()", () => {
  const bytes = new TextEncoder().encode(TEXT);

  test.each([3, 1000])(
    "and what follows are the whole, cut at any byte, in escape sequences too (pieces of %i)",
    async (size) => {
      const whole = await drawn(SIZE, TEXT);
      for (let at = 0; at <= bytes.length; at++) {
        const before = await snapshotAfter(bytes.subarray(0, at), size);
        expect([at, await drawn(SIZE, before, bytes.subarray(at))])
          .toEqual([at, whole]);
      }
    },
  );

  test("gives up on a sequence that is longer than any should be", async () => {
    const endless = new TextEncoder().encode(`ok\u001b]0;${"x".repeat(5000)}`);
    const snapshot = await snapshotAfter(endless, 1000);
    expect(snapshot).toBe(await drawn(SIZE, "ok"));
  });
});

describe("Emulator, where xterm.js itself fails,", () => {
  const encoder = new TextEncoder();

  test("erases up to the last cell of the screen", async () => {
    using emulator = await Emulator.open(SIZE, { convertEol: false });
    const output = "gone\x1b[5;20H\x1b[1Jx\r\nafter";
    await emulator.write([encoder.encode(output)]);
    expect(emulator.snapshot()).toMatch(/after$/);
    expect(emulator.snapshot()).not.toContain("gone");
  });

  test("has nothing above an alternate screen that was opened when it had shrunk", async () => {
    using emulator = await Emulator.open(SIZE, { convertEol: false });
    emulator.resize({ cols: 20, rows: 2 });
    const output = "\x1b[?1049hone\r\ntwo\r\nthree\r\nfour";
    await emulator.write([encoder.encode(output)]);
    emulator.resize({ cols: 20, rows: 5 });
    expect(emulator.snapshot()).toContain("three\r\nfour");
    expect(emulator.snapshot()).not.toContain("two");
  });
});
