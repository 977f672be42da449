/**
 * Finds the file that a command name stands for, before anything is started.
 *
 * @module
 */

/** What a search came to. */
export type FindResult =
  | { type: "found"; path: string }
  | { type: "not_found" }
  /** A file of that name is there, but it may not be run. */
  | { type: "not_executable" };

/** Where {@linkcode findExecutable} looks. */
export interface FindOptions {
  /** Only PATH, and on Windows PATHEXT, are read. */
  env: { readonly [name: string]: string | undefined };
  /** What relative names and relative entries of PATH start from. */
  cwd: string;
  os?: typeof Deno.build.os;
}

/**
 * Resolves `name` as execvp(3) does: a name with a slash is a path, any other
 * is looked for in the folders of PATH, and a file that may not be run is
 * passed over but remembered. On Windows the endings in PATHEXT are tried.
 */
export function findExecutable(name: string, options: FindOptions): FindResult {
  const windows = (options.os ?? Deno.build.os) === "windows";
  const paths = windows
    ? windowsPaths(name, options)
    : posixPaths(name, options);
  let result: FindResult = { type: "not_found" };
  for (const path of paths) {
    const found = examine(path, windows);
    if (found.type === "found") return found;
    if (found.type === "not_executable") result = found;
  }
  return result;
}

/** Where execvp(3) looks when PATH is not set; glibc's CS_PATH. */
const DEFAULT_PATH = "/bin:/usr/bin";

const DEFAULT_PATHEXT = ".COM;.EXE;.BAT;.CMD";

function posixPaths(name: string, { env, cwd }: FindOptions): string[] {
  if (name === "") return [];
  const resolve = (folder: string, path: string) =>
    path.startsWith("/") ? path : `${folder}/${path}`;
  if (name.includes("/")) return [resolve(cwd, name)];
  return (env.PATH ?? DEFAULT_PATH).split(":")
    .map((folder) => `${resolve(cwd, folder || ".")}/${name}`);
}

function windowsPaths(name: string, { env, cwd }: FindOptions): string[] {
  if (name === "") return [];
  const endings = (env.PATHEXT ?? DEFAULT_PATHEXT).toLowerCase().split(";");
  const complete = endings.some((each) =>
    each && name.toLowerCase().endsWith(each)
  );
  const names = complete ? [name] : endings.map((each) => name + each);
  const resolve = (path: string) =>
    /^([a-z]:)?[\\/]/i.test(path) ? path : `${cwd}\\${path}`;
  if (/[\\/:]/.test(name)) return names.map(resolve);
  const folders = (env.PATH ?? "").split(";").filter((folder) => folder !== "");
  return folders.flatMap((folder) =>
    names.map((each) => `${resolve(folder)}\\${each}`)
  );
}

function examine(path: string, windows: boolean): FindResult {
  try {
    const { isFile, mode } = Deno.statSync(path);
    // Any of the three bits: whether it is set for this user shows at the start.
    const runnable = isFile && (windows || ((mode ?? 0) & 0o111) !== 0);
    return runnable ? { type: "found", path } : { type: "not_executable" };
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied
      ? { type: "not_executable" }
      : { type: "not_found" };
  }
}
