import { describe, expect, test } from "vitest";
import { Queue } from "@/server/feed/queue.ts";
import { pick, seeded } from "../../support/seeded.ts";

describe("Queue", () => {
  test("does what an array does, whatever is asked of it in which order", () => {
    const random = seeded(3);
    const queue = new Queue<number>();
    let array: number[] = [];
    for (let i = 0; i < 5000; i++) {
      const choice = random();
      // Now it grows, now it shrinks.
      const growing = Math.floor(i / 500) % 2 === 0;
      if (choice < (growing ? 0.6 : 0.3)) {
        queue.push(i);
        array.push(i);
      } else if (choice < 0.999) expect(queue.shift()).toBe(array.shift());
      else {
        queue.clear();
        array = [];
      }
      const at = pick(random, 10);
      expect(queue.length).toBe(array.length);
      expect(queue.at(at)).toBe(array[at]);
    }
    expect([...queue]).toEqual(array);
  });

  test("gives nothing when it is empty", () => {
    const queue = new Queue<string>();
    expect(queue.shift()).toBeUndefined();
    expect(queue.at(0)).toBeUndefined();
    expect([...queue]).toEqual([]);
  });
});
