/**
 * Programs that make text of terminal output, from a file to a pipe.
 *
 * @module
 */
import { bestProgram, findProgram } from "../support/program.ts";
import { report, type Row } from "../support/report.ts";
import { type InputName, terminalInput } from "../support/terminal_inputs.ts";
import { strippedText } from "./contenders.ts";
import { race } from "./race.ts";
import { writeTimes } from "./write_times.ts";

const ROUNDS = 3;
const BLOCK = 4_000_000;
/** Blocks in a file: enough that the start of a program hardly counts. */
const TIMES = 8;

const SGR = String.raw`\x1B\[[0-9;]*[mK]`;
const BUN = "process.stdout.write(Bun.stripANSI(await Bun.stdin.text()))";

/** Only `ansifilter` knows more than colours, none knows lines. */
const PEERS = [
  ["sed", "-r", `s/${SGR}//g`],
  ["perl", "-pe", `s/${SGR}//g`],
  ["ansifilter"],
  ["bun", "-e", BUN],
];

interface Way {
  readonly name: string;
  readonly argv: readonly string[];
  /** Whether its result is to be what our own engine gives. */
  readonly exact?: boolean;
}

/** Races those that are installed over files of `inputs`. */
export async function measurePrograms(
  inputs: readonly InputName[],
): Promise<void> {
  const { name, program, args } = bestProgram();
  const streamer: Way = {
    name: `streamer text (${name})`,
    argv: [program, ...args, "text"],
    exact: true,
  };
  const found = PEERS.map(([name, ...args]) => ({
    name: name!,
    argv: [findProgram(name!) ?? "", ...args],
  }));
  const ways = [streamer, ...found.filter(({ argv }) => argv[0] !== "")];
  const speeds: Map<string, number>[] = [];
  for (const input of inputs) speeds.push(await speedsOver(input, ways));
  const rows = [streamer, ...found].map(({ name }): Row => ({
    name,
    values: speeds.map((speed) => speed.get(name) ?? null),
    remark: ways.some((way) => way.name === name) ? "" : "not installed",
  }));
  report({
    title: `Programs, from a file of ${
      BLOCK * TIMES / 1e6
    } MB to a pipe, LC_ALL=C, MB/s`,
    columns: inputs,
    rows,
  });
}

async function speedsOver(
  input: InputName,
  ways: readonly Way[],
): Promise<Map<string, number>> {
  const block = terminalInput(input, BLOCK);
  const text = new TextEncoder().encode(strippedText([block]));
  const file = await Deno.makeTempFile({ prefix: "streamer-bench-" });
  try {
    await writeTimes(file, block, TIMES);
    const runners = ways.map((way) => ({
      name: way.name,
      run: () => filter(file, way, text.length * TIMES),
    }));
    const seconds = await race(runners, ROUNDS);
    return new Map(
      [...seconds].map(([name, taken]) => [
        name,
        block.length * TIMES / 1e6 / taken,
      ]),
    );
  } finally {
    await Deno.remove(file);
  }
}

async function filter(
  file: string,
  { name, argv, exact = false }: Way,
  expected: number,
): Promise<void> {
  const child = new Deno.Command("sh", {
    args: ["-c", 'exec "$@" < "$0"', file, ...argv],
    env: { LC_ALL: "C" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let length = 0;
  for await (const chunk of child.stdout) length += chunk.length;
  const { success } = await child.status;
  if (!success) throw new Error(`Cannot measure: "${name}" failed`);
  if (exact && length !== expected) {
    throw new Error(
      `Cannot accept "${name}": ${length} bytes instead of ${expected}`,
    );
  }
}
