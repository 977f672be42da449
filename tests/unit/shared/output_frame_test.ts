import { expect, test } from "vitest";
import { decodeOutputFrame, encodeOutputFrame } from "@/shared/output_frame.ts";

test("decodeOutputFrame() gives back what encodeOutputFrame() took", () => {
  const frame = {
    session: "0123456789",
    stream: 2,
    seq: 2 ** 40,
    at: 1_763_000_000_123,
    data: new Uint8Array([0, 255, 27, 10]),
  } as const;
  expect(decodeOutputFrame(encodeOutputFrame(frame).buffer)).toEqual(frame);
});

test("decodeOutputFrame() refuses what is cut short or of another kind", () => {
  expect(decodeOutputFrame(new ArrayBuffer(4))).toBeNull();
  const frame = encodeOutputFrame({
    session: "0123456789",
    stream: 1,
    seq: 1,
    at: 1,
    data: new Uint8Array(1),
  });
  expect(decodeOutputFrame(frame.slice(0, 20).buffer)).toBeNull();
  frame[0] = 9;
  expect(decodeOutputFrame(frame.buffer)).toBeNull();
});
