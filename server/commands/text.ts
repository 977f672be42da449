/**
 * `streamer text`: a filter, terminal output in and clean text out.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { StreamerError } from "@/shared/errors.ts";
import type { Filter } from "../pipeline/filter.ts";
import type { Context, Define } from "./context.ts";
import { readFile } from "./read_files.ts";
import { wholeNumber } from "./whole_number.ts";
import { writeAll } from "./write_all.ts";

interface Flags {
  strip?: boolean;
  screen?: boolean;
  cols?: string;
  rows?: string;
  lf?: string;
}

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

/** Whether something could not be read. Ends early when the reader has left. */
async function passThrough(
  files: readonly string[],
  filter: Filter,
  context: Context,
): Promise<boolean> {
  let failed = false;
  for (const file of files.length > 0 ? files : ["-"]) {
    try {
      for await (const data of readFile(file)) {
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

/** False when the reader has left. */
function write(text: string): Promise<boolean> {
  return writeAll(Deno.stdout, new TextEncoder().encode(text));
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
