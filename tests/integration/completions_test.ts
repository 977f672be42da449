import { expect, test } from "vitest";
import { TestHouse } from "../house.ts";

test("bash completes streamer's words", async () => {
  await using house = await TestHouse.empty();
  const { stdout } = await house.shell(`
    eval "$(streamer completions bash)"
    try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _streamer; echo "\${COMPREPLY[*]}"; }
    try streamer ser
    try streamer run --pt
    try streamer run -- bas
    touch raw.log
    try streamer text ra
  `);
  const [commands, options, programs, files] = stdout.split("\n");
  expect(commands).toBe("serve server");
  expect(options).toBe("--pty");
  expect(programs!.split(" ")).toContain("bash");
  expect(files).toBe("raw.log");
});

test("a reader that has left is no error", async () => {
  await using house = await TestHouse.empty();
  const { stdout, stderr } = await house.shell(`
    mkfifo gone
    (exec 3<gone) & exec 4>gone; wait
    streamer completions bash >&4; echo "$?"
  `);
  expect(stderr).toBe("");
  expect(stdout).toBe("0\n");
});
