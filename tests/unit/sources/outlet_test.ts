import { describe, expect, test } from "vitest";
import { Outlet } from "../../../server/sources/outlet.ts";

const PIECE = new Uint8Array([1]);
const EXIT = { code: 0, signal: null };

describe("Outlet", () => {
  test("wants output until as much waits as it was told", async () => {
    const outlet = new Outlet(2);
    outlet.put(1, PIECE);
    expect(outlet.wanted).toBe(true);
    outlet.put(2, PIECE);
    expect(outlet.wanted).toBe(false);
    const wanted = outlet.wanting();
    await outlet.events.getReader().read();
    await wanted;
    expect(outlet.wanted).toBe(true);
  });

  test("wants nothing while it is paused", async () => {
    const outlet = new Outlet(1);
    outlet.pause();
    expect(outlet.wanted).toBe(false);
    const wanted = outlet.wanting();
    outlet.resume();
    await wanted;
  });

  test("gives the exit last, then ends", async () => {
    const outlet = new Outlet(1);
    outlet.put(1, PIECE);
    outlet.close(EXIT);
    outlet.put(1, PIECE);
    expect(await Array.fromAsync(outlet.events)).toEqual([
      { type: "output", stream: 1, data: PIECE },
      { type: "exit", ...EXIT },
    ]);
  });

  test("discard() drops output, but not the exit", async () => {
    const outlet = new Outlet(1);
    outlet.discard();
    outlet.put(1, PIECE);
    outlet.close(EXIT);
    expect(await Array.fromAsync(outlet.events)).toEqual([{
      type: "exit",
      ...EXIT,
    }]);
  });

  test("goes on wanting output when its reader has left", async () => {
    const outlet = new Outlet(1);
    await outlet.events.cancel();
    outlet.put(1, PIECE);
    outlet.put(1, PIECE);
    expect(outlet.wanted).toBe(true);
    outlet.close(EXIT);
  });
});
