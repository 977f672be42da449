import { describe, expect, test } from "vitest";
import { processStart } from "@/server/local/process_start.ts";

/** A process, ended with the test. */
function sleeper(name = "60") {
  const child = new Deno.Command("sleep", { args: [name] }).spawn();
  return {
    pid: child.pid,
    end: async () => {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

const systems: (typeof Deno.build.os)[] = Deno.build.os === "linux"
  ? ["linux", "darwin"]
  : [Deno.build.os];

describe.each(systems)("processStart() the way of %s", (os) => {
  test("says the same of a process as long as it lives, then nothing", async () => {
    const child = sleeper();
    try {
      const start = await processStart(child.pid, os);
      expect(start).toMatch(/\S/);
      expect(await processStart(child.pid, os)).toBe(start);
    } finally {
      await child.end();
    }
    expect(await processStart(child.pid, os)).toBeUndefined();
  });

  test("knows no process that there cannot be", async () => {
    expect(await processStart(2 ** 22 + 1, os)).toBeUndefined();
  });
});

test.runIf(Deno.build.os === "linux")(
  "processStart() is not misled by a program's name with blanks and brackets",
  async () => {
    const folder = await Deno.makeTempDir();
    const program = `${folder}/a) R (b 1`;
    await Deno.copyFile("/bin/sleep", program);
    const child = new Deno.Command(program, { args: ["60"] }).spawn();
    try {
      const start = Number(await processStart(child.pid));
      const own = Number(await processStart(Deno.pid));
      // Ticks since boot: it started after this process, less than an hour ago.
      expect(start).toBeGreaterThanOrEqual(own);
      expect(start - own).toBeLessThan(3600 * 100);
    } finally {
      child.kill("SIGKILL");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    }
  },
);
