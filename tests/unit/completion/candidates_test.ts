import { expect, test } from "vitest";
import { createProgram } from "@/server/commands/registry.ts";
import { candidates } from "@/server/completion/candidates.ts";
import { TestHouse } from "../../house.ts";

const program = createProgram({
  env: {},
  exit: () => {},
  print: () => Promise.resolve(),
  warn: () => {},
});

const words = async (
  line: string,
  env: Record<string, string> = { STREAMER_HOME: "/nonexistent/streamer" },
) =>
  (await candidates(program, line.split(" "), env))
    .map((candidate) => candidate.split("\t")[0]);

const cases: [string, string[]][] = [
  ["do", ["doctor"]],
  ["server st", ["status", "stop"]],
  ["run --pt", ["--pty"]],
  ["run --agent pl", ["plain"]],
  ["run -C x", [":folders"]],
  ["run np", [":command 2"]],
  ["run --name x npm te", [":command 4"]],
  ["run -- npm te", [":command 3"]],
  ["completions ", ["bash", "zsh", "fish"]],
  ["logs ", []],
  ["send x --ch", ["--choose"]],
  ["send x ", []],
  ["keys x Page", ["PageUp", "PageDown"]],
  ["keys x Escape En", ["Enter", "End"]],
  ["text --sc", ["--screen"]],
  ["text --lf n", ["newline"]],
  ["text x", [":files"]],
];
for (const [line, expected] of cases) {
  test(`candidates() completes "streamer ${line}"`, async () => {
    expect(await words(line)).toEqual(expected);
  });
}

test("candidates() knows the sessions of a running server", async () => {
  await using house = await TestHouse.open();
  await house.run("run", "-q", "--name=nightly", "--", "true");
  const [info] = await house.sessions();
  expect(await words("logs ", house.env)).toEqual(["nightly", info!.id]);
  expect(await words("logs ni", house.env)).toEqual(["nightly"]);
});
