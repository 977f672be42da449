import { describe, expect, test } from "vitest";
import { TypingQueue } from "../../../server/sources/typing_queue.ts";

/** A terminal with room for a number of bytes. */
function terminal(room: number) {
  const taken: number[] = [];
  const queue = new TypingQueue((data) => {
    const part = data.subarray(0, room);
    room -= part.length;
    taken.push(...part);
    return part.length;
  });
  return { queue, taken, makeRoom: (bytes: number) => void (room += bytes) };
}

describe("TypingQueue", () => {
  test("hands over what there is room for, and the rest in order", async () => {
    const { queue, taken, makeRoom } = terminal(2);
    const pushed = [
      queue.push(Uint8Array.of(1, 2, 3)),
      queue.push(Uint8Array.of(4)),
    ];
    expect(taken).toEqual([1, 2]);
    expect(queue.empty).toBe(false);
    makeRoom(5);
    queue.flush();
    await Promise.all(pushed);
    expect(taken).toEqual([1, 2, 3, 4]);
    expect(queue.empty).toBe(true);
  });

  test("settles empty data after what came before it", async () => {
    const { queue, makeRoom } = terminal(0);
    const order: string[] = [];
    const first = queue.push(Uint8Array.of(1)).then(() => order.push("first"));
    const second = queue.push(new Uint8Array()).then(() =>
      order.push("second")
    );
    makeRoom(1);
    queue.flush();
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
  });

  test("refuses more when 4 MiB are waiting", async () => {
    const { queue } = terminal(0);
    const waiting = queue.push(new Uint8Array(4 * 1024 * 1024));
    await expect(queue.push(Uint8Array.of(1))).rejects.toMatchObject({
      code: "unavailable",
    });
    queue.fail();
    await expect(waiting).rejects.toMatchObject({ code: "conflict" });
    expect(queue.empty).toBe(true);
  });
});
