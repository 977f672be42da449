/**
 * Compiles a staged tree with `deno compile`. That takes a base binary,
 * `denort`, from `DENORT_BIN`, from Deno's cache or from the network.
 *
 * @module
 */
import { V8_FLAGS } from "../../server/own_process.ts";
import { MAIN } from "./stage.ts";
import type { Target } from "./target.ts";

/** Writes the executable `output` from `folder`; returns why it could not, or null. */
export async function compile(
  { target, folder, output }: {
    target: Target;
    folder: string;
    output: string;
  },
): Promise<string | null> {
  const temporary = `${output}.new${target.os === "win32" ? ".exe" : ""}`;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      "-A",
      "--no-prompt",
      "--no-config",
      "--no-lock",
      "--no-check",
      "--no-remote",
      "--cached-only",
      "--node-modules-dir=manual",
      "--app-name=streamer",
      `--v8-flags=${V8_FLAGS}`,
      "--include=web/dist",
      "--include=node_modules",
      `--target=${target.triple}`,
      `--output=${temporary}`,
      MAIN,
    ],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) return reasonIn(new TextDecoder().decode(stderr));
  await Deno.rename(temporary, output);
  return null;
}

/** The first causes of the failure; Deno lists them one a line, numbered. */
function reasonIn(stderr: string): string {
  const [failure = "", causes = ""] = stderr.split("Stack backtrace")[0]!.split(
    "Caused by:",
  );
  const lines = causes.trim().split("\n").map((line) =>
    line.trim().replace(/^\d+: /, "")
  );
  return lines.slice(0, 2).join(" ") || failure.trim().replace(/^error: /, "");
}
