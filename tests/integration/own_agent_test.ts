import { expect, test } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { TestHouse } from "../house.ts";
import { readParrot } from "../support/parrot.ts";

/** The program of the documentation, and a configuration that describes it. */
async function setUp(house: TestHouse): Promise<void> {
  const { program, description } = await readParrot();
  await Deno.writeTextFile(`${house.folder}/bin/parrot`, program, {
    mode: 0o755,
  });
  const { config } = house.config.folders;
  await Deno.mkdir(config, { recursive: true });
  await Deno.writeTextFile(
    `${config}/config.toml`,
    `[agents.parrot]\n${description}`,
  );
}

async function must(house: TestHouse, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await house.run(...args);
  expect([code, stderr], args.join(" ")).toEqual([0, ""]);
  return stdout;
}

async function messagesOf(house: TestHouse): Promise<Message[]> {
  const lines = await must(house, "logs", "x", "--messages", "--json");
  return lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

test("an agent of one's own is read, answered and allowed", async () => {
  await using house = await TestHouse.empty();
  await setUp(house);
  await using _server = await house.serve();
  const status = async () => (await house.sessions())[0]?.status;
  const reaches = (wanted: string) =>
    expect.poll(status, { timeout: 15_000 }).toBe(wanted);
  await must(house, "run", "-q", "-d", "--pty", "--name=x", "--", "parrot");
  await reaches("idle");
  await must(house, "send", "--timeout=20", "x", "polly wants a cracker");
  await reaches("needs_permission");
  await must(house, "send", "x", "--choose", "yes");
  await reaches("idle");
  const messages = await messagesOf(house);
  expect(messages.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "question: polly wants a cracker",
    "thinking: somebody says 21 letters",
    "permission: May I repeat that aloud? [y/n]:",
    "tool: say polly wants a cracker\n└ done",
    "answer: polly wants a cracker\nand again.",
  ]);
  expect(messages[2]?.permission?.chosen).toBe("y");
  expect(messages[3]?.tool).toEqual({
    name: "say",
    input: "polly wants a cracker",
    result: "done",
    state: "done",
  });
});
