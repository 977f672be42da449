/**
 * An agent that keeps a log and is started by a shell, not by `streamer run`.
 *
 * @module
 */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "@/shared/domain.ts";
import { TestHouse } from "../house.ts";

const AGENT = new URL("../agents/keeps_log.ts", import.meta.url).pathname;

describe("an agent within a shell", () => {
  let house: TestHouse;
  beforeEach(async () => {
    house = await TestHouse.open();
    await Deno.mkdir(`${house.folder}/bin`, { recursive: true });
    await program(
      "codex",
      `echo '>_ OpenAI Codex (v1.0)'
exec -a codex '${Deno.execPath()}' run -A -q '${AGENT}' "$@"`,
    );
  });
  afterEach(() => house[Symbol.asyncDispose]());

  it("tells what its own log has, from when it is seen until the shell is back", async () => {
    await program(
      "work",
      `'${house.folder}/bin/codex' new ask 'Why so?' say 'Just *because*.' wait
echo the end; read line`,
    );
    const command = `${house.folder}/bin/work`;
    const env = { CODEX_HOME: `${house.folder}/home` };
    const child = house.spawn(
      ["run", "-q", "--detach", "--pty", "--name", "w", "--", command],
      { env, stdin: "null" },
    );
    const { code, stderr } = await child.output();
    expect([code, new TextDecoder().decode(stderr)]).toEqual([0, ""]);
    await vi.waitFor(async () => {
      expect(await structured()).toMatchObject([
        { kind: "question", text: "Why so?", turn: 1 },
        { kind: "answer", text: "Just *because*.", turn: 1 },
      ]);
    }, { timeout: 10_000, interval: 100 });
    await house.run("keys", "w", "Enter");
    await house.run("keys", "w", "Enter");
  });

  async function structured(): Promise<Message[]> {
    const [info] = await house.sessions();
    const path = `/sessions/${info!.id}/conversation`;
    const text = await (await house.local.request(path)).text();
    return text.trim().split("\n").filter(Boolean)
      .map((line): Message => JSON.parse(line))
      .filter(({ source }) => source === "structured");
  }

  async function program(name: string, script: string): Promise<void> {
    const path = `${house.folder}/bin/${name}`;
    await Deno.writeTextFile(path, `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  }
});
