/**
 * What `streamer run -- true` takes longer than `true`, with a server running
 * and without one.
 *
 * Options: `--runs=40` (with a server; a quarter of it without), `--json`.
 *
 * @module
 */
import { BenchHouse } from "./support/bench_house.ts";
import { option } from "./support/options.ts";
import { findProgram, type Program, programs } from "./support/program.ts";
import { against, percentile, report, type Row } from "./support/report.ts";

/** Milliseconds that `run` may take longer than the command, with a server running. */
const LIMIT = 150;

const WARM_UP = 3;

const runs = option("runs", 40);
const bare = await times(runs, () => run(["true"]));
const base = percentile(bare, 0.5);
const rows = [row("true", bare), ...await peers()];
for (const program of programs()) {
  rows.push(...await warm(program), await cold(program));
}
report({
  title: `Start and end of a command in ms, ${runs} runs`,
  columns: ["median", "min", "p95", "over true"],
  rows,
});

async function peers(): Promise<Row[]> {
  const rows: Row[] = [];
  const script = findProgram("script");
  if (script) {
    const argv = [script, "-qec", "true", "/dev/null"];
    rows.push(row("script -qec true", await times(runs, () => run(argv))));
  }
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  const argv = [Deno.execPath(), "run", "-q", "--no-config", empty];
  rows.push(row("deno run empty.ts", await times(runs, () => run(argv))));
  await Deno.remove(empty);
  return rows;
}

/** With a server that runs already. */
async function warm(program: Program): Promise<Row[]> {
  await using house = await BenchHouse.open(program);
  const rows: Row[] = [];
  for (const flag of ["--no-pty", "--pty"]) {
    const argv = house.command("run", "-q", flag, "--", "true");
    const taken = await times(runs, () => run(argv, house.env));
    const over = percentile(taken, 0.5) - base;
    rows.push(
      row(
        `${program.name} run ${flag}`,
        taken,
        against(over, LIMIT, "ms"),
      ),
    );
  }
  return rows;
}

/** In a new home each time, so that `run` must start a server as well. */
async function cold(program: Program): Promise<Row> {
  const taken = await times(Math.ceil(runs / 4), async () => {
    await using house = await BenchHouse.empty(program);
    const argv = house.command("run", "-q", "--", "true");
    const time = await run(argv, house.env);
    await house.awaitServer();
    return time;
  });
  return row(`${program.name} run, no server`, taken);
}

async function times(
  count: number,
  once: () => Promise<number>,
): Promise<number[]> {
  for (let i = 0; i < WARM_UP; i++) await once();
  const taken: number[] = [];
  for (let i = 0; i < count; i++) taken.push(await once());
  return taken;
}

async function run(
  [program, ...args]: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const command = new Deno.Command(program!, {
    args,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  });
  const started = performance.now();
  const { success } = await command.spawn().status;
  if (!success) throw new Error(`Cannot measure: "${program}" failed`);
  return performance.now() - started;
}

function row(name: string, taken: readonly number[], remark = ""): Row {
  const median = percentile(taken, 0.5);
  const values = [
    median,
    Math.min(...taken),
    percentile(taken, 0.95),
    median - base,
  ];
  return { name, values, remark };
}
