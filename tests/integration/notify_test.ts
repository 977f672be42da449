import { describe, expect, test } from "vitest";
import type { DeliveryEntry } from "@/server/notify/delivery_record.ts";
import { TestHouse } from "../house.ts";
import { Inbox } from "../support/inbox.ts";

/** A house whose settings are `config`. */
async function houseWith(config: string): Promise<TestHouse> {
  const house = await TestHouse.empty();
  await Deno.mkdir(house.config.folders.config, { recursive: true });
  await Deno.writeTextFile(
    `${house.config.folders.config}/config.toml`,
    `[notify]\ndesktop = false\n${config}`,
  );
  return house;
}

async function record(house: TestHouse): Promise<DeliveryEntry[]> {
  return JSON.parse((await house.run("notify", "--log", "--json")).stdout);
}

/** What a file holds; empty before it is there. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

describe("streamer run --notify", () => {
  test("runs the command of the settings when the session has fallen idle", async () => {
    await using house = await houseWith("");
    const told = `${house.folder}/told`;
    await Deno.writeTextFile(
      `${house.config.folders.config}/config.toml`,
      `[notify]
       desktop = false
       [[notify.command]]
       run = ["sh", "-c", 'echo "$STREAMER_STATUS $STREAMER_NAME" >> "$0"; cat >> "$0"', "${told}"]`,
    );
    await using _server = await house.serve();
    // Output for more than five seconds, then silence.
    const script =
      "for i in 1 2 3 4 5 6 7; do echo $i; sleep 1; done; exec sleep 60";
    const child = house.spawn(
      [
        "run",
        "-q",
        "--pty",
        "--name=work",
        "--notify=idle",
        "sh",
        "-c",
        script,
      ],
    );
    await expect.poll(() => textOf(told), { timeout: 25_000 })
      .toMatch(/^idle work\n\{.*\}\n$/);
    const notice = JSON.parse(textOf(told).split("\n")[1]!);
    expect(notice).toMatchObject({
      status: "idle",
      evidence: "no output for 2 s",
      session: { name: "work" },
    });
    expect(await record(house)).toEqual([
      expect.objectContaining({
        name: "work",
        status: "idle",
        way: "command sh",
        outcome: "delivered",
      }),
    ]);
    child.kill("SIGKILL");
    await child.output();
  });

  test("tells a webhook of the end, in the background too, and nobody of a prompt", async () => {
    await using inbox = new Inbox();
    await using house = await houseWith(
      `[[notify.webhook]]\nurl = "${inbox.url}/s3cret"\nsecret = "0123456789"`,
    );
    await using _server = await house.serve();
    const script = "echo 'ready> '; sleep 3; exit 3";
    await house.run(
      ..."run -q --detach --name=job --notify=idle,exited -- sh -c".split(" "),
      script,
    );
    await expect.poll(() => inbox.received).toHaveLength(1);
    expect(JSON.parse(inbox.received[0]!.body)).toMatchObject({
      status: "exited",
      evidence: "exit code 3",
      title: "job has ended",
    });
    const { stdout } = await house.run("notify", "--log");
    expect(stdout).toMatch(/exited +job +webhook 127\.0\.0\.1:\d+ +delivered/);
    expect(stdout).not.toContain("s3cret");
  });

  test("refuses a status that nobody can be told of, and warns when nobody can be told", async () => {
    await using house = await houseWith("");
    const wrong = await house.run("run", "--notify=idle,busy", "true");
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain('Cannot tell of "busy": known are ');
    const { code, stderr } = await house.run(
      "run",
      "-q",
      "--notify=idle",
      "true",
    );
    expect(code).toBe(0);
    expect(stderr).toContain("--notify tells nobody");
  });
});

describe("streamer notify", () => {
  test("test tries every way, and says which one does not work", async () => {
    await using inbox = new Inbox();
    await using house = await houseWith(`
      [[notify.webhook]]
      url = "${inbox.url}/hook"
      [[notify.ntfy]]
      url = "${inbox.url}/topic"
      [[notify.command]]
      run = ["false"]
    `);
    const { code, stdout } = await house.run("notify", "test");
    expect(code).toBe(1);
    const { host } = new URL(inbox.url);
    expect(stdout.split("\n").map((line) => line.trim().split(/ {2,}/)))
      .toEqual([
        ["ok", `webhook ${host}`, "delivered"],
        ["ok", `ntfy ${host}`, "delivered"],
        ["BAD", "command false", "ended with code 1"],
        [""],
      ]);
    expect(inbox.received.map(({ path }) => path).toSorted())
      .toEqual(["/hook", "/topic"]);
  });

  test("says so when nothing is set up, when nothing was told, and when nothing is asked", async () => {
    await using house = await houseWith("");
    const tried = await house.run("notify", "test");
    expect(tried).toMatchObject({ code: 1, stdout: "" });
    expect(tried.stderr).toContain("nothing is set up");
    expect((await house.run("notify", "--log")).stderr)
      .toContain("nobody has been told anything");
    expect((await house.run("notify")).code).toBe(2);
  });
});
