/**
 * The packages that cannot be bundled because they load machine code, flat in
 * one `node_modules` folder, for any target.
 *
 * @module
 */
import { mustDeno, ROOT } from "../project.ts";
import { isHost, type Target } from "./target.ts";

/** Bare imports that the bundle leaves to these packages. */
export const EXTERNAL = ["libsql", "@lydell/node-pty"];

/** A package and those of its dependencies that are needed at run time. */
interface Package {
  readonly name: string;
  readonly needs: readonly string[];
}

/** Copies what `target` needs into `folder`/node_modules. */
export async function copyNative(
  target: Target,
  folder: string,
): Promise<void> {
  await using installed = await installedFor(target);
  for (const { name, needs } of packagesOf(target)) {
    const home = findPackage(installed.modules, name);
    for (const each of [name, ...needs]) {
      await copyTree(`${home}/${each}`, `${folder}/node_modules/${each}`);
    }
  }
}

/** On Linux the pseudo-terminal comes from libc; elsewhere from a package. */
function packagesOf({ os, arch }: Target): Package[] {
  const suffix = { linux: "-gnu", darwin: "", win32: "-msvc" }[os];
  const libsql = {
    name: "libsql",
    needs: ["@neon-rs/load", "detect-libc", `@libsql/${os}-${arch}${suffix}`],
  };
  const pty = {
    name: "@lydell/node-pty",
    needs: [`@lydell/node-pty-${os}-${arch}`],
  };
  return os === "linux" ? [libsql] : [libsql, pty];
}

/** A folder with the packages of `target`: the clone's own, or a temporary one. */
async function installedFor(target: Target) {
  if (isHost(target)) {
    const keep = () => Promise.resolve();
    return { modules: `${ROOT}/node_modules`, [Symbol.asyncDispose]: keep };
  }
  const folder = await Deno.makeTempDir({ prefix: "streamer-native-" });
  for (const file of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(`${ROOT}/${file}`, `${folder}/${file}`);
  }
  await mustDeno(
    `install the packages for ${target.triple}`,
    ["install", "-q", "--frozen", "--os", target.os, "--arch", target.arch],
    { cwd: folder },
  );
  return {
    modules: `${folder}/node_modules`,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** The folder of `name` and its dependencies in Deno's layout, `.deno/<name>@<version>/node_modules`. */
function findPackage(modules: string, name: string): string {
  const prefix = `${name.replace("/", "+")}@`;
  const found = [...Deno.readDirSync(`${modules}/.deno`)]
    .filter((entry) => entry.name.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(
      `Cannot stage "${name}": ${found.length} versions are installed`,
    );
  }
  return `${modules}/.deno/${only.name}/node_modules`;
}

/** Copies a folder, following links, without type declarations and prose. */
export async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    const path = `${from}/${name}`;
    const { isDirectory } = await Deno.stat(path);
    if (isDirectory) await copyTree(path, `${to}/${name}`);
    else if (
      !/(\.d\.[cm]?ts|\.map|\.md|\.pdb)$/.test(name) && !name.startsWith(".")
    ) {
      await Deno.copyFile(path, `${to}/${name}`);
    }
  }
}
