import { expect, test } from "vitest";
import { RecentTurns } from "@/server/sessions/recent_turns.ts";
import { range } from "./support.ts";

test("RecentTurns keeps the newest 200 turns, oldest first", () => {
  const turns = new RecentTurns();
  for (const turn of range(1, 250)) turns.set({ turn });
  expect(turns.list().map(({ turn }) => turn)).toEqual(range(51, 250));
});

test("RecentTurns puts what is said later in the place of what was said", () => {
  const turns = new RecentTurns();
  for (const turn of range(1, 3)) turns.set({ turn, duration: 1 });
  turns.set({ turn: 2, cost: 0.5 });
  expect(turns.list()).toEqual([
    { turn: 1, duration: 1 },
    { turn: 2, cost: 0.5 },
    { turn: 3, duration: 1 },
  ]);
});
