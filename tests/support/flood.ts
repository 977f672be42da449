/**
 * A command that prints numbered lines, as session "flood", for as long as a
 * test wants it to.
 *
 * @module
 */
import { expect } from "vitest";
import type { SessionInfo } from "@/shared/domain.ts";
import type { TestHouse } from "../house.ts";
import { sized } from "./full.ts";
import { digestOf, digestOfSeq, watchOutput } from "./watched_output.ts";

/** Lines that are printed at a time; about 400 kB. */
const BURST = 50_000;

/** Bursts that are printed at least. */
const AT_LEAST = sized(10, 300);

/** Milliseconds for which a command may stand still when its server fails. */
const STALL = 3_000;

export class Flood {
  readonly #house: TestHouse;
  readonly #gate: string;
  readonly #child: Deno.ChildProcess;
  readonly #output: ReturnType<typeof watchOutput>;

  constructor(house: TestHouse) {
    this.#house = house;
    this.#gate = `${house.folder}/gate`;
    const script = `i=0
      while [ $i -lt ${AT_LEAST} ] || ! [ -e ${this.#gate} ]; do
        seq $((i * ${BURST} + 1)) $(((i + 1) * ${BURST}))
        i=$((i + 1))
        sleep 0.005
      done`;
    this.#child = house.spawn(
      ["run", "-q", "--name=flood", "sh", "-c", script],
      { stderr: "inherit" },
    );
    this.#output = watchOutput(this.#child.stdout);
  }

  /** Lets it end, and checks that it has not noticed anything. Gives how many lines it has printed. */
  async end(): Promise<number> {
    await Deno.writeTextFile(this.#gate, "");
    const { sha256, lines, longestPause } = await this.#output;
    expect((await this.#child.status).code).toBe(0);
    expect(sha256).toBe(digestOfSeq(lines));
    expect(longestPause).toBeLessThan(STALL);
    return lines;
  }

  /** Settles when the server has so many bytes of it. */
  async reaches(bytes: number): Promise<void> {
    await expect.poll(() => bytesKnown(this.#house), {
      timeout: 20_000,
      interval: 10,
    }).toBeGreaterThan(bytes);
  }

  /** Settles when the server has exactly `lines` of it, and its end. */
  async isKept(lines: number): Promise<void> {
    await expect.poll(async () => (await flooding(this.#house))?.exit, {
      timeout: 30_000,
    }).toEqual({ code: 0, signal: null });
    expect(await keptDigest(this.#house)).toBe(digestOfSeq(lines));
  }
}

/** The SHA-256 of what `logs --raw` gives. */
export async function keptDigest(house: TestHouse): Promise<string> {
  const child = house.spawn(["logs", "flood", "--raw"], { stderr: "inherit" });
  const digest = await digestOf(child.stdout);
  expect((await child.status).code).toBe(0);
  return digest;
}

/** The session "flood". */
export async function flooding(
  house: TestHouse,
): Promise<SessionInfo | undefined> {
  return (await house.sessions()).find(({ name }) => name === "flood");
}

/** How much of it the server has; 0 while none answers. */
export async function bytesKnown(house: TestHouse): Promise<number> {
  try {
    return (await flooding(house))?.outputBytes ?? 0;
  } catch {
    return 0;
  }
}
