/**
 * Where streamer keeps its files: the XDG base directories on Linux, their
 * counterparts on macOS and Windows, or everything below `STREAMER_HOME`.
 *
 * @module
 */
import { StreamerError } from "@/shared/errors.ts";

/** Folders by what they hold. They are made, mode 0700, by who writes first. */
export interface Folders {
  /** The database and the token. */
  readonly data: string;
  /** `config.toml`. */
  readonly config: string;
  /** Spools of running commands and the server's log. */
  readonly state: string;
  /** The server's socket, lock and address. */
  readonly runtime: string;
}

type Env = Readonly<Record<string, string>>;

export function folders(
  env: Env,
  os: typeof Deno.build.os = Deno.build.os,
): Folders {
  const base = env["STREAMER_HOME"];
  if (base) {
    const below = (name: string) => `${absolute(base)}/${name}`;
    return {
      data: below("data"),
      config: below("config"),
      state: below("state"),
      runtime: socketFolder(below("run")),
    };
  }
  if (os === "darwin") return macFolders(home(env));
  if (os === "windows") return windowsFolders(env);
  return linuxFolders(env);
}

/**
 * Makes `folder`, and its parents, and closes it to other users.
 *
 * @throws {StreamerError} `forbidden` when it belongs to somebody else
 */
export async function makePrivate(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await Deno.stat(folder);
  if (uid !== null && uid !== Deno.uid()) {
    throw new StreamerError(
      "forbidden",
      `Cannot use "${folder}": it belongs to another user`,
    );
  }
  if (mode !== null && (mode & 0o077) !== 0) await Deno.chmod(folder, 0o700);
}

function linuxFolders(env: Env): Folders {
  const xdg = (name: string, fallback: string) =>
    env[name]?.startsWith("/") ? env[name] : `${home(env)}/${fallback}`;
  const state = `${xdg("XDG_STATE_HOME", ".local/state")}/streamer`;
  return {
    data: `${xdg("XDG_DATA_HOME", ".local/share")}/streamer`,
    config: `${xdg("XDG_CONFIG_HOME", ".config")}/streamer`,
    state,
    runtime: socketFolder(
      env["XDG_RUNTIME_DIR"]?.startsWith("/")
        ? `${env["XDG_RUNTIME_DIR"]}/streamer`
        : `${state}/run`,
    ),
  };
}

function macFolders(home: string): Folders {
  const support = `${home}/Library/Application Support/streamer`;
  return {
    data: support,
    config: `${home}/.config/streamer`,
    state: `${support}/state`,
    runtime: socketFolder(`${support}/run`),
  };
}

function windowsFolders(env: Env): Folders {
  const local = env["LOCALAPPDATA"] ?? `${home(env)}/AppData/Local`;
  const base = `${local}/streamer`.replaceAll("\\", "/");
  return {
    data: `${base}/data`,
    config: `${base}/config`,
    state: `${base}/state`,
    runtime: `${base}/run`,
  };
}

function home(env: Env): string {
  return env["HOME"] ?? env["USERPROFILE"] ?? "/tmp";
}

function absolute(path: string): string {
  return path.startsWith("/") || /^[A-Za-z]:/.test(path)
    ? path
    : `${Deno.cwd()}/${path}`;
}

/**
 * A Unix socket's path has at most 107 bytes (`sun_path` of unix(7)); a folder
 * too deep for that is replaced by a short one in /tmp with a name of its own.
 */
function socketFolder(folder: string): string {
  if (new TextEncoder().encode(folder).length <= 90) return folder;
  let hash = 0xcbf29ce484222325n; // FNV-1a, 64 bits
  for (const byte of new TextEncoder().encode(folder)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return `/tmp/streamer-${Deno.uid() ?? 0}-${hash.toString(16)}`;
}
