/**
 * Line coverage of the tests and of the processes that they start.
 *
 * Vitest says which lines can run and which did within the tests; Deno's own
 * coverage adds the lines that ran in child processes (tests/support/child_coverage.ts).
 *
 * @module
 */
import { ROOT } from "../project.ts";

/** Lines that can run, by number, and whether they did. */
type Lines = Map<number, boolean>;

/** A file or folder with the number of its lines. */
export interface Coverage {
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
}

/** Coverage by file, paths within the project, sorted. */
export async function readCoverage(
  { vitest, children }: { vitest: string; children: string },
): Promise<Coverage[]> {
  const files = readIstanbul(await Deno.readTextFile(vitest));
  addLcov(files, await lcovOf(children));
  return [...files]
    .map(([path, lines]) => ({
      path: path.slice(ROOT.length + 1),
      lines: lines.size,
      covered: [...lines.values()].filter(Boolean).length,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The sum of `parts`, named `path`. */
export function sum(path: string, parts: readonly Coverage[]): Coverage {
  const total = (key: "lines" | "covered") =>
    parts.reduce((n, part) => n + part[key], 0);
  return { path, lines: total("lines"), covered: total("covered") };
}

/** Covered lines in per cent; a file without lines is covered. */
export function percent({ lines, covered }: Coverage): number {
  return lines === 0 ? 100 : 100 * covered / lines;
}

/** One line for each folder and for each file below `wanted` per cent. */
export function formatCoverage(
  files: readonly Coverage[],
  wanted: number,
): string[] {
  const folders = Map.groupBy(
    files,
    ({ path }) => path.replace(/\/[^/]*$/, "/"),
  );
  return [...folders].flatMap(([folder, parts]) => [
    sum(folder, parts),
    ...parts.filter((part) => percent(part) < wanted),
  ]).map((part) => {
    const name = part.path.endsWith("/") ? part.path : `  ${part.path}`;
    return `${name.padEnd(44)} ${
      percent(part).toFixed(1).padStart(5)
    } % of ${part.lines} lines`;
  });
}

/** Istanbul's format: a line counts when a statement starts on it. */
function readIstanbul(json: string): Map<string, Lines> {
  const report: Record<string, {
    statementMap: Record<string, { start: { line: number } }>;
    s: Record<string, number>;
  }> = JSON.parse(json);
  return new Map(
    Object.entries(report).map(([path, { statementMap, s }]) => {
      const lines: Lines = new Map();
      for (const [id, { start }] of Object.entries(statementMap)) {
        lines.set(start.line, (lines.get(start.line) ?? false) || s[id]! > 0);
      }
      return [path, lines];
    }),
  );
}

/** The lcov format: `SF:` names a file, `DA:` a line and how often it ran. */
function addLcov(files: Map<string, Lines>, lcov: string): void {
  let lines: Lines | undefined;
  for (const row of lcov.split("\n")) {
    if (row.startsWith("SF:")) lines = files.get(row.slice(3));
    const [, line, hits] = /^DA:(\d+),(\d+)/.exec(row) ?? [];
    if (lines?.has(Number(line)) && Number(hits) > 0) {
      lines.set(Number(line), true);
    }
  }
}

async function lcovOf(folder: string): Promise<string> {
  await removeUnfinished(folder);
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "coverage",
      "--lcov",
      `--include=^file://${ROOT}/(server|shared)/`,
      folder,
    ],
    cwd: ROOT,
    stdin: "null",
    stderr: "null",
  }).output();
  // Without profiles, because no test started a process, it fails.
  return success ? new TextDecoder().decode(stdout) : "";
}

/** A process that is killed while it writes its profile leaves part of it, at which Deno would give up. */
async function removeUnfinished(folder: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (!await endsAsJson(path)) await Deno.remove(path);
    }
  } catch (cause) {
    // No test has started a process.
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
}

async function endsAsJson(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const last = new Uint8Array(1);
  if (size === 0) return false;
  await file.seek(size - 1, Deno.SeekMode.Start);
  await file.read(last);
  return last[0] === "}".charCodeAt(0);
}
