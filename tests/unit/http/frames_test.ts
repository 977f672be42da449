import { expect, test } from "vitest";
import { decodeOutputFrame } from "@/shared/output_frame.ts";
import { Frames } from "@/server/http/frames.ts";
import { output } from "../store/support.ts";

const entry = output(3, new TextEncoder().encode("a✓"));

test("Frames encode an entry once for all who watch, in both encodings", () => {
  const frames = new Frames();
  const text = frames.of("abc", entry, "text");
  expect(JSON.parse(text as string)).toEqual({
    v: 1,
    type: "pane.output",
    session: "abc",
    seq: 3,
    at: entry.at,
    data: { stream: 1, text: "a✓" },
  });
  const binary = frames.of("abc", entry, "binary") as Uint8Array<ArrayBuffer>;
  expect(frames.of("abc", entry, "binary")).toBe(binary);
  expect(frames.of("abc", entry, "text")).toBe(text);
  const { at } = entry;
  const data = new TextEncoder().encode("a✓");
  expect(decodeOutputFrame(binary.buffer))
    .toEqual({ session: "abc", stream: 1, seq: 3, at, data });
});

test("Frames are text for all but output", () => {
  const frame = new Frames().of("abc", {
    seq: 1,
    at: 1,
    event: { type: "input", text: "y" },
  }, "binary");
  expect(JSON.parse(frame as string)).toMatchObject({ type: "pane.input" });
});
