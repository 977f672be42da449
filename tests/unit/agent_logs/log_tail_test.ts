import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogTail } from "@/server/agent_logs/log_tail.ts";
import { ClaudeLog } from "@/server/profiles/logs/claude_log.ts";
import { GeminiLog } from "@/server/profiles/logs/gemini_log.ts";

const SINCE = Date.parse("2026-01-02T00:00:00Z");
const NEW = "2026-01-02T00:00:01.000Z";
const OLD = "2026-01-01T00:00:00.000Z";

const line = (text: string, timestamp = NEW) =>
  `${
    JSON.stringify({
      type: "user",
      uuid: text,
      timestamp,
      message: { content: text },
    })
  }\n`;

describe("LogTail", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await Deno.makeTempDir({ prefix: "streamer-test-" });
    path = `${folder}/log.jsonl`;
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const open = () =>
    new LogTail({ path, reader: () => new ClaudeLog(), since: SINCE });
  const write = (text: string, append = true) =>
    Deno.writeTextFile(path, text, { append });
  const read = async (tail: LogTail) =>
    (await Array.fromAsync(tail.read())).flat()
      .flatMap((each) => each.type === "message" ? each.text : []);

  it("reads whole lines only, each once", async () => {
    const tail = open();
    const whole = line("eins 😀");
    await write(line("null") + whole.slice(0, 40));
    expect(await read(tail)).toEqual(["null"]);
    await write(whole.slice(40));
    expect(await read(tail)).toEqual(["eins 😀"]);
    expect(await read(tail)).toEqual([]);
  });

  it("reads a line of several megabytes", async () => {
    const long = "long ".repeat(600_000);
    await write(line(long) + line("behind"));
    expect(await read(open())).toEqual([long, "behind"]);
  });

  it("leaves out what was said before the process began", async () => {
    await write(line("old", OLD) + line("older", OLD) + line("new"));
    expect(await read(open())).toEqual(["new"]);
  });

  it("reads from the start again when the file became shorter", async () => {
    const tail = open();
    await write(line("one") + line("two"));
    expect(await read(tail)).toEqual(["one", "two"]);
    await write(line("three"), false);
    expect(await read(tail)).toEqual(["three"]);
  });

  it("gives nothing when the file is gone, and goes on when it is back", async () => {
    const tail = open();
    expect(await read(tail)).toEqual([]);
    await write(line("one"));
    expect(await read(tail)).toEqual(["one"]);
  });

  it("reads a file that is one value whenever it is written anew", async () => {
    path = `${folder}/chat.json`;
    const message = (id: string, timestamp = NEW) => (
      { id, timestamp, type: "user", content: id }
    );
    const tail = new LogTail({
      path,
      reader: () => new GeminiLog(),
      since: SINCE,
    });
    const save = async (messages: unknown[], time: number) => {
      await write(JSON.stringify({ sessionId: "s", messages }, null, 2), false);
      await Deno.utime(path, time, time);
    };
    await save([message("old", OLD), message("one")], 1);
    expect(await read(tail)).toEqual(["one"]);
    await save([message("old", OLD), message("uno")], 2);
    expect(await read(tail)).toEqual(["uno"]);
    // The clock of a file system may stand still for some milliseconds.
    await save([message("old", OLD), message("uno"), message("two")], 2);
    expect(await read(tail)).toEqual(["two"]);
  });
});
