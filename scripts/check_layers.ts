/**
 * Checks who imports whom: prints one line for each broken rule and exits
 * with 1 when there is one.
 *
 * @module
 */
import { listFiles } from "./build/files.ts";
import { readModule } from "./layers/read_module.ts";
import { CHECKED, violations } from "./layers/rules.ts";
import { ROOT } from "./project.ts";
import { note, script } from "./say.ts";

await script(async () => {
  const found = (await Promise.all(modules().map(check))).flat();
  found.forEach(note);
  if (found.length > 0) {
    throw new Error(`${found.length} import rules are broken`);
  }
});

function modules(): string[] {
  return CHECKED
    .flatMap((folder) =>
      listFiles(`${ROOT}/${folder}`).map((path) => `${folder}/${path}`)
    )
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith(".d.ts"));
}

async function check(path: string): Promise<string[]> {
  return violations(
    readModule(path, await Deno.readTextFile(`${ROOT}/${path}`)),
  );
}
