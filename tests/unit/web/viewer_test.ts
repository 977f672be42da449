import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import { describe, expect, test } from "vitest";
import { isFocusReport, silence } from "@/web/src/lib/viewer.ts";

const REQUESTS = [
  ["DA1", "\x1b[c"],
  ["DA2", "\x1b[>c"],
  ["DECID", "\x1bZ"],
  ["DSR", "\x1b[5n"],
  ["CPR", "\x1b[6n"],
  ["DECXCPR", "\x1b[?6n"],
  ["DECRQM", "\x1b[?25$p"],
  ["DECRQM of an ANSI mode", "\x1b[4$p"],
  ["DECRQSS", "\x1bP$qm\x1b\\"],
  ["colours", "\x1b]10;?\x07\x1b]11;?\x1b\\\x1b]12;?\x07\x1b]4;1;?\x07"],
  ["window size", "\x1b[14t\x1b[16t\x1b[18t"],
  ["clipboard", "\x1b]52;c;?\x07"],
] as const;

describe("silence()", () => {
  test.each(REQUESTS)("leaves %s without an answer", async (_, request) => {
    expect(await answersOf(request)).toEqual([]);
  });

  test("leaves what is no request to the terminal", async () => {
    expect(
      await answersOf(
        "\x1b[31mred\x1b[0m \x1b]4;1;rgb:ff/00/00\x07\x1b[2;2H",
        "red",
      ),
    ).toEqual([]);
  });
});

test("isFocusReport() tells focus from typing", () => {
  expect(["\x1b[I", "\x1b[O", "\x1b[A", "I"].map(isFocusReport)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

async function answersOf(request: string, shown = ""): Promise<string[]> {
  const terminal = new Terminal({ allowProposedApi: true });
  const answers: string[] = [];
  terminal.onData((text: string) => answers.push(text));
  silence(terminal);
  await new Promise<void>((done) => terminal.write(request, done));
  expect(terminal.buffer.active.getLine(0)!.translateToString(true).trim())
    .toBe(shown);
  return answers;
}
