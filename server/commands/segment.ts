/**
 * `streamer segment`: a filter, terminal output in and messages out.
 *
 * @module
 */
import type { Command } from "commander";
import type { Size } from "@/shared/domain.ts";
import { StreamerError } from "@/shared/errors.ts";
import type { SegmentFilter } from "../sessions/segment_filter.ts";
import type { Context, Define } from "./context.ts";
import { messageLine } from "./message_line.ts";
import { readFile } from "./read_files.ts";
import { wholeNumber } from "./whole_number.ts";
import { writeAll } from "./write_all.ts";

interface Flags {
  agent?: string;
  agentFile?: string;
  cols?: string;
  rows?: string;
  status?: boolean;
}

export const segment: Define = (program, context) => {
  program.command("segment")
    .description("find the conversation in terminal output, as a filter")
    .argument("[file...]", "what to read; -, or none: standard input")
    .option(
      "--agent <name>",
      "whose output it is (default: what it looks like)",
    )
    .option("--agent-file <file>", "an agent of your own, described in TOML")
    .option("--cols <n>", "the terminal's width, 2 to 1000 (default: 80)")
    .option("--rows <n>", "the terminal's height, 1 to 500 (default: 24)")
    .option("--status", "print what the agent does, too")
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: Flags, command: Command) => {
      if (flags.agent && flags.agentFile) {
        command.error("error: --agent and --agent-file exclude each other");
      }
      const { cols = "80", rows = "24" } = flags;
      const size = {
        cols: wholeNumber({ cols }, [2, 1000], command),
        rows: wholeNumber({ rows }, [1, 500], command),
      };
      const filter = await openFilter(flags, size, context);
      const failed = await passThrough(files, filter, context);
      if (failed) context.exit(1);
    });
};

async function openFilter(
  { agent, agentFile, status = false }: Flags,
  size: Size,
  context: Context,
): Promise<SegmentFilter> {
  const [
    { openSegmentFilter },
    { loadConfig, readAgentFile },
    { ownAgent, ownAgents },
  ] = await Promise.all([
    import("../sessions/segment_filter.ts"),
    import("../config.ts"),
    import("../profiles/own_agent.ts"),
  ]);
  if (agentFile) {
    const profile = ownAgent("own", await readAgentFile(agentFile));
    return await openSegmentFilter({ profile, size, status, own: [] });
  }
  const { requireAgent } = await import("../run/settings.ts");
  const config = await loadConfig(context.env);
  await requireAgent(agent, config);
  const own = ownAgents(config.agents);
  return await openSegmentFilter({ agent, size, status, own });
}

/** Whether something could not be read. Ends early when the reader has left. */
async function passThrough(
  files: readonly string[],
  filter: SegmentFilter,
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
async function write(
  found: ReturnType<SegmentFilter["end"]>,
): Promise<boolean> {
  const lines = found.map((one) =>
    "status" in one ? `${JSON.stringify(one)}\n` : messageLine(one)
  );
  if (lines.length === 0) return true;
  return await writeAll(Deno.stdout, new TextEncoder().encode(lines.join("")));
}

const HELP = `
Reads the bytes that a program wrote to its terminal, or the JSON that an agent
prints or keeps as its session log, and prints one finished message a line as
JSON: id, kind (question, answer, thinking, tool, permission, notice), text,
source (structured, screen, lines), turn, and tool or permission where there is
one. Messages are printed when their turn is over. Ends with 1 when something
could not be read, with 2 for wrong usage.

Examples:
  streamer segment --agent codex --cols 120 --rows 40 < codex.typescript
  streamer segment ~/.claude/projects/-home-me-app/4b14c026.jsonl
  streamer segment --agent-file mybot.toml --status recording.raw
`;
