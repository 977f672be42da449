/**
 * Compiles the stripper's inner loop to WebAssembly: `deno run -A
 * scripts/kernel.ts`. With `--check` it only says whether the compiled module
 * in the repository is that of the source beside it.
 *
 * The compiler is not among the project's packages: only who changes the kernel
 * needs it.
 *
 * @module
 */
import { mustDeno, ROOT } from "./project.ts";
import { note, script } from "./say.ts";

const COMPILER = "npm:assemblyscript@0.28.20/asc";
const FOLDER = `${ROOT}/server/pipeline/kernel`;
const OUTPUT = `${FOLDER}/module.ts`;

/** Characters of a line of the module. */
const WIDTH = 76;

await script(async () => {
  const compiled = asModule(await compile());
  if (!Deno.args.includes("--check")) {
    await Deno.writeTextFile(OUTPUT, compiled);
    return note(`kernel: ${compiled.length} characters in ${OUTPUT}`);
  }
  if (await Deno.readTextFile(OUTPUT) !== compiled) {
    throw new Error(
      "Cannot accept server/pipeline/kernel/module.ts: it is not made of its source; run scripts/kernel.ts",
    );
  }
});

async function compile(): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir({ prefix: "streamer-kernel-" });
  try {
    await mustDeno("compile the kernel", [
      "run",
      "-q",
      "-A",
      "--no-config",
      COMPILER,
      `${FOLDER}/assembly/strip.ts`,
      "-O3",
      "--noAssert",
      "--runtime=stub",
      "--enable=simd,relaxed-simd,bulk-memory",
      `--outFile=${folder}/strip.wasm`,
    ]);
    return await Deno.readFile(`${folder}/strip.wasm`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function asModule(bytes: Uint8Array): string {
  const text = bytes.toBase64();
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? [];
  return "/** Made by scripts/kernel.ts of assembly/strip.ts. Do not change it. */\n" +
    "export const MODULE = `\n" + lines.join("\n") + "\n`;\n";
}
