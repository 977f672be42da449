import { describe, expect, test } from "vitest";
import { command } from "@/server/notify/command.ts";
import { desktop } from "@/server/notify/desktop.ts";
import { tempFolder } from "../store/support.ts";
import { aNotice, untilTheEnd } from "./support.ts";

describe("command()", () => {
  test("gives the notice as JSON and in the environment", async () => {
    await using folder = await tempFolder();
    const script =
      'cat > "$0/stdin"; env | grep ^STREAMER_ | sort > "$0/env"; echo "$1" > "$0/arg"';
    const run = ["sh", "-c", script, folder.path, "$(touch never)"];
    const way = command({ run }, []);
    expect(way.name).toBe("command sh");
    const notice = aNotice("needs_input");
    await way.deliver(notice, untilTheEnd());
    const read = (name: string) =>
      Deno.readTextFileSync(`${folder.path}/${name}`);
    expect(JSON.parse(read("stdin"))).toEqual(notice);
    expect(read("env").split("\n")).toEqual(expect.arrayContaining([
      "STREAMER_AGENT=plain",
      "STREAMER_EVIDENCE=its dialog asks",
      "STREAMER_NAME=fix the build",
      `STREAMER_SESSION=${notice.session.id}`,
      "STREAMER_STATUS=needs_input",
      "STREAMER_TITLE=fix the build needs your input",
      `STREAMER_URL=http://127.0.0.1:7433/sessions/${notice.session.id}`,
    ]));
    expect(read("arg")).toBe("$(touch never)\n");
  });

  test.each<[string, string[], object]>([
    ["fails", ["sh", "-c", "echo no way >&2; exit 3"], {
      temporary: true,
      message: "ended with code 3: no way",
    }],
    ["floods its standard error", [
      "sh",
      "-c",
      "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1",
    ], { message: `ended with code 1: ${"x".repeat(500)}` }],
    ["is not there", ["/nowhere/at all"], {
      temporary: false,
      message: '"/nowhere/at all" is not found',
    }],
    ["does not end", ["sleep", "60"], {
      temporary: false,
      message: "did not end within 0.3 s",
    }],
  ])("says why when the program %s", async (_, run, problem) => {
    const way = command({ run }, [], 300);
    await expect(way.deliver(aNotice(), untilTheEnd())).rejects
      .toMatchObject(problem);
  });

  test("does not wait for what the program leaves behind, nor mind that it does not read", async () => {
    const run = ["sh", "-c", "sleep 20 >&2 & exit 0"];
    const started = Date.now();
    await command({ run }, []).deliver(aNotice(), untilTheEnd());
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe("desktop()", () => {
  test("is a way only where its program is installed", async () => {
    await using folder = await tempFolder();
    const at = { path: `/nowhere:${folder.path}`, os: "linux" } as const;
    expect(desktop([], at)).toBeUndefined();
    expect(desktop([], { ...at, os: "windows" })).toBeUndefined();
    await Deno.writeTextFile(`${folder.path}/notify-send`, "");
    expect(desktop(["idle"], at)).toMatchObject({
      name: "desktop notify-send",
      when: ["idle"],
    });
    await Deno.writeTextFile(`${folder.path}/osascript`, "");
    expect(desktop([], { ...at, os: "darwin" })?.name).toBe(
      "desktop osascript",
    );
  });
});
