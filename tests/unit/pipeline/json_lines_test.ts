import { describe, expect, it } from "vitest";
import { JsonLines } from "@/server/pipeline/json_lines.ts";

const encoder = new TextEncoder();

function textOf(bytes: Uint8Array, step: number): string {
  using lines = new JsonLines();
  const readings = [];
  for (let at = 0; at < bytes.length; at += step) {
    readings.push(...lines.read(1, bytes.subarray(at, at + step)));
  }
  readings.push(...lines.end());
  return readings.map((each) => each.type === "lines" ? each.text : "").join(
    "",
  );
}

describe("JsonLines", () => {
  it("gives the same lines however the bytes are cut", () => {
    const text = '{"a":"é😀"}\r\n\x1b[31mred\x1b[0m text\n\n{"b":1}\nlast';
    const bytes = encoder.encode(text);
    for (let step = 1; step <= bytes.length; step++) {
      expect(textOf(bytes, step))
        .toBe('{"a":"é😀"}\nred text\n{"b":1}\nlast\n');
    }
  });

  it("gives a line of several megabytes whole", () => {
    const line = JSON.stringify({ text: "x".repeat(5_000_000) });
    expect(textOf(encoder.encode(`${line}\n`), 65_536)).toBe(`${line}\n`);
  });

  it("passes over a line without an end, and goes on behind it", () => {
    const endless = `{"a":"${"x".repeat(17 * 1024 * 1024)}"}\n{"b":1}\n`;
    expect(textOf(encoder.encode(endless), 1024 * 1024))
      .toBe('A line of more than 16,777,216 bytes, not read\n{"b":1}\n');
  });

  it("keeps standard error apart", () => {
    using lines = new JsonLines();
    expect(lines.read(1, encoder.encode('{"a":'))).toEqual([]);
    expect(lines.read(2, encoder.encode("oops\n")))
      .toEqual([{ type: "lines", text: "oops\n" }]);
    expect(lines.read(1, encoder.encode("1}\n")))
      .toEqual([{ type: "lines", text: '{"a":1}\n' }]);
  });
});
