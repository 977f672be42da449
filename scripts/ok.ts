/**
 * Says whether the project is in order: format, lint, types, import rules,
 * kernel, migrations and, unless `--static` is given, the tests.
 *
 * @module
 */
import { prepareDependencies } from "./prepare.ts";
import { deno, program, ROOT } from "./project.ts";
import { note, script } from "./say.ts";

/** Each check with the arguments for Deno. */
const CHECKS: Record<string, readonly string[]> = {
  format: ["fmt", "-q", "--check"],
  lint: ["lint", "-q"],
  types: ["check", "-q", "server", "shared", "scripts", "tests"],
  "types of the dashboard": [
    ...program("svelte-check"),
    "--workspace=web",
    "--tsconfig=tsconfig.json",
    "--fail-on-warnings",
  ],
  "import rules": ["run", "-q", "-A", `${ROOT}/scripts/check_layers.ts`],
  kernel: ["run", "-q", "-A", `${ROOT}/scripts/kernel.ts`, "--check"],
  migrations: ["run", "-q", "-A", `${ROOT}/scripts/migrations.ts`, "--check"],
};

const TESTS = ["run", "-q", "-A", `${ROOT}/scripts/test.ts`];

await script(async () => {
  await prepareDependencies();
  const checks = Object.entries(CHECKS);
  if (!Deno.args.includes("--static")) checks.push(["tests", TESTS]);
  const failed = [];
  for (const [name, args] of checks) {
    note(`ok: ${name}`);
    if (await deno(args) !== 0) failed.push(name);
  }
  if (failed.length > 0) {
    throw new Error(`Cannot call it ok: ${failed.join(", ")}`);
  }
});
