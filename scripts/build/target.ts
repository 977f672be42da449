/**
 * The machines that streamer is built for, by Rust's target triples, as
 * `deno compile --target` knows them.
 *
 * @module
 */

/** One of them. */
export interface Target {
  readonly triple: string;
  /** As npm and `deno install --os` name it. */
  readonly os: "linux" | "darwin" | "win32";
  readonly arch: "x64" | "arm64";
}

const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", os: "linux", arch: "x64" },
  { triple: "aarch64-unknown-linux-gnu", os: "linux", arch: "arm64" },
  { triple: "x86_64-apple-darwin", os: "darwin", arch: "x64" },
  { triple: "aarch64-apple-darwin", os: "darwin", arch: "arm64" },
  { triple: "x86_64-pc-windows-msvc", os: "win32", arch: "x64" },
];

/** The target of that name, or the machine's own when there is none. */
export function findTarget(triple: string = Deno.build.target): Target {
  const found = TARGETS.find((target) => target.triple === triple);
  if (found) return found;
  const known = TARGETS.map((target) => target.triple).join(", ");
  throw new Error(`Cannot build for "${triple}": known targets are ${known}`);
}

/** Whether `target` is the machine that builds. */
export function isHost(target: Target): boolean {
  return target.triple === Deno.build.target;
}
