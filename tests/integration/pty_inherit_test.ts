import { expect, test } from "vitest";
import { openLinuxPty } from "../../server/sources/pty_linux.ts";
import { collect } from "./source_tools.ts";

const fixture =
  new URL("../fixtures/inherit_terminal.ts", import.meta.url).pathname;
const size = { cols: 80, rows: 24 };

test("a pseudo-terminal takes the settings of our own when it is asked to", async () => {
  const script =
    `stty -iutf8 -ixon eof ^B; exec ${Deno.execPath()} run -qA ${fixture}`;
  await using channel = openLinuxPty({ command: ["sh", "-c", script], size });
  const { text } = await collect(channel);
  expect(text).toMatch(/eof = \^B/);
  expect(text).toMatch(/-iutf8/);
  expect(text).toMatch(/-ixon/);
});

test("a pseudo-terminal is set up for UTF-8 otherwise", async () => {
  await using channel = openLinuxPty({ command: ["stty", "-a"], size });
  const { text } = await collect(channel);
  expect(text).toMatch(/ iutf8/);
  expect(text).toMatch(/ icanon .* echo /s);
});

test("end() types the end-of-file that the terminal is set to", async () => {
  await using channel = openLinuxPty({
    command: ["sh", "-c", "stty eof ^B; exec cat"],
    size,
  });
  await expect.poll(() => Deno.readTextFileSync(`/proc/${channel.pid}/comm`))
    .toBe("cat\n");
  await channel.end();
  expect((await collect(channel)).exit).toEqual({ code: 0, signal: null });
});
