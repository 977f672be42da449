/**
 * How fast terminal output becomes text, against other strippers in this
 * process, other programs, and reading a child without stripping. What comes
 * out is checked first.
 *
 * Options: `--input=colour`, `--chunk=65536`, `--rounds=15`, `--child-mb=200`,
 * `--json`.
 *
 * @module
 */
import { check } from "./strip/check.ts";
import { measureChild } from "./strip/child.ts";
import { inChunks, inWholeCharacters } from "./strip/chunks.ts";
import { CONTENDERS, STREAMER } from "./strip/contenders.ts";
import { measurePrograms } from "./strip/programs.ts";
import { race } from "./strip/race.ts";
import { judge, SMALL_CHUNKS, TARGETS } from "./strip/targets.ts";
import { option, selected } from "./support/options.ts";
import { report, type Row } from "./support/report.ts";
import {
  INPUT_NAMES,
  type InputName,
  terminalInput,
} from "./support/terminal_inputs.ts";

/** Bytes of each input. */
const SIZE = 4_000_000;

const LARGE = 65_536;
const SMALL = 4096;

const given = option("chunk", 0.5);
const sizes = given >= 1 ? [given] : [LARGE, SMALL, 512];
const rounds = option("rounds", 15);
const names = selected("input", INPUT_NAMES);

for (const name of names) await measure(name);
if (names.includes("colour")) await measureChild(option("child-mb", 200));
await measurePrograms(names);

async function measure(name: InputName): Promise<void> {
  const input = terminalInput(name, SIZE);
  check(name, input, sizes);
  const speeds: Map<string, number>[] = [];
  for (const size of sizes) speeds.push(await speedsOf(input, size));
  const { peer } = TARGETS[name];
  const verdict = verdictOn(name, speeds);
  const kept = name === "colour" && sizes.length > 1
    ? `; ${judge(await keptOf(input), "64 KiB at 4 KiB", SMALL_CHUNKS)}`
    : "";
  const rows = CONTENDERS.map((contender): Row => ({
    name: contender.name,
    values: speeds.flatMap((speed) => {
      const own = speed.get(contender.name)!;
      return [own, own / speed.get(peer)!];
    }),
    remark: contender.name === STREAMER ? verdict + kept : "",
  }));
  const short = shortName(peer);
  report({
    title: `${name}, ${rounds} rounds, MB/s`,
    columns: sizes.flatMap((size) => [inBytes(size), `× ${short}`]),
    rows,
  });
}

/** MB/s of each contender. */
async function speedsOf(
  input: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Map<string, number>> {
  const chunks = inChunks(input, size);
  const characters = inWholeCharacters(input, size);
  const runners = CONTENDERS.map(({ name, slow = false, whole, read }) => ({
    name,
    slow,
    run: () => read(whole ? characters : chunks),
  }));
  const seconds = await race(runners, rounds);
  return new Map(
    [...seconds].map(([name, taken]) => [name, input.length / 1e6 / taken]),
  );
}

function verdictOn(
  name: InputName,
  speeds: readonly Map<string, number>[],
): string {
  const large = speeds[sizes.indexOf(LARGE)];
  if (!large) return "";
  const target = TARGETS[name];
  const ratio = large.get(STREAMER)! / large.get(target.peer)!;
  return judge(ratio, shortName(target.peer), target);
}

/** The part of its speed that streamer keeps in small chunks, both in one race. */
async function keptOf(input: Uint8Array<ArrayBuffer>): Promise<number> {
  const { read } = CONTENDERS.find(({ name }) => name === STREAMER)!;
  const [large = 0, small = 0] = (await race(
    [LARGE, SMALL].map((size) => {
      const chunks = inChunks(input, size);
      return { name: inBytes(size), run: () => read(chunks) };
    }),
    rounds,
  )).values();
  return large / small;
}

/** The letter in parentheses. */
function shortName(peer: string): string {
  return peer.at(-2)!;
}

function inBytes(size: number): string {
  return size % 1024 === 0 ? `${size / 1024} KiB` : `${size} B`;
}
