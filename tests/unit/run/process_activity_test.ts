import { describe, expect, test } from "vitest";
import { processActivity } from "@/server/run/process_activity.ts";
import { tempFolder } from "../store/support.ts";

/** A line of `/proc/PID/stat`, by the fields that matter. */
function stat(
  pid: number,
  { name = "x", state = "S", parent = 1, session = 1, cpu = 0, started = 0 },
): string {
  const before = [state, parent, 0, session, ...Array(7).fill(0)];
  const times = [cpu, 1, 2, 3];
  return [pid, `(${name})`, ...before, ...times, 0, 0, 0, 0, started].join(" ");
}

/** A folder like /proc with these processes. */
async function procFolder(stats: string[]) {
  const folder = await tempFolder();
  for (const line of stats) {
    const pid = line.split(" ")[0];
    await Deno.mkdir(`${folder.path}/${pid}`);
    await Deno.writeTextFile(`${folder.path}/${pid}/stat`, line);
  }
  await Deno.mkdir(`${folder.path}/self`);
  return folder;
}

describe("processActivity()", () => {
  test("adds up the times of all that is below, and counts what was begun later", async () => {
    await using folder = await procFolder([
      stat(10, { session: 10, cpu: 4, started: 5000 }),
      // The program behind a starter.
      stat(11, { parent: 10, session: 10, cpu: 10, started: 5100 }),
      stat(12, { parent: 11, session: 10, started: 9000, name: "a) S 1 (b" }),
      // One that was left by its parent, in the same terminal session.
      stat(13, { parent: 1, session: 10, started: 9001 }),
      stat(14, { parent: 13, session: 14, started: 9002 }),
      stat(15, { parent: 11, session: 10, started: 9003, state: "Z" }),
      stat(20, { parent: 1, session: 20, cpu: 999, started: 9000 }),
    ]);
    expect(processActivity(10, folder.path)).toEqual({
      cpu: (4 + 10 + 6 * 6) * 10,
      children: 3,
    });
  });

  test("tells nothing of what there is not", async () => {
    await using folder = await procFolder([stat(10, {})]);
    expect(processActivity(11, folder.path)).toBeNull();
    expect(processActivity(10, `${folder.path}/nowhere`)).toBeNull();
  });

  test.skipIf(Deno.build.os !== "linux")(
    "sees a real command compute, and another one wait",
    async () => {
      const run = (script: string) =>
        new Deno.Command("sh", { args: ["-c", script], stdout: "null" })
          .spawn();
      const busy = run("while :; do :; done");
      const waiting = run("exec sleep 60");
      try {
        const used = () => processActivity(busy.pid)?.cpu ?? 0;
        await expect.poll(used).toBeGreaterThan(50);
        expect(processActivity(waiting.pid)!.cpu).toBeLessThan(50);
      } finally {
        busy.kill("SIGKILL");
        waiting.kill("SIGTERM");
        await Promise.all([busy.status, waiting.status]);
      }
    },
  );
});
