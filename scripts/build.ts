/**
 * Builds the executable: `deno task build [--target <triple>] [--out <folder>]
 * [--compile]`.
 *
 * With Deno's base binary it is compiled; without, and for this very machine,
 * it is packed into a self-extracting file, unless `--compile` is given. What
 * it holds is read back and compared with what was staged.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { compile } from "./build/compile.ts";
import { hashEmbedded } from "./build/embedded.ts";
import { differences, hashFolder } from "./build/files.ts";
import { hashPacked, pack } from "./build/pack.ts";
import { stage } from "./build/stage.ts";
import { findTarget, isHost, type Target } from "./build/target.ts";
import { prepare } from "./prepare.ts";
import { ROOT } from "./project.ts";
import { note, say, script } from "./say.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    target: { type: "string" },
    out: { type: "string", default: `${ROOT}/dist` },
    /** Fail rather than pack. */
    compile: { type: "boolean", default: false },
  },
});

await script(async () => {
  const target = findTarget(values.target);
  await prepare();
  await build(target, values.out);
});

async function build(target: Target, out: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "streamer-stage-" });
  try {
    await stage(target, folder);
    await Deno.mkdir(out, { recursive: true });
    const output = `${out}/streamer${target.os === "win32" ? ".exe" : ""}`;
    const how = await make({ target, folder, output });
    const files = await verify({ folder, output, how });
    const mib = ((await Deno.stat(output)).size / 2 ** 20).toFixed(1);
    say(
      `${output}: ${how} for ${target.triple}, ${files} files verified, ${mib} MiB`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Made = "compiled" | "packed (self-extracting)";

async function make(
  job: { target: Target; folder: string; output: string },
): Promise<Made> {
  const reason = await compile(job);
  if (reason === null) return "compiled";
  if (values.compile || !isHost(job.target) || job.target.os !== "linux") {
    throw new Error(`Cannot compile for ${job.target.triple}: ${reason}`);
  }
  note(`streamer: packing instead of compiling: ${reason}`);
  await pack(job.folder, job.output);
  return "packed (self-extracting)";
}

/** Throws when `output` does not hold exactly what is in `folder`; returns the number of files. */
async function verify(
  { folder, output, how }: { folder: string; output: string; how: Made },
): Promise<number> {
  const staged = await hashFolder(folder);
  const held = how === "compiled"
    ? await hashEmbedded(output)
    : await hashPacked(output);
  const wrong = differences(staged, held);
  if (wrong.length > 0) {
    throw new Error(`Cannot accept "${output}":\n${wrong.join("\n")}`);
  }
  return staged.size;
}
