/**
 * Makes a fresh clone ready: installs the dependencies and builds the
 * dashboard, each only when what it is made from has changed.
 *
 * @module
 */
import { fingerprint, readStamp } from "./fingerprint.ts";
import { mustDeno, ROOT } from "./project.ts";
import { note } from "./say.ts";

/** Where the dashboard is built to. */
export const DASHBOARD = `${ROOT}/web/dist`;

const MODULES = `${ROOT}/node_modules`;

/** One thing to keep up to date. */
interface Step {
  readonly says: string;
  readonly from: readonly string[];
  readonly stamp: string;
  make(): Promise<void>;
}

const DEPENDENCIES: Step = {
  says: "streamer: installing dependencies",
  from: [`${ROOT}/deno.json`, `${ROOT}/deno.lock`],
  stamp: `${MODULES}/.streamer`,
  make: () => mustDeno("install the dependencies", installArgs()),
};

const BUILD: Step = {
  says: "streamer: building the dashboard",
  from: [`${ROOT}/web`, `${ROOT}/shared`, `${ROOT}/deno.lock`],
  stamp: `${DASHBOARD}/.streamer`,
  make: buildDashboard,
};

/** Brings dependencies and dashboard up to date; says so on stderr when there is work. */
export async function prepare(): Promise<void> {
  await keepUp([DEPENDENCIES, BUILD]);
}

/** Brings only the dependencies up to date. */
export async function prepareDependencies(): Promise<void> {
  await keepUp([DEPENDENCIES]);
}

async function keepUp(steps: readonly Step[]): Promise<void> {
  if (await allFresh(steps)) return;
  await Deno.mkdir(MODULES, { recursive: true });
  using lock = await Deno.open(`${MODULES}/.streamer.lock`, {
    write: true,
    create: true,
  });
  await lock.lock(true); // A second start in the same clone waits here.
  for (const step of steps) {
    const print = await fingerprint(step.from);
    if (readStamp(step.stamp) === print) continue;
    note(step.says);
    await step.make();
    // The step itself may have touched deno.lock.
    await Deno.writeTextFile(step.stamp, await fingerprint(step.from));
  }
}

async function allFresh(steps: readonly Step[]): Promise<boolean> {
  for (const { from, stamp } of steps) {
    if (readStamp(stamp) !== await fingerprint(from)) return false;
  }
  return true;
}

function installArgs(): string[] {
  return ["install", "-q", ...(Deno.env.get("CI") ? ["--frozen"] : [])];
}

/** Builds beside the old dashboard and swaps, so that a running server never serves half of one. */
async function buildDashboard(): Promise<void> {
  const fresh = `${DASHBOARD}.new`;
  const old = `${DASHBOARD}.old`;
  await mustDeno("build the dashboard", [
    "run",
    "-q",
    "-A",
    `${ROOT}/scripts/vite_build.ts`,
    fresh,
  ]);
  await removeTree(old);
  await Deno.rename(DASHBOARD, old).catch(ignoreMissing);
  await Deno.rename(fresh, DASHBOARD);
  await removeTree(old);
}

async function removeTree(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(ignoreMissing);
}

function ignoreMissing(cause: unknown): void {
  if (!(cause instanceof Deno.errors.NotFound)) throw cause;
}
