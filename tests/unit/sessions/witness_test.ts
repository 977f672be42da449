import { expect, test } from "vitest";
import { Witness } from "@/server/sessions/witness.ts";

test.each<[string[], boolean]>([
  [["a"], true],
  [["a", "\r"], false],
  [["abc\rd"], true],
  [["abc\x03"], false],
  [["abc", "\x15"], false],
  [["abc", "\x1b[A"], true],
  [["\x1b[C", "\x1bOB", "\t", "\x7f"], false],
  [["\x1b[A"], true],
  [["\x1bOA", "\r"], false],
  [["\x1b[I", "\x1b[?62;4c", "\x1b]11;rgb:00/00/00\x1b\\"], false],
  [["\x1b[<0;10;5M", "\x1b[3;1R"], false],
  [["\x1b[200~one\rtwo\x1b[201~"], true],
  [["\x1b[200~one\rtwo\x1b[201~", "\r"], false],
])("a Witness knows after %j whether a line is begun: %s", (keys, typing) => {
  const witness = new Witness(() => undefined);
  for (const text of keys) witness.see({ type: "input", text });
  expect(witness.typing).toBe(typing);
});
