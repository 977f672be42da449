import { expect, test } from "vitest";
import { folders } from "@/server/folders.ts";
import {
  readServerFile,
  serverFilePath,
  writeServerFile,
} from "@/server/local/server_file.ts";
import { tempFolder } from "../store/support.ts";

const CONTENT = {
  pid: 12,
  url: "http://127.0.0.1:7433",
  version: "1.2.3",
  startedAt: 1_763_000_000_000,
};

async function places() {
  const folder = await tempFolder();
  const all = folders({ STREAMER_HOME: folder.path });
  await Deno.mkdir(all.runtime);
  return {
    folders: all,
    path: serverFilePath(all),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test("readServerFile() reads what writeServerFile() wrote last", async () => {
  await using at = await places();
  expect(readServerFile(at.folders)).toBeUndefined();
  await writeServerFile(at.folders, { ...CONTENT, pid: 11 });
  await writeServerFile(at.folders, CONTENT);
  expect(readServerFile(at.folders)).toEqual(CONTENT);
});

test("writeServerFile() leaves one file that only its owner can read", async () => {
  await using at = await places();
  await writeServerFile(at.folders, CONTENT);
  expect((await Deno.stat(at.path)).mode! & 0o777).toBe(0o600);
  const names = Array.from(
    Deno.readDirSync(at.folders.runtime),
    ({ name }) => name,
  );
  expect(names).toEqual(["server.json"]);
});

test.each(["", "{", '{"pid":"x"}', "null"])(
  "readServerFile() takes %j as no file",
  async (text) => {
    await using at = await places();
    await Deno.writeTextFile(at.path, text);
    expect(readServerFile(at.folders)).toBeUndefined();
  },
);
