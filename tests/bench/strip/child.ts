/**
 * From a child's standard output to lines: stripped, and as they are.
 *
 * @module
 */
import { Stripper } from "@/server/pipeline/strip.ts";
import { report, type Row } from "../support/report.ts";
import { terminalInput } from "../support/terminal_inputs.ts";
import { race } from "./race.ts";
import { CHILD, judge } from "./targets.ts";
import { writeTimes } from "./write_times.ts";

const ROUNDS = 5;
const BLOCK = 4_000_000;
/** Bytes that a pipe holds. */
const CHUNK = 65_536;

type Output = ReadableStream<Uint8Array<ArrayBuffer>>;

const STRIPPED = "streamer: lines without escape sequences";
const STRIPPED_BYOB = "the same, read into one buffer again and again";
const DECODED = "TextDecoderStream: lines as they are";
const READ = "reading alone";

/** How each counts the lines of `output`; the last only reads it. */
const WAYS: Record<string, (output: Output) => Promise<number | undefined>> = {
  [STRIPPED]: async (output) => {
    const stripper = new Stripper();
    const lines = new Lines();
    for await (const chunk of output) lines.push(stripper.push(chunk));
    return lines.count;
  },
  [STRIPPED_BYOB]: async (output) => {
    const stripper = new Stripper();
    const reader = output.getReader({ mode: "byob" });
    const lines = new Lines();
    let buffer = new ArrayBuffer(CHUNK);
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return lines.count;
      lines.push(stripper.push(value));
      buffer = value.buffer;
    }
  },
  [DECODED]: async (output) => {
    let lines = 0;
    const texts = output.pipeThrough(new TextDecoderStream());
    for await (const text of texts) lines += newlines(text);
    return lines;
  },
  [READ]: async (output) => {
    for await (const _chunk of output);
    return undefined;
  },
};

/** Lines between two that have a sign which is not ASCII. */
const SIGN_EVERY = 7;

/**
 * Races them over `mb` megabytes of coloured logs: of ASCII alone, and with a
 * check mark here and there, as test runners and agents print them.
 */
export async function measureChild(mb: number): Promise<void> {
  const ascii = terminalInput("colour", BLOCK);
  await measure(`A child's coloured logs to lines, ${mb} MB`, ascii, mb);
  const signs = withSigns(ascii);
  await measure(`The same with a ✓ in a line of seven, ${mb} MB`, signs, mb);
}

function withSigns(block: Uint8Array): Uint8Array {
  const lines = new TextDecoder().decode(block).split("\n");
  const marked = lines.map((line, index) =>
    index % SIGN_EVERY === 0 && line !== "" ? `✓ ${line}` : line
  );
  return new TextEncoder().encode(marked.join("\n"));
}

async function measure(
  title: string,
  block: Uint8Array,
  mb: number,
): Promise<void> {
  const file = await Deno.makeTempFile({ prefix: "streamer-bench-" });
  try {
    const times = Math.max(1, Math.round(mb * 1e6 / block.length));
    await writeTimes(file, block, times);
    const lines = times * newlines(new TextDecoder().decode(block));
    const runners = Object.entries(WAYS).map(([name, count]) => ({
      name,
      run: () => readChild(file, { name, count, lines }),
    }));
    const seconds = await race(runners, ROUNDS);
    const speed = (name: string) =>
      times * block.length / 1e6 / seconds.get(name)!;
    const row = (name: string): Row => ({ name, values: [speed(name)] });
    const judged = (name: string): Row => ({
      ...row(name),
      remark: judge(speed(name) / speed(DECODED), "TextDecoderStream", CHILD),
    });
    report({
      title,
      columns: ["MB/s"],
      rows: [judged(STRIPPED), judged(STRIPPED_BYOB), row(DECODED), row(READ)],
    });
  } finally {
    await Deno.remove(file);
  }
}

async function readChild(
  file: string,
  { name, count, lines }: {
    name: string;
    count(output: Output): Promise<number | undefined>;
    lines: number;
  },
): Promise<void> {
  const child = new Deno.Command("cat", {
    args: [file],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const counted = await count(child.stdout);
  await child.status;
  if (counted !== undefined && counted !== lines) {
    throw new Error(
      `Cannot accept "${name}": ${counted} lines instead of ${lines}`,
    );
  }
}

/** Makes lines of text that comes in pieces. */
class Lines {
  count = 0;
  #begun = "";

  push(text: string): void {
    let from = 0;
    for (
      let at = text.indexOf("\n");
      at >= 0;
      at = text.indexOf("\n", from)
    ) {
      this.#take(this.#begun + text.slice(from, at));
      this.#begun = "";
      from = at + 1;
    }
    this.#begun += text.slice(from);
  }

  #take(line: string): void {
    if (line.length >= 0) this.count += 1;
  }
}

function newlines(text: string): number {
  let count = 0;
  for (
    let at = text.indexOf("\n");
    at >= 0;
    at = text.indexOf("\n", at + 1)
  ) count += 1;
  return count;
}
