import { describe, expect, test } from "vitest";
import { TestHouse } from "../house.ts";

const LINUX = Deno.build.os === "linux";

/** What the only session does, and why that is believed. */
async function statusOf(house: TestHouse): Promise<string> {
  const [info] = await house.sessions();
  return info ? `${info.status}: ${info.evidence}` : "";
}

describe.skipIf(!LINUX)("the status of a command that prints nothing", () => {
  test("is working while it computes, and idle when it waits", async () => {
    await using house = await TestHouse.open();
    const script = 'echo go; trap "exec sleep 60" TERM; while :; do :; done';
    await house.run(..."run -q --detach -- sh -c".split(" "), script);
    await expect.poll(() => statusOf(house))
      .toBe("working: no output for 2 s, but it computes");
    const [info] = await house.sessions();
    Deno.kill(info!.pid!, "SIGTERM");
    await expect.poll(() => statusOf(house), { timeout: 20_000 })
      .toMatch(/^idle: no output for \d+ s$/);
  });

  test("is stuck when a turn is open and nothing happens at all", async () => {
    await using house = await TestHouse.empty();
    await using _server = await house.serve({
      env: { STREAMER_STUCK_AFTER: "2" },
    });
    const script = "printf '\\033]133;C\\007'; exec sleep 60";
    await house.run(
      ..."run -q --detach --agent shell -- sh -c".split(" "),
      script,
    );
    await expect.poll(() => statusOf(house)).toMatch(
      /^stuck: no output for \d+ s in an open turn, no use of the CPU, nothing running$/,
    );
  });
});
