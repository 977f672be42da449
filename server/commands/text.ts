/**
 * `streamer text`: a filter, terminal output in and clean text out.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { StreamerError } from "@/shared/errors.ts";
import type { Filter } from "../pipeline/filter.ts";
import type { Context, Define } from "./context.ts";

interface Flags {
  strip?: boolean;
  screen?: boolean;
  cols?: string;
  rows?: string;
  lf?: string;
}

/** Bytes read at a time: what a pipe holds. */
const CHUNK = 64 * 1024;

export const text: Define = (program, context) => {
  program.command("text")
    .description("make clean text of terminal output, as a filter")
    .argument("[file...]", "what to read; -, or none: standard input")
    .option("--strip", "only take escape sequences out")
    .option("--screen", "rows as they scroll off a screen, then the screen")
    .option("--cols <n>", "the screen's width, 2 to 1000 (default: 80)")
    .option("--rows <n>", "the screen's height, 1 to 500 (default: 24)")
    .addOption(
      new Option("--lf <how>", "what \\n without \\r does on the screen")
        .choices(["auto", "newline", "down"]),
    )
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: Flags, command: Command) => {
      checkFlags(flags, command);
      const filter = await openFilter(flags, command);
      const failed = await passThrough(files, filter, context);
      if (failed) context.exit(1);
    });
};

function checkFlags(flags: Flags, command: Command): void {
  if (flags.strip && flags.screen) {
    command.error("error: --strip and --screen exclude each other");
  }
  for (const name of ["cols", "rows", "lf"] as const) {
    if (flags[name] !== undefined && !flags.screen) {
      command.error(`error: --${name} needs --screen`);
    }
  }
}

async function openFilter(flags: Flags, command: Command): Promise<Filter> {
  const { strip, screen, cols = "80", rows = "24", lf = "auto" } = flags;
  const size = {
    cols: wholeNumber({ cols }, [2, 1000], command),
    rows: wholeNumber({ rows }, [1, 500], command),
  };
  const filters = await import("../pipeline/filter.ts");
  if (!screen) return await filters.openLineFilter(!strip);
  const convertEol = lf === "auto" ? lf : lf === "newline";
  return await filters.openScreenFilter(size, convertEol);
}

function wholeNumber(
  flag: Record<string, string>,
  [least, most]: [number, number],
  command: Command,
): number {
  const [name, given] = Object.entries(flag)[0]!;
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (value >= least && value <= most) return value;
  return command.error(
    `error: --${name} must be a whole number from ${least} to ${most}`,
  );
}

/** Whether something could not be read. Ends early when the reader has left. */
async function passThrough(
  files: readonly string[],
  filter: Filter,
  context: Context,
): Promise<boolean> {
  let failed = false;
  for (const file of files.length > 0 ? files : ["-"]) {
    try {
      for await (const data of read(file)) {
        if (!await write(filter.push(data))) return failed;
      }
    } catch (cause) {
      if (!(cause instanceof StreamerError)) throw cause;
      context.warn(cause.message);
      failed = true;
    }
  }
  await write(filter.end());
  return failed;
}

/** A file's bytes, each piece only until the next one is wanted. */
async function* read(name: string): AsyncGenerator<Uint8Array> {
  try {
    using file = name === "-" ? standardInput() : await Deno.open(name);
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const count = await file.read(buffer);
      if (count === null) return;
      yield buffer.subarray(0, count);
    }
  } catch (cause) {
    const where = name === "-" ? "standard input" : `"${name}"`;
    throw new StreamerError(
      "not_found",
      `Cannot read ${where}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** It stays open: there is no other. */
function standardInput() {
  return {
    read: (buffer: Uint8Array) => Deno.stdin.read(buffer),
    [Symbol.dispose]: () => {},
  };
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file";
  if (cause instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (cause instanceof Deno.errors.PermissionDenied) return "it is not allowed";
  return cause instanceof Error ? cause.message : String(cause);
}

/** False when the reader has left: then there is nothing more to do. */
async function write(text: string): Promise<boolean> {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) {
      at += await Deno.stdout.write(bytes.subarray(at));
    }
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) return false;
    throw cause;
  }
}

const HELP = `
By default each line is printed when it is complete, as a person would have
read it in the end: what was overwritten or erased is left out.

With --screen, programs that draw are understood too. Rows are printed when they
leave the top of the screen, at the end the screen that is shown, or the
alternate screen if the program is still in it, without blanks behind the text
and without blank rows below it and the cursor.

--lf says what a line feed without a carriage return does on the screen:
  newline  it ends the line, as in files and pipes
  down     it only moves the cursor down, as programs that draw may mean it
  auto     the first one decides for all: "down" when line feeds before it had
           their carriage returns and the cursor was placed in some row, as in
           the recording of a terminal; else "newline" (default)

Examples:
  make 2>&1 | streamer text > build.log
  streamer text --screen --cols 120 --rows 40 session.typescript
`;
