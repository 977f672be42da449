/**
 * How fast output goes through `streamer run`, to its own standard output and
 * to the server, against `cat` in the same kind of pipe or terminal. What
 * arrives is compared with what was sent.
 *
 * Options: `--mb=1000` (pipes), `--pty-mb=200`, `--json`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { BenchHouse } from "./support/bench_house.ts";
import { option } from "./support/options.ts";
import { bestProgram, findProgram } from "./support/program.ts";
import { ratio, report, type Row } from "./support/report.ts";
import { watch } from "./support/watcher.ts";

const LINE = "a line of text as a build prints it, 66 columns wide, no colours";

/** One way to send a file to our standard input. */
interface Way {
  readonly name: string;
  readonly argv: string[];
  readonly house?: BenchHouse;
  /** Whether a client watches meanwhile. */
  readonly watched?: boolean;
}

await using house = await BenchHouse.open(bestProgram());
const folder = await Deno.makeTempDir({ prefix: "streamer-bench-" });
try {
  await measurePipes(option("mb", 1000));
  await measureTerminal(option("pty-mb", 200));
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function measurePipes(mb: number): Promise<void> {
  const { file, hash } = await makeFile(mb, "\n");
  const argv = house.command("run", "-q", "--no-pty", "--", "cat", file);
  await compare(`${mb} MB through pipes, MB/s`, hash, [
    { name: "cat", argv: ["cat", file] },
    { name: "streamer run cat", argv, house },
    { name: "streamer run cat, watched", argv, house, watched: true },
  ], mb);
}

/** The terminal makes `\r\n` of `\n`, for everybody alike. */
async function measureTerminal(mb: number): Promise<void> {
  const { file, hash } = await makeFile(mb, "\n", "\r\n");
  const script = findProgram("script");
  const argv = house.command("run", "-q", "--pty", "--", "cat", file);
  await compare(`${mb} MB through a pseudo-terminal, MB/s`, hash, [
    ...script
      ? [{
        name: "script -qfec cat",
        argv: [script, "-qfec", `cat ${file}`, "/dev/null"],
      }]
      : [],
    { name: "streamer run --pty cat", argv, house },
    { name: "streamer run --pty cat, watched", argv, house, watched: true },
  ], mb);
}

async function compare(
  title: string,
  hash: string,
  ways: readonly Way[],
  mb: number,
): Promise<void> {
  const rows: Row[] = [];
  let peer: number | undefined;
  for (const way of ways) {
    const { seconds, got, seen, gaps } = await send(way);
    if (got !== hash) {
      throw new Error(`Cannot accept "${way.name}": other bytes arrived`);
    }
    const speed = mb / seconds;
    const watched = way.watched
      ? `; the client saw ${
        Math.round(seen / 1e6)
      } MB and ${gaps} gaps of what it was too slow for`
      : "";
    const compared = peer === undefined || peer === speed
      ? ""
      : ratio(speed, peer, ways[0]!.name);
    peer ??= speed;
    rows.push({ name: way.name, values: [speed], remark: compared + watched });
  }
  report({ title, columns: ["MB/s"], rows });
}

/** Runs `way` to its end, which for streamer is when the server has stored all. */
async function send({ argv, house, watched }: Way) {
  let seen = 0;
  let gaps = 0;
  const client = watched && house
    ? await watch(house, {
      onOutput: (data) => void (seen += data.length),
      onGap: () => void (gaps += 1),
    })
    : undefined;
  const hash = createHash("sha256");
  const started = performance.now();
  const child = new Deno.Command(argv[0]!, {
    args: argv.slice(1),
    env: house?.env ?? {},
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  for await (const chunk of child.stdout) hash.update(chunk);
  const { success } = await child.status;
  const seconds = (performance.now() - started) / 1000;
  client?.close();
  if (!success) throw new Error(`Cannot measure: "${argv[0]}" failed`);
  return { seconds, got: hash.digest("hex"), seen, gaps };
}

/** A file of text; the hash is of its lines as they will arrive. */
async function makeFile(mb: number, end: string, arrives = end) {
  const file = `${folder}/${mb}-${arrives.length}.txt`;
  const hash = createHash("sha256");
  const lines = Array.from({ length: 10_000 }, (_, i) => `${i} ${LINE}`);
  const block = new TextEncoder().encode(lines.join(end) + end);
  const arriving = new TextEncoder().encode(lines.join(arrives) + arrives);
  using out = await Deno.open(file, { write: true, create: true });
  for (let written = 0; written < mb * 1e6; written += block.length) {
    for (let at = 0; at < block.length;) {
      at += await out.write(block.subarray(at));
    }
    hash.update(arriving);
  }
  return { file, hash: hash.digest("hex") };
}
